"""How a brush answers to the hand: traits of its dabs, led by what the pen feels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Trait(Enum):
    """What of a dab can be led.

    Size, opacity, flow, roundness and scatter are multiplied by what leads them; an angle is
    turned by it (1 is a whole turn); colours are shifted by it, none at 0.5.
    """

    size = "size"
    opacity = "opacity"
    flow = "flow"
    angle = "angle"
    roundness = "roundness"
    scatter = "scatter"
    hue = "hue"
    saturation = "saturation"
    lightness = "lightness"


class Sense(Enum):
    """What leads a trait, each as 0..1.

    tilt: 0 upright. azimuth: where to the pen leans; rotation: of its barrel; direction: of the
    stroke; these three as parts of a turn. speed: of the hand. fade: the way since the stroke
    began. random: another number for every dab.
    """

    pressure = "pressure"
    tilt = "tilt"
    azimuth = "azimuth"
    rotation = "rotation"
    speed = "speed"
    direction = "direction"
    random = "random"
    fade = "fade"


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight lines through points (x, y), both 0..1, by rising x."""

    points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def at(self, x: float) -> float:
        """Its height at 0..1, level before the first and after the last point."""
        points = self.points
        if points is _LINE or points == _LINE:
            return x
        left, before = points[0]
        if x <= left:
            return before
        for right, after in points[1:]:
            if x <= right:
                return before + (after - before) * (x - left) / (right - left)
            left, before = right, after
        return before


_LINE = ((0.0, 0.0), (1.0, 1.0))
LINE = Curve(_LINE)
FALLING = Curve(((0.0, 1.0), (1.0, 0.0)))


@dataclass(frozen=True, slots=True)
class Response:
    """A trait follows a sense along a curve; several on one trait are multiplied."""

    trait: Trait
    sense: Sense
    curve: Curve = LINE
