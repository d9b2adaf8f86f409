"""How large the model works: the context scaled to what its family does well."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from studio.geometry import Extent
from studio.models.family import SizeLimits

# A picture this much larger than the maximum is still made in one pass.
TOLERANCE = 1 / 0.81
# The second pass at most doubles each side: attention costs the square of the area.
MOST_REFINED = 4


@dataclass(frozen=True, slots=True)
class WorkingSize:
    """Working px of the only or first pass, and of the second where there is one."""

    size: Extent
    refine: Extent | None = None


def working_size(
    context: Extent, limits: SizeLimits, megapixels: float | None = None
) -> WorkingSize:
    """One pass at the context's own size where the model can, two where it is too large.

    megapixels: a cap on the last pass, in millions of pixels.
    """
    cap = math.inf if megapixels is None else megapixels * 1e6
    if not limits.refines:
        return WorkingSize(_nearest(context, limits, min(limits.max_area, cap)))
    if context.longest_side < limits.min_side:
        return WorkingSize(_enlarged(context, limits))
    is_large = context.area > limits.max_area * TOLERANCE
    if not is_large or context.longest_side <= limits.max_side:
        return WorkingSize(_at_most(context, cap).rounded_up(limits.multiple))
    return _two_passes(context, limits, cap)


def _two_passes(context: Extent, limits: SizeLimits, cap: float) -> WorkingSize:
    first = _at_most(context, min(limits.max_area, cap)).rounded_up(limits.multiple)
    most = min(limits.max_area * MOST_REFINED, cap)
    second = _at_most(context, most).rounded_up(limits.multiple)
    return WorkingSize(first, second if second.area > first.area * TOLERANCE else None)


def _enlarged(context: Extent, limits: SizeLimits) -> Extent:
    scale = math.sqrt(limits.min_area / context.area)
    scale = min(scale, limits.max_side / context.longest_side)
    return _scaled(context, scale).rounded_up(limits.multiple)


def _at_most(extent: Extent, area: float) -> Extent:
    return extent if extent.area <= area else _scaled(extent, math.sqrt(area / extent.area))


def _scaled(extent: Extent, scale: float) -> Extent:
    # 1e-6: 512.0000000001 is 512, not the next multiple.
    width, height = extent.width * scale - 1e-6, extent.height * scale - 1e-6
    return Extent(max(1, math.ceil(width)), max(1, math.ceil(height)))


def _nearest(context: Extent, limits: SizeLimits, most: float) -> Extent:
    """Of the sizes within the limits, the one that keeps the aspect best, then the largest."""
    ideal = _clamped_area(context, limits, most)
    sizes = [
        Extent(width, height)
        for width, height in itertools.product(
            _multiples_near(ideal.width, limits), _multiples_near(ideal.height, limits)
        )
    ]
    fitting = [size for size in sizes if size.area <= most] or [min(sizes, key=_area)]
    return min(fitting, key=lambda size: (_stretch(size, context), -size.area))


def _clamped_area(context: Extent, limits: SizeLimits, most: float) -> Extent:
    area = min(max(context.area, limits.min_area), most)
    return _scaled(context, math.sqrt(area / context.area))


def _multiples_near(side: int, limits: SizeLimits) -> set[int]:
    """The multiples next to it, within the limits."""
    multiple = limits.multiple
    lowest, highest = -(-limits.min_side // multiple), limits.max_side // multiple
    near = (side // multiple, -(-side // multiple))
    return {min(max(one, lowest), highest) * multiple for one in near}


def _stretch(size: Extent, context: Extent) -> float:
    """How far the picture is stretched: 0 = not at all."""
    return round(abs(math.log(size.width * context.height / (size.height * context.width))), 6)


def _area(extent: Extent) -> int:
    return extent.area
