"""What paint leaves on the ground it covers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.colour import Colour
from studio.document.tiles import TILE, Pixels


@dataclass(frozen=True, slots=True)
class Ink:
    """pixel: what full coverage leaves, premultiplied BGRA, or one value of a selection.

    keeps_alpha: the ground's alpha stays, so that only what is there is coloured.
    """

    pixel: tuple[int, ...]
    keeps_alpha: bool = False

    @staticmethod
    def of(colour: Colour, *, keeps_alpha: bool = False) -> Ink:
        """Opaque paint."""
        return Ink((colour.blue, colour.green, colour.red, 255), keeps_alpha)

    @property
    def needs_ground(self) -> bool:
        """Whether nothing happens where nothing is: it takes away, or colours what is there."""
        return self.keeps_alpha or not any(self.pixel)

    def tile(self) -> Pixels:
        """A tile of nothing but this, read-only."""
        # A pixel at a time: numpy fills 256 × 256 × 4 bytes by broadcasting 20 times slower.
        value = int.from_bytes(bytes(self.pixel), "little")
        tile = np.full((TILE, TILE), value, "<u4" if len(self.pixel) == 4 else np.uint8)
        tile.flags.writeable = False
        shape = (TILE, TILE, 4) if len(self.pixel) == 4 else (TILE, TILE)
        return tile.view(np.uint8).reshape(shape)


ERASING = Ink((0, 0, 0, 0))
SELECTING = Ink((255,))
DESELECTING = Ink((0,))


class Coat:
    """An ink laid over ground: ground · (1 - coverage) + ink · coverage, rounded once."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.solid = ink.tile()
        self.nothing = Ink((0,) * len(ink.pixel)).tile()
        steps = np.arange(256, dtype=np.float32)[:, np.newaxis] / np.float32(255)
        self._by_alpha = np.rint(steps * np.array(ink.pixel, np.float32)).astype(np.uint8)

    def lay(self, ground: Pixels, coverage: Coverage, into: Pixels) -> None:
        """Write the covered ground; all of one height and width, at most a tile."""
        height, width = coverage.shape
        paint = self._tinted(ground) if self.ink.keeps_alpha else self.solid[:height, :width]
        bare = np.subtract(np.float32(1.0), coverage)
        cv2.blendLinear(ground, paint, bare, coverage, into)

    def _tinted(self, ground: Pixels) -> Pixels:
        """The ink, as opaque as the ground is at each pixel."""
        alpha = cv2.extractChannel(ground, 3)
        tinted = cv2.LUT(cv2.merge((alpha,) * 4), self._by_alpha[np.newaxis])
        return np.asarray(tinted, np.uint8)
