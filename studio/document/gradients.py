"""One colour turning into another, without steps that the eye could find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import TILE, Pixels
from studio.geometry import Bounds

# How finely the way is divided; dithered, not even a 16384 px gradient shows it.
_STEPS = 4096
_NOISES = 64


class GradientShape(Enum):
    """How the colour changes: along a line, or outward from its start."""

    linear = "linear"
    radial = "radial"


@dataclass(frozen=True, slots=True)
class Gradient:
    """From a point to another, canvas px; beyond them the colours go on."""

    start: tuple[float, float]
    end: tuple[float, float]
    shape: GradientShape = GradientShape.linear

    def along(self, bounds: Bounds) -> NDArray[np.float32]:
        """How far each pixel's middle is on the way, 0..1 between the points; float32[h, w]."""
        x = np.arange(bounds.x, bounds.right, dtype=np.float32) + np.float32(0.5 - self.start[0])
        y = np.arange(bounds.y, bounds.bottom, dtype=np.float32) + np.float32(0.5 - self.start[1])
        way = self.end[0] - self.start[0], self.end[1] - self.start[1]
        square = max(way[0] ** 2 + way[1] ** 2, 1e-6)
        if self.shape is GradientShape.radial:
            out = np.add.outer(y * y, x * x) * np.float32(1 / square)
            return np.asarray(cv2.sqrt(out), np.float32)
        across, down = np.float32(way[0] / square), np.float32(way[1] / square)
        return np.asarray(np.add.outer(y * down, x * across), np.float32)


class Blend:
    """The colours of a gradient, dithered: each by its place on the way and a threshold.

    first, last: straight BGRA, 0..255. They are mixed premultiplied.
    """

    def __init__(self, first: tuple[int, int, int, int], last: tuple[int, int, int, int]) -> None:
        self.is_opaque = first[3] == last[3] == 255
        way = np.linspace(0, 1, _STEPS)[:, np.newaxis]
        colours = _premultiplied(first) * (1 - way) + _premultiplied(last) * way
        thresholds = (np.arange(_NOISES) + 0.5) / _NOISES
        table = np.floor(colours[np.newaxis] + thresholds[:, np.newaxis, np.newaxis])
        self._table = np.ascontiguousarray(table.astype(np.uint8)).view("<u4").reshape(-1)
        self._rows = _noise() * np.intp(_STEPS)

    def pixels(self, along: NDArray[np.float32]) -> Pixels:
        """Premultiplied BGRA uint8[h, w, 4] of at most a tile, by the place on the way."""
        height, width = along.shape
        place = np.clip(along * np.float32(_STEPS - 1), 0, _STEPS - 1).astype(np.intp)
        place += self._rows[:height, :width]
        pixels = self._table.take(place).view(np.uint8)
        return np.asarray(pixels.reshape(height, width, 4), np.uint8)


def _premultiplied(colour: tuple[int, int, int, int]) -> NDArray[np.float64]:
    *channels, alpha = colour
    return np.array([channel * alpha / 255 for channel in channels] + [alpha], np.float64)


def _noise() -> NDArray[np.intp]:
    """Thresholds 0..63 for a tile, evenly spread (Jimenez' interleaved gradient noise)."""
    x, y = np.meshgrid(np.arange(TILE), np.arange(TILE))
    wave = 52.9829189 * np.modf(0.06711056 * x + 0.00583715 * y)[0]
    return (np.modf(wave)[0] * _NOISES).astype(np.intp)
