"""A small picture of a large one."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.tiles import Pixels
from studio.files.pictures.png import STRIP_ROWS
from studio.geometry import Bounds, Extent

THUMBNAIL_SIDE = 256


class Shrunk:
    """A small picture made of the strips of a large one, as they pass."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        # A power of two, so that it divides the strips; the last bit is shrunk at the end.
        self._factor = 1
        while extent.longest_side >= 2 * self._factor * THUMBNAIL_SIDE:
            self._factor *= 2
        self._rows: list[Pixels] = []

    def add(self, strip: Pixels) -> None:
        """Take the next strip: uint8[rows, width, 4] premultiplied, as averaging needs."""
        width, height = (-(-side // self._factor) for side in strip.shape[1::-1])
        self._rows.append(_resized(strip, Extent(width, height)))

    def thumbnail(self) -> Pixels:
        """All of it, at most 256 pixels a side."""
        scale = min(1.0, THUMBNAIL_SIDE / self._extent.longest_side)
        width, height = (
            max(1, round(side * scale)) for side in (self._extent.width, self._extent.height)
        )
        return _resized(np.concatenate(self._rows), Extent(width, height))


def thumbnail_of(document: Document) -> Pixels:
    """A document as it looks: premultiplied BGRA, at most 256 pixels a side."""
    small = Shrunk(document.extent)
    for band in bands(document.bounds):
        small.add(flatten(document, band))
    return small.thumbnail()


def bands(bounds: Bounds) -> Iterator[Bounds]:
    """Bounds cut into strips, top to bottom."""
    for top in range(bounds.y, bounds.bottom, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, bounds.bottom)
        yield Bounds.from_edges(bounds.x, top, bounds.right, bottom)


def _resized(pixels: Pixels, extent: Extent) -> Pixels:
    size = (extent.width, extent.height)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
