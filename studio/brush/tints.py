"""What colour a stroke has where, when its dabs differ in it."""

from __future__ import annotations

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

    def tint(self, at: Bounds, colour: Colour, mask: Coverage, covered: Coverage) -> None:
        """Let a dab of its own colour cover what is covered so far; both float32[h, w]."""
        beneath = (np.float32(1.0) - mask) * covered
        share = mask / np.maximum(mask + beneath, np.float32(1e-6))
        before = self._tiles.read(at)
        paint = np.empty_like(before)
        paint[...] = (colour.blue, colour.green, colour.red, 255)
        mixed = cv2.blendLinear(before, paint, np.float32(1.0) - share, share)
        self._tiles.write(at, np.asarray(mixed, np.uint8))
