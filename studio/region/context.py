"""The context: the rectangle of the canvas that the model sees."""

from __future__ import annotations

import math

from studio.generation.recipe import ContextChoice
from studio.geometry import Bounds, Extent
from studio.models.family import SizeLimits

LEAST_PADDING = 32
WEAK = 0.3  # strength up to which half of the padding is enough


def context_of(
    region: Bounds,
    canvas: Extent,
    strength: float,
    limits: SizeLimits,
    choice: ContextChoice,
    layer: Bounds | None = None,
) -> Bounds:
    """Canvas px that the model sees: always around the region, always on the canvas.

    layer: bounds of the active layer, for ContextChoice.layer; without it that choice is auto.
    """
    if choice is ContextChoice.exact:
        return region
    if choice is ContextChoice.whole:
        return canvas.bounds
    if choice is ContextChoice.layer and layer is not None:
        return chosen_context(layer, region, canvas)
    return _automatic(region, canvas, strength, limits)


def chosen_context(wanted: Bounds, region: Bounds, canvas: Extent) -> Bounds:
    """A rectangle the painter chose, cut to the canvas and grown to hold the region."""
    return wanted.intersection(canvas.bounds).union(region)


def padding_of(region: Bounds, canvas: Extent, strength: float) -> float:
    """Canvas px around the region; grows evenly with strength, so that no slider makes it jump."""
    full = max(LEAST_PADDING, canvas.longest_side / 16, (region.width + region.height) / 4)
    weight = min(max((strength - WEAK) / (1 - WEAK), 0.0), 1.0)
    return full * (0.5 + 0.5 * weight)


def _automatic(region: Bounds, canvas: Extent, strength: float, limits: SizeLimits) -> Bounds:
    padding = padding_of(region, canvas, strength)
    native = math.isqrt(limits.min_area)
    width, height = region.width + 2 * padding, region.height + 2 * padding
    wide = max(_towards_square(width, height, limits), native)
    high = max(_towards_square(height, width, limits), native)
    return _around(region, round(wide), round(high)).clamped_to(canvas.bounds)


def _towards_square(side: float, other: float, limits: SizeLimits) -> float:
    """The shorter side grown to the longer, at most to double: more would be mostly surroundings.

    Where the model was trained on nothing as narrow as that, it grows to what it knows.
    """
    return max(side, min(other, 2 * side), other * limits.min_side / limits.max_side)


def _around(region: Bounds, width: int, height: int) -> Bounds:
    return Bounds(
        region.x - (width - region.width) // 2,
        region.y - (height - region.height) // 2,
        width,
        height,
    )
