"""From pen samples to evenly spaced points along a smooth curve."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass

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

    Each piece arrives at its sample in the direction of the parabola through the last three, and
    the next leaves in it. So a piece is final as soon as its sample is there: what is painted is
    never a sample behind the pen, as it is with a Catmull-Rom curve.

    step: way from a point to the next at a given pressure, canvas px.
    """

    def __init__(self, step: Callable[[float], float]) -> None:
        self._step = step
        self._last: PenSample | None = None
        self._chord = 0j
        self._heading = 0j
        self._walked = 0.0

    def add(self, sample: PenSample) -> list[PathPoint]:
        """The points up to this sample; the first sample is itself one."""
        last, self._last = self._last, sample
        if last is None:
            return [PathPoint(sample.x, sample.y, sample.pressure)]
        chord = complex(sample.x - last.x, sample.y - last.y)
        if chord == 0:
            return []
        piece = self._piece(complex(last.x, last.y), chord)
        return self._points(piece, last.pressure, sample.pressure)

    def _piece(self, start: complex, chord: complex) -> _Piece:
        """From the last sample along a chord; a turn sharper than a right angle is a corner."""
        before, self._chord = self._chord, chord
        length, ratio = abs(chord), chord / before if before else 1 + 0j
        if ratio.real <= 0 or not before:
            self._heading = chord / length
            return _Piece(start, chord, chord, chord)
        leaving = self._heading * length
        turn = cmath.phase(ratio) * length / (length + abs(before))
        self._heading = chord / length * cmath.rect(1.0, turn)
        return _Piece(start, chord, leaving, self._heading * length)

    def _points(self, piece: _Piece, first: float, last: float) -> list[PathPoint]:
        """Points at whole numbers of steps, counted along the whole path; first, last: pressure."""
        points: list[PathPoint] = []
        more = last - first
        count = 1 if piece.is_straight and more == 0 else _chords(piece.chord)
        t, spot, step = 0.0, piece.start, self._step(first)
        for i in range(1, count + 1):
            end = i / count
            next_spot, next_step = piece.at(end), self._step(first + more * end)
            gained = abs(next_spot - spot) * 2 / (step + next_step)
            for nth in range(1 + math.floor(self._walked), 1 + math.floor(self._walked + gained)):
                at = t + (end - t) * (nth - self._walked) / gained
                point = piece.at(at)
                points.append(PathPoint(point.real, point.imag, first + more * at))
            self._walked += gained
            t, spot, step = end, next_spot, next_step
        return points


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cubic from a start along a chord, canvas px as complex numbers (x + iy).

    leaving, arriving: its derivatives at the ends.
    """

    start: complex
    chord: complex
    leaving: complex
    arriving: complex

    @property
    def is_straight(self) -> bool:
        """Whether it is walked at an even speed along its chord."""
        return self.leaving == self.chord == self.arriving

    def at(self, t: float) -> complex:
        """Where it is at 0..1 (Hermite's form)."""
        bend = 3 * self.chord - 2 * self.leaving - self.arriving
        turn = self.leaving + self.arriving - 2 * self.chord
        return self.start + t * (self.leaving + t * (bend + t * turn))


def _chords(chord: complex) -> int:
    return min(_MOST_CHORDS, 1 + math.ceil(abs(chord) / _CHORD))
