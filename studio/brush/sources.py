"""Paint that comes out of the picture: another place of it, or the same place blurred."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.brush.ink import ERASING
from studio.document.tiles import Pixels, TileKey, Tiles, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds


class SourceCoat:
    """Lays pixels of a source, premultiplied BGRA, over the ground.

    keeps_alpha: only what is there is coloured.
    """

    def __init__(self, source: Callable[[Bounds], Pixels], *, keeps_alpha: bool = False) -> None:
        self.needs_ground = keeps_alpha
        self.nothing = ERASING.tile()
        self._source = source
        self._keeps_alpha = keeps_alpha

    def lay(self, at: Bounds, ground: Pixels, coverage: Coverage, into: Pixels) -> None:
        """Write the covered ground."""
        paint = self._source(at)
        cv2.blendLinear(ground, paint, np.float32(1.0) - coverage, coverage, into)
        if self._keeps_alpha:
            alpha = ground[..., 3:]
            np.minimum(into[..., :3], alpha, out=into[..., :3])
            into[..., 3:] = alpha


class StrengthCoat:
    """Raises coverage of a selection to that of the stroke, or with `lowers` takes it away."""

    def __init__(self, *, lowers: bool) -> None:
        self.needs_ground = lowers
        self.nothing = TileStore(channels=1).edit((0, 0))
        self._lowers = lowers

    def lay(self, at: Bounds, ground: Pixels, coverage: Coverage, into: Pixels) -> None:  # noqa: ARG002
        """Write the covered ground."""
        level = np.rint(np.float32(255) * coverage).astype(np.uint8)
        if self._lowers:
            np.minimum(ground, 255 - level, out=into)
        else:
            np.maximum(ground, level, out=into)


def elsewhere(picture: Callable[[Bounds], Pixels], dx: int, dy: int) -> Callable[[Bounds], Pixels]:
    """The picture, this far away."""
    return lambda at: picture(at.translated(dx, dy))


class Blurred:
    """The tiles as they are now, blurred; each tile once, when it is first asked for.

    sigma: canvas px.
    """

    def __init__(self, tiles: Tiles, sigma: float) -> None:
        self._kept = TileStore()
        self._kept.apply(tiles)
        self._sigma = sigma
        self._blurred: dict[TileKey, Pixels] = {}

    def at(self, bounds: Bounds) -> Pixels:
        """The blurred pixels in bounds, all of one tile."""
        key = next(keys_covering(bounds))
        if key not in self._blurred:
            self._blurred[key] = self._blur(bounds_of(key))
        return self._blurred[key][bounds.slices_in(bounds_of(key))]

    def _blur(self, place: Bounds) -> Pixels:
        margin = math.ceil(3 * self._sigma)
        wide = self._kept.read(place.padded(margin))
        smooth = cv2.GaussianBlur(wide, (0, 0), self._sigma)
        inside = slice(margin, margin + place.height), slice(margin, margin + place.width)
        return np.asarray(smooth, np.uint8)[inside]
