"""Pictures of another size, without stair-steps, moiré or overshoot."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.geometry import Extent

Box: TypeAlias = tuple[float, float, float, float]

# Pillow, not OpenCV: it filters when it makes smaller, and takes a box of fractional pixels; and
# it is faster when it makes larger (19 against 33 ms for 512² to 1500²).
_How: TypeAlias = Literal["BICUBIC", "LANCZOS", "BILINEAR"]
_LARGER: _How = "BICUBIC"
_SMALLER: _How = "LANCZOS"


def resampled(
    pixels: NDArray[np.uint8], extent: Extent, box: Box | None = None
) -> NDArray[np.uint8]:
    """The picture (or the box of it: left, top, right, bottom) at another size, as a new array.

    pixels: uint8[h, w, 3], or [h, w, 4], in which no channel is taken for alpha.
    """
    left, top, right, bottom = box or _all(pixels)
    is_smaller = extent.width < right - left or extent.height < bottom - top
    how = _SMALLER if is_smaller else _LARGER
    return _resized(pixels, extent, (left, top, right, bottom), how)


def resampled_mask(
    mask: NDArray[np.uint8], extent: Extent, box: Box | None = None
) -> NDArray[np.uint8]:
    """A mask, uint8[h, w], or a box of it at another size: averaged, never ringing past an edge."""
    return _resized(mask, extent, box or _all(mask), "BILINEAR")


def _all(pixels: NDArray[np.uint8]) -> Box:
    return (0, 0, pixels.shape[1], pixels.shape[0])


def _resized(pixels: NDArray[np.uint8], extent: Extent, box: Box, how: _How) -> NDArray[np.uint8]:
    from PIL import Image  # 9 ms that a start of the program does not need

    channels = pixels.shape[2:]
    # RGBX: as RGBA, the colours would be multiplied by the fourth channel on the way.
    mode = {(): "L", (3,): "RGB", (4,): "RGBX"}[channels]
    height, width = pixels.shape[:2]
    image = Image.frombuffer(mode, (width, height), np.ascontiguousarray(pixels), "raw", mode, 0, 1)
    there = image.resize(
        (extent.width, extent.height), Image.Resampling[how], box, reducing_gap=2.0
    )
    # bytearray: a new array that may be written to, with one copy less than np.array makes.
    whole = np.frombuffer(bytearray(there.tobytes()), np.uint8)
    return whole.reshape(extent.height, extent.width, *channels)
