"""Shapes that repeat over the whole plane, sharp at any size and angle."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.geometry import Bounds
from studio.text import tr

_Plane: TypeAlias = NDArray[np.float32]
# How far within the shape, of the period; negative outside. Of places across and down, in periods.
_Shape: TypeAlias = Callable[[_Plane, _Plane], _Plane]

# Half the width of lines, of the period.
_LINE = np.float32(0.05)


class PatternKind(Enum):
    """What is drawn again and again."""

    checks = "checks"
    stripes = "stripes"
    dots = "dots"
    grid = "grid"
    bricks = "bricks"
    waves = "waves"
    scales = "scales"

    @property
    def title(self) -> str:
        """What lists call it."""
        titles = {
            PatternKind.checks: tr("Checks"),
            PatternKind.stripes: tr("Stripes"),
            PatternKind.dots: tr("Dots"),
            PatternKind.grid: tr("Grid"),
            PatternKind.bricks: tr("Bricks"),
            PatternKind.waves: tr("Waves"),
            PatternKind.scales: tr("Scales"),
        }
        return titles[self]


def covered(kind: PatternKind, at: Bounds, size: float, angle: float) -> _Plane:
    """How much of each pixel is drawn on, 0..1: float32[h, w].

    size: px after which it repeats. angle: degrees, clockwise as seen, about the origin.
    """
    turn = math.radians(angle)
    across, down = np.float32(math.cos(turn) / size), np.float32(math.sin(turn) / size)
    x = np.arange(at.x, at.right, dtype=np.float32) + np.float32(0.5)
    y = (np.arange(at.y, at.bottom, dtype=np.float32) + np.float32(0.5))[:, np.newaxis]
    within = _SHAPES[kind](x * across + y * down, y * across - x * down)
    return np.asarray(np.clip(within * np.float32(size) + np.float32(0.5), 0, 1), np.float32)


def _off_middle(place: _Plane) -> _Plane:
    """How far from the middle of its period, 0..0.5 periods."""
    return np.asarray(np.abs(place - np.floor(place) - np.float32(0.5)), np.float32)


def _stripes(u: _Plane, v: _Plane) -> _Plane:
    return np.asarray(np.float32(0.25) - _off_middle(u) + np.float32(0) * v, np.float32)


def _checks(u: _Plane, v: _Plane) -> _Plane:
    across, down = np.float32(0.25) - _off_middle(u), np.float32(0.25) - _off_middle(v)
    nearest = np.minimum(np.abs(across), np.abs(down))
    return np.asarray(np.where((across > 0) == (down > 0), nearest, -nearest), np.float32)


def _dots(u: _Plane, v: _Plane) -> _Plane:
    return np.asarray(np.float32(0.3) - np.hypot(_off_middle(u), _off_middle(v)), np.float32)


def _grid(u: _Plane, v: _Plane) -> _Plane:
    off = np.maximum(_off_middle(u), _off_middle(v))
    return np.asarray(off - np.float32(0.5) + _LINE, np.float32)


def _bricks(u: _Plane, v: _Plane) -> _Plane:
    """Two rows a period, every other one half a brick along."""
    row = v * np.float32(2)
    along = u + np.float32(0.5) * (np.floor(row) % 2)
    off = np.maximum(_off_middle(along) - np.float32(0.5), (_off_middle(row) - np.float32(0.5)) / 2)
    return np.asarray(off + _LINE / 2, np.float32)


def _waves(u: _Plane, v: _Plane) -> _Plane:
    swing = np.float32(0.16) * np.sin(u * np.float32(2 * math.pi))
    # Where the wave is steep a step across it is shorter than one straight down.
    return (np.float32(0.2) - _off_middle(v + swing)) * np.float32(0.8)


def _scales(u: _Plane, v: _Plane) -> _Plane:
    """Arcs about the middles of two rows a period, the nearer row over the farther one."""
    row = v * np.float32(2)
    shift = np.float32(0.5) * (np.floor(row) % 2)
    near = np.hypot(_off_middle(u + shift), (row - np.floor(row)) / 2)
    far = np.hypot(_off_middle(u + np.float32(0.5) - shift), (row - np.floor(row) + 1) / 2)
    radius = np.where(near < np.float32(0.5), near, far)
    return np.asarray(_LINE - np.abs(radius - np.float32(0.5) + _LINE), np.float32)


_SHAPES: dict[PatternKind, _Shape] = {
    PatternKind.checks: _checks,
    PatternKind.stripes: _stripes,
    PatternKind.dots: _dots,
    PatternKind.grid: _grid,
    PatternKind.bricks: _bricks,
    PatternKind.waves: _waves,
    PatternKind.scales: _scales,
}
