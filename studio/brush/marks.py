"""From points of a path to dabs: what the brush makes of the hand at each."""

from __future__ import annotations

import colorsys
import math
import random
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import NamedTuple

from studio.brush.brush import SMALLEST, Brush
from studio.brush.dynamics import Curve, Sense, Trait
from studio.brush.path import PathPoint
from studio.colour import Colour


class Mark(NamedTuple):
    """Where a dab goes, canvas px, and what it is like; a plain tuple, as thousands are made.

    tint: its own colour; None for the stroke's.
    """

    x: float
    y: float
    size: float
    angle: float
    roundness: float
    opacity: float
    flow: float
    tint: Colour | None


class Marker:
    """Makes the marks of one stroke; the same stroke again is given the same random numbers."""

    def __init__(self, brush: Brush, colour: Colour | None = None) -> None:
        self._brush = brush
        self._colour = colour if brush.is_tinted else None
        self._random = random.Random(0)
        self._size_leads = self._leads_of(Trait.size)
        self._steady_leads = tuple(one for one in self._size_leads if one[0] != self._any)
        self._opacity_leads = self._leads_of(Trait.opacity)
        self._flow_leads = self._leads_of(Trait.flow)
        self._angle_leads = self._leads_of(Trait.angle)
        self._roundness_leads = self._leads_of(Trait.roundness)
        self._scatter_leads = self._leads_of(Trait.scatter)
        self._tint_leads = {trait: self._leads_of(trait) for trait in _TINTS}
        strong = self._size_leads + self._opacity_leads + self._flow_leads
        bends = [(lead, [x for x, _ in curve.points if 0 < x < 1]) for lead, curve in strong]
        self._bends = tuple((lead, xs) for lead, xs in bends if xs)

    def begin(self, x: float, y: float) -> None:
        """A stroke starts here: where it does decides its random numbers."""
        self._random.seed(f"{x:.3f} {y:.3f}")

    def step(self, point: PathPoint) -> float:
        """Way to the next dab, canvas px."""
        return self.step_of(self._size(point, self._steady_leads))

    def step_of(self, size: float) -> float:
        """Way from a dab of a size to the next, canvas px."""
        size = max(SMALLEST, size) * self._brush.roundness
        # At this step the edge of a row of discs is even to 1/32 px: closer dabs add only cost.
        # The hairs of a picture are finer than that.
        least = 1.0 if self._brush.tip else math.sqrt(size / 8)
        return max(least, self._brush.spacing * size)

    def mark(self, point: PathPoint) -> Mark:
        """The dab at a point."""
        brush = self._brush
        size = self._size(point, self._size_leads)
        x, y = self._strayed(point, size) if brush.scatter else (point.x, point.y)
        return Mark(
            x,
            y,
            size,
            brush.angle + 360 * _total(self._angle_leads, point),
            brush.roundness * _product(self._roundness_leads, point),
            brush.opacity * _product(self._opacity_leads, point),
            brush.flow * _product(self._flow_leads, point),
            None if self._colour is None else self._tinted(self._colour, point),
        )

    @property
    def is_even(self) -> bool:
        """Whether size, opacity and flow change evenly with the pen, but where curves bend."""
        led = [one.trait for one in self._brush.responses]
        return (
            len(set(led)) == len(led)
            and all(one.sense in _EVEN for one in self._brush.responses if one.trait in _STRONG)
            and not self._brush.scatter
        )

    def strength(self, point: PathPoint) -> tuple[float, float, float]:
        """Size, opacity and flow of the dab at a point."""
        brush = self._brush
        return (
            brush.size * _product(self._size_leads, point),
            brush.opacity * _product(self._opacity_leads, point),
            brush.flow * _product(self._flow_leads, point),
        )

    @property
    def has_bends(self) -> bool:
        """Whether a curve bends anywhere."""
        return bool(self._bends)

    def bends(self, first: PathPoint, last: PathPoint) -> list[float]:
        """Where between two points a curve bends, as parts of the way, rising."""
        return sorted(
            {
                (x - lead(first)) / (lead(last) - lead(first))
                for lead, xs in self._bends
                for x in xs
                if (x - lead(first)) * (x - lead(last)) < 0
            }
        )

    def _size(self, point: PathPoint, leads: _Leads) -> float:
        size = self._brush.size * _product(leads, point)
        return size if size > SMALLEST else SMALLEST

    def _strayed(self, point: PathPoint, size: float) -> tuple[float, float]:
        turn = 2 * math.pi * self._random.random()
        reach = self._brush.scatter * size * _product(self._scatter_leads, point)
        reach *= math.sqrt(self._random.random())
        return point.x + reach * math.cos(turn), point.y + reach * math.sin(turn)

    def _tinted(self, colour: Colour, point: PathPoint) -> Colour:
        """The colour, shifted as far as the brush lets it; a grey has no hue to shift."""
        brush = self._brush
        hue, light, strong = colorsys.rgb_to_hls(
            colour.red / 255, colour.green / 255, colour.blue / 255
        )
        hue += 0.5 * brush.hue * self._shift(Trait.hue, point)
        light += 0.5 * brush.lightness * self._shift(Trait.lightness, point)
        strong *= 1 + brush.saturation * self._shift(Trait.saturation, point)
        light, strong = min(max(light, 0.0), 1.0), min(max(strong, 0.0), 1.0)
        return Colour(*(round(255 * one) for one in colorsys.hls_to_rgb(hue % 1, light, strong)))

    def _shift(self, trait: Trait, point: PathPoint) -> float:
        """-1..1; by chance where nothing leads it."""
        leads = self._tint_leads[trait]
        return 2 * (_product(leads, point) if leads else self._random.random()) - 1

    def _leads_of(self, trait: Trait) -> _Leads:
        felt = {**_FELT, Sense.random: self._any, Sense.fade: self._faded}
        found = (one for one in self._brush.responses if one.trait is trait)
        return tuple((felt[one.sense], one.curve) for one in found)

    def _any(self, _: PathPoint) -> float:
        return self._random.random()

    def _faded(self, point: PathPoint) -> float:
        return min(1.0, point.way / self._brush.fade)


_TINTS = (Trait.hue, Trait.saturation, Trait.lightness)
_STRONG = (Trait.size, Trait.opacity, Trait.flow)
# What changes evenly on the way from one sample to the next.
_EVEN = (Sense.pressure, Sense.tilt, Sense.speed)
_Lead = Callable[[PathPoint], float]
_Leads = tuple[tuple[_Lead, Curve], ...]

_FELT: Mapping[Sense, _Lead] = {
    sense: attrgetter(sense.value) for sense in Sense if sense not in (Sense.random, Sense.fade)
}


def _product(leads: _Leads, point: PathPoint) -> float:
    if not leads:
        return 1.0
    value = 1.0
    for lead, curve in leads:
        value *= curve.at(lead(point))
    return value


def _total(leads: _Leads, point: PathPoint) -> float:
    if not leads:
        return 0.0
    value = 0.0
    for lead, curve in leads:
        value += curve.at(lead(point))
    return value
