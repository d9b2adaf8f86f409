"""From pen samples to evenly spaced points along a smooth curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.brush.sample import PenSample

# Chords this long are straight to a tenth of a pixel in any curve a hand draws.
_CHORD = 4.0
_MOST_CHORDS = 64


@dataclass(frozen=True, slots=True)
class PathPoint:
    """Where a dab goes, canvas px, and the pressure there."""

    x: float
    y: float
    pressure: float


class Path:
    """The curve through the samples so far, walked in even steps.

    Each piece leaves in the direction that the one before it arrived in and arrives along its own
    chord. So a piece is final as soon as its last sample is there: what is painted is never a
    sample behind the pen, as it is with a Catmull-Rom curve.

    step: way from a point to the next at a given pressure, canvas px.
    """

    def __init__(self, step: Callable[[float], float]) -> None:
        self._step = step
        self._last: PenSample | None = None
        self._heading: tuple[float, float] | None = None
        self._walked = 0.0

    def add(self, sample: PenSample) -> list[PathPoint]:
        """The points up to this sample; the first sample is itself one."""
        last, self._last = self._last, sample
        if last is None:
            return [PathPoint(sample.x, sample.y, sample.pressure)]
        chord = (sample.x - last.x, sample.y - last.y)
        length = math.hypot(*chord)
        if length == 0.0:
            return []
        leaving = self._leaving(chord, length)
        self._heading = (chord[0] / length, chord[1] / length)
        return self._points(last, sample, leaving)

    def _leaving(self, chord: tuple[float, float], length: float) -> tuple[float, float]:
        """The tangent to start with; a turn sharper than a right angle is a corner."""
        if self._heading is None:
            return chord
        x, y = self._heading
        is_corner = x * chord[0] + y * chord[1] <= 0.0
        return chord if is_corner else (x * length, y * length)

    def _points(
        self, start: PenSample, end: PenSample, leaving: tuple[float, float]
    ) -> list[PathPoint]:
        """Points at whole numbers of steps, counted along the whole path."""
        chord = (end.x - start.x, end.y - start.y)
        is_even = leaving == chord and start.pressure == end.pressure
        t = np.linspace(0.0, 1.0, 2 if is_even else _chords(chord) + 1)
        x = _hermite(t, start.x, end.x, leaving[0])
        y = _hermite(t, start.y, end.y, leaving[1])
        first, last = self._step(start.pressure), self._step(end.pressure)
        steps = np.hypot(np.diff(x), np.diff(y)) / (first + (last - first) * (t[1:] + t[:-1]) / 2)
        walked = self._walked + np.concatenate(([0.0], np.cumsum(steps)))
        self._walked = float(walked[-1])
        at = np.interp(np.arange(math.floor(walked[0]) + 1, math.floor(walked[-1]) + 1), walked, t)
        pressure = start.pressure + (end.pressure - start.pressure) * at
        columns = (
            _hermite(at, start.x, end.x, leaving[0]),
            _hermite(at, start.y, end.y, leaving[1]),
            pressure,
        )
        return [PathPoint(*row) for row in zip(*(c.tolist() for c in columns), strict=True)]


def _chords(chord: tuple[float, float]) -> int:
    return min(_MOST_CHORDS, 1 + math.ceil(math.hypot(*chord) / _CHORD))


def _hermite(
    t: NDArray[np.float64], start: float, end: float, leaving: float
) -> NDArray[np.float64]:
    """A cubic from start to end that leaves with the given tangent and arrives along its chord."""
    chord = end - start
    return start + t * (leaving + t * (chord - leaving) * (2.0 - t))
