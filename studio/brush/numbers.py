"""The numbers of a brush, by name: for whoever sets one without caring which."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from operator import attrgetter
from typing import Any

from studio.brush.brush import Brush
from studio.brush.dynamics import Trait


class Number(Enum):
    """What of a brush is a number; `Brush` says what each means."""

    size = "size"
    hardness = "hardness"
    opacity = "opacity"
    flow = "flow"
    spacing = "spacing"
    angle = "angle"
    roundness = "roundness"
    scatter = "scatter"
    hue = "hue"
    saturation = "saturation"
    lightness = "lightness"
    grain = "grain"
    texture_scale = "texture_scale"
    fade = "fade"
    smoothing = "smoothing"
    string = "string"
    charge = "charge"


def number_of(brush: Brush, number: Number) -> float:
    """What it is now."""
    return float(attrgetter(number.value)(brush))


def with_number(brush: Brush, number: Number, value: float) -> Brush:
    """The same brush but for one number."""
    change: dict[str, Any] = {number.value: value}  # every one of these is a float
    return replace(brush, **change)


def base_of(trait: Trait) -> Number:
    """The number that a trait starts from."""
    return Number(trait.value)
