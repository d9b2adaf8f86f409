"""From pen samples to evenly spaced points along a smooth curve."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from typing import NamedTuple

from studio.brush.sample import PenSample

# A piece is taken for as many chords as follow it to so many canvas px, and for as many as its
# step grows or shrinks by so much.
_ASTRAY = 0.05
_GROWTH = 0.125
_MOST_CHORDS = 64
# A pen leans no further than this many degrees; a dash is this many canvas px in a ms.
_FLAT = 60.0
_DASH = 4.0
_EASE = 0.4


class PathPoint(NamedTuple):
    """Where a dab goes, canvas px, and how the pen was there, each 0..1.

    A plain tuple, as thousands are made. tilt: 0 upright. azimuth, rotation, direction: parts of
    a turn. speed: 1 is a dash. way: canvas px since the stroke began.
    """

    x: float
    y: float
    pressure: float
    tilt: float = 0.0
    azimuth: float = 0.0
    rotation: float = 0.0
    speed: float = 0.0
    direction: float = 0.0
    way: float = 0.0


class Path:
    """The curve through the samples so far, walked in even steps.

    Each piece arrives at its sample in the direction of the parabola through the last three, and
    the next leaves in it. So a piece is final as soon as its sample is there: what is painted is
    never a sample behind the pen, as it is with a Catmull-Rom curve.

    step: way from a point to the next, canvas px. turns: whether anybody wants directions, which
    cost as much as all else of a point.
    """

    def __init__(self, step: Callable[[PathPoint], float], *, turns: bool = True) -> None:
        self._step = step
        self._turns = turns
        self._last: PenSample | None = None
        self._felt = PathPoint(0.0, 0.0, 0.0)
        self._chord = 0j
        self._heading = 0j
        self._walked = 0.0
        self._pace = 0.0
        self._way = 0.0

    def add(self, sample: PenSample) -> list[PathPoint]:
        """The points up to this sample; the first sample is itself one."""
        is_first = self._last is None
        leg = self.leg(sample)
        if leg is None:
            return [self._felt] if is_first else []
        return self._points(leg)

    def leg(self, sample: PenSample) -> Leg | None:
        """The curve up to this sample; None where it begins or stays."""
        last, self._last = self._last, sample
        if last is None:
            self._felt = _felt(sample, 0.0, 0.0)
            return None
        chord = complex(sample.x - last.x, sample.y - last.y)
        if chord == 0:
            self._felt = _felt(sample, self._pace, self._way)
            return None
        length = abs(chord)
        self._pace = self._paced(length, sample.time - last.time)
        self._way += length
        piece = self._piece(complex(last.x, last.y), chord)
        before, self._felt = self._felt, _felt(sample, self._pace, self._way)
        return Leg(piece, before, self._felt)

    @property
    def has_begun(self) -> bool:
        """Whether there was a sample."""
        return self._last is not None

    @property
    def felt(self) -> PathPoint:
        """The pen at the latest sample."""
        return self._felt

    def _paced(self, length: float, time: float) -> float:
        """The speed, eased, as pens report where they are unevenly in time."""
        if time <= 0:
            return self._pace
        return self._pace + _EASE * (min(1.0, length / time / _DASH) - self._pace)

    def _piece(self, start: complex, chord: complex) -> Piece:
        """From the last sample along a chord; a turn sharper than a right angle is a corner."""
        before, self._chord = self._chord, chord
        length, ratio = abs(chord), chord / before if before else 1 + 0j
        if ratio.real <= 0 or not before:
            self._heading = chord / length
            return Piece(start, chord, 0j, 0j)
        leaving = self._heading * length
        turn = cmath.phase(ratio) * length / (length + abs(before))
        self._heading = chord / length * cmath.rect(1.0, turn)
        return _arriving(start, chord, leaving, self._heading * length)

    def _points(self, leg: Leg) -> list[PathPoint]:
        """Points at whole numbers of steps, counted along the whole path."""
        points: list[PathPoint] = []
        piece, first, last = leg
        turns, step = self._turns, self._step(first)
        count = chords(piece, step, self._step(last))
        t, before = 0.0, first
        for i in range(1, count + 1):
            end = i / count
            after = between(first, last, end, piece, turns=turns)
            next_step = self._step(after)
            gained = math.hypot(after.x - before.x, after.y - before.y) * 2 / (step + next_step)
            for nth in range(1 + math.floor(self._walked), 1 + math.floor(self._walked + gained)):
                at = t + (end - t) * (nth - self._walked) / gained
                points.append(between(first, last, at, piece, turns=turns))
            self._walked += gained
            t, before, step = end, after, next_step
        return points


class Leg(NamedTuple):
    """From one sample to the next, and how the pen was at both."""

    piece: Piece
    first: PathPoint
    last: PathPoint


class Piece(NamedTuple):
    """A cubic: start + t · leaving + t² · bend + t³ · turn, canvas px as complex numbers x + iy."""

    start: complex
    leaving: complex
    bend: complex
    turn: complex


def _arriving(start: complex, chord: complex, leaving: complex, arriving: complex) -> Piece:
    """The cubic along a chord with these derivatives at its ends (Hermite's form)."""
    bend, turn = 3 * chord - 2 * leaving - arriving, leaving + arriving - 2 * chord
    return Piece(start, leaving, bend, turn)


def _felt(sample: PenSample, speed: float, way: float) -> PathPoint:
    """The pen at a sample."""
    tilt = azimuth = 0.0
    if sample.tilt_x or sample.tilt_y:
        tilt = min(1.0, math.hypot(sample.tilt_x, sample.tilt_y) / _FLAT)
        azimuth = math.atan2(sample.tilt_y, sample.tilt_x) / math.tau % 1.0
    rotation = sample.rotation / 360 % 1.0
    return PathPoint(sample.x, sample.y, sample.pressure, tilt, azimuth, rotation, speed, 0.0, way)


def between(first: PathPoint, last: PathPoint, t: float, piece: Piece, *, turns: bool) -> PathPoint:
    """The pen on its way; what is a part of a turn goes the short way round."""
    start, leaving, bend, turn = piece
    spot = start + t * (leaving + t * (bend + t * turn))
    direction = 0.0
    if turns:
        direction = cmath.phase(leaving + t * (2 * bend + 3 * t * turn)) / math.tau % 1.0
    _, _, pressure, tilt, azimuth, rotation, speed, _, way = first
    return PathPoint(
        spot.real,
        spot.imag,
        pressure + t * (last[2] - pressure),
        tilt + t * (last[3] - tilt),
        azimuth if azimuth == last[4] else _turned(azimuth, last[4], t),
        rotation if rotation == last[5] else _turned(rotation, last[5], t),
        speed + t * (last[6] - speed),
        direction,
        way + t * (last[8] - way),
    )


def _turned(first: float, last: float, t: float) -> float:
    return (first + t * ((last - first + 0.5) % 1.0 - 0.5)) % 1.0


def chords(piece: Piece, step: float, last_step: float) -> int:
    """For how many straight lines it is taken whose steps grow or shrink little.

    By the most a chord strays from a curve: an eighth of its second derivative.
    """
    bent = math.sqrt((2 * abs(piece.bend) + 6 * abs(piece.turn)) / (8 * _ASTRAY))
    grown = abs(math.log(last_step / step)) / _GROWTH
    return min(_MOST_CHORDS, max(1, math.ceil(max(bent, grown))))
