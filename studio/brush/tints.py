"""What colour a stroke has where, when its dabs differ in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.colour import Colour
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds


class ColourTiles:
    """Opaque colours; they mean nothing where the stroke has not been yet."""

    def __init__(self) -> None:
        self._tiles = TileStore()

    def read(self, at: Bounds) -> Pixels:
        """The colours there, opaque BGRA."""
        return self._tiles.read(at)

    @contextmanager
    def changing(self, at: Bounds) -> Iterator[Pixels]:
        """The colours there, to be changed."""
        colours = self._tiles.read(at)
        yield colours
        self._tiles.write(at, colours)


def tint(colours: Pixels, colour: Colour, mask: Coverage, covered: Coverage) -> None:
    """Let a dab of its own colour cover what is covered so far; both float32[h, w]."""
    whole = cv2.multiply(np.subtract(np.float32(1.0), mask), covered)
    share = cv2.divide(mask, np.maximum(whole + mask, np.float32(1e-6)))
    # A pixel at a time: numpy fills channels by broadcasting 20 times slower.
    pixel = int.from_bytes(bytes((colour.blue, colour.green, colour.red, 255)), "little")
    paint = np.full(mask.shape, pixel, "<u4").view(np.uint8).reshape(colours.shape)
    cv2.blendLinear(colours, paint, np.subtract(np.float32(1.0), share), share, colours)
