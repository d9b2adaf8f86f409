"""Pictures of another size, without stair-steps, moiré or overshoot."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.geometry import Extent

Box: TypeAlias = tuple[float, float, float, float]

# Pillow, not OpenCV: it filters when it makes smaller, and takes a box of fractional pixels; and
# it is faster when it makes larger (19 against 33 ms for 512² to 1500²).
_LARGER = Image.Resampling.BICUBIC
_SMALLER = Image.Resampling.LANCZOS


def resampled(
    pixels: NDArray[np.uint8], extent: Extent, box: Box | None = None
) -> NDArray[np.uint8]:
    """The picture (or the box of it: left, top, right, bottom) at another size, as a new array.

    pixels: uint8[h, w, 3] or uint8[h, w].
    """
    height, width = pixels.shape[:2]
    left, top, right, bottom = box or (0, 0, width, height)
    is_smaller = extent.width < right - left or extent.height < bottom - top
    image = Image.fromarray(np.ascontiguousarray(pixels)).resize(
        (extent.width, extent.height),
        _SMALLER if is_smaller else _LARGER,
        (left, top, right, bottom),
        reducing_gap=2.0,
    )
    return np.array(image)


def resampled_mask(mask: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    """A mask at another size: averaged, never ringing past an edge."""
    image = Image.fromarray(np.ascontiguousarray(mask))
    return np.array(image.resize((extent.width, extent.height), Image.Resampling.BILINEAR))
