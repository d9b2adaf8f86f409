"""What the model sees: the composite of its context, over white, at working size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerId
from studio.document.tiles import Pixels
from studio.generation.request import Mask, Rgb
from studio.geometry import Bounds, Extent
from studio.region.resampling import resampled, resampled_mask

# Canvas rows composited at a time: a whole canvas of 16384² would be 1 GiB, and twice that as RGB.
BAND = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """rgb: uint8[h, w, 3] over white. alpha: uint8[h, w], above 0 where anything is painted."""

    rgb: Rgb
    alpha: Mask


def seen_in(
    document: Document, context: Bounds, size: Extent, *, beneath: LayerId | None = None
) -> Seen:
    """The context as the model sees it; `beneath`: without this layer and all above it."""
    smallest = min(context.width / size.width, context.height / size.height)
    cell = max(1, int(smallest / 2))
    bands = [
        _in_cells(flatten(document, band, beneath=beneath), cell) for band in _bands(context, cell)
    ]
    pixels = np.concatenate(bands)
    box = (0.0, 0.0, context.width / cell, context.height / cell)
    rgb = resampled(_over_white(pixels), size, box)
    return Seen(rgb, resampled_mask(np.ascontiguousarray(pixels[..., 3]), size, box))


def _bands(context: Bounds, cell: int) -> Iterator[Bounds]:
    """The context from top to bottom, in whole rows of cells."""
    height = max(BAND // cell, 1) * cell
    for top in range(context.y, context.bottom, height):
        yield Bounds(context.x, top, context.width, min(height, context.bottom - top))


def _in_cells(pixels: Pixels, cell: int) -> Pixels:
    """Each cell of px as its mean; the last of a row or column may stand for fewer."""
    if cell == 1:
        return pixels
    height, width = pixels.shape[:2]
    framed = cv2.copyMakeBorder(pixels, 0, -height % cell, 0, -width % cell, cv2.BORDER_REPLICATE)
    small = (framed.shape[1] // cell, framed.shape[0] // cell)
    return np.asarray(cv2.resize(framed, small, interpolation=cv2.INTER_AREA), np.uint8)


def _over_white(pixels: Pixels) -> Rgb:
    white = cv2.cvtColor(255 - pixels[..., 3], cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.add(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB), white), np.uint8)
