"""What paint leaves on the ground it covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.brush.tints import ColourTiles
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.laying import Laid, Picture, lay_over
from studio.document.tiles import TILE, Pixels
from studio.geometry import Bounds


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
    def colour(self) -> Colour | None:
        """Its colour, if it is paint."""
        if len(self.pixel) != 4 or not self.pixel[3]:
            return None
        blue, green, red, _ = self.pixel
        return Colour(red, green, blue)

    @property
    def needs_ground(self) -> bool:
        """Whether nothing happens where nothing is: it takes away, or colours what is there."""
        return self.keeps_alpha or not any(self.pixel)

    def tile(self) -> Pixels:
        """A tile of nothing but this, read-only."""
        return _tile_of(self.pixel)


# Stroke after stroke is painted with the same.
@lru_cache(maxsize=8)
def _tile_of(pixel: tuple[int, ...]) -> Pixels:
    # A pixel at a time: numpy fills 256 × 256 × 4 bytes by broadcasting 20 times slower.
    value = int.from_bytes(bytes(pixel), "little")
    tile = np.full((TILE, TILE), value, "<u4" if len(pixel) == 4 else np.uint8)
    tile.flags.writeable = False
    shape = (TILE, TILE, 4) if len(pixel) == 4 else (TILE, TILE)
    return tile.view(np.uint8).reshape(shape)


ERASING = Ink((0, 0, 0, 0))
SELECTING = Ink((255,))
DESELECTING = Ink((0,))
# On what a layer's mask hides.
HIDING = SELECTING


class Coating(Protocol):
    """What is laid over the ground, from before the stroke, where it is covered."""

    @property
    def needs_ground(self) -> bool:
        """Whether nothing happens where nothing is."""

    @property
    def nothing(self) -> Pixels:
        """A tile of bare ground."""

    def lay(self, at: Bounds, ground: Pixels, coverage: Coverage, into: Pixels) -> None:
        """Write the covered ground; all of one size, at most a tile, at canvas px."""


class Coat:
    """An ink laid over ground: ground · (1 - coverage) + ink · coverage, rounded once.

    tints: what colour it has where, if it differs from dab to dab.
    """

    def __init__(
        self, ink: Ink, *, blend: BlendMode = BlendMode.normal, tints: ColourTiles | None = None
    ) -> None:
        self.ink = ink
        self.needs_ground = ink.needs_ground
        self.nothing = Ink((0,) * len(ink.pixel)).tile()
        self.solid = ink.tile()
        self._blend = blend
        self._tints = tints
        steps = np.arange(256, dtype=np.float32)[:, np.newaxis] / np.float32(255)
        self._by_alpha = np.rint(steps * np.array(ink.pixel, np.float32)).astype(np.uint8)

    def lay(self, at: Bounds, ground: Pixels, coverage: Coverage, into: Pixels) -> None:
        """Write the covered ground."""
        if self._blend is not BlendMode.normal:
            self._blended(at, ground, coverage, into)
            return
        paint = self._tinted(at, ground) if self.ink.keeps_alpha else self._paint(at)
        bare = np.subtract(np.float32(1.0), coverage)
        cv2.blendLinear(ground, paint, bare, coverage, into)

    def _paint(self, at: Bounds) -> Pixels:
        """The opaque ink."""
        if self._tints is not None:
            return self._tints.read(at)
        return self.solid[: at.height, : at.width]

    def _tinted(self, at: Bounds, ground: Pixels) -> Pixels:
        """The ink, as opaque as the ground is at each pixel."""
        alpha = cv2.merge((cv2.extractChannel(ground, 3),) * 4)
        if self._tints is not None:
            return np.asarray(cv2.multiply(self._paint(at), alpha, scale=1 / 255), np.uint8)
        return np.asarray(cv2.LUT(alpha, self._by_alpha[np.newaxis]), np.uint8)

    def _blended(self, at: Bounds, ground: Pixels, coverage: Coverage, into: Pixels) -> None:
        """The ink as a layer of its own over the ground, in the brush's blend mode."""
        paint, none = self._paint(at), self.nothing[: at.height, : at.width]
        over = cv2.blendLinear(none, paint, np.float32(1.0) - coverage, coverage)
        together = np.ascontiguousarray(ground)
        together = together.copy() if together is ground else together
        picture = Picture(np.asarray(over, np.uint8), at)
        lay_over(together, at, at, [Laid(picture, 1.0, self._blend)])
        into[...] = together
        if self.ink.keeps_alpha:
            alpha = ground[..., 3:]
            into[..., :3] = np.minimum(into[..., :3], alpha)
            into[..., 3:] = alpha
