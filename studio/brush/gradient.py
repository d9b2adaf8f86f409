"""A gradient laid on what is painted."""

from __future__ import annotations

import cv2
import numpy as np

from studio.brush.limits import Limits
from studio.document.gradients import Blend, Gradient
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds

_NO_VEIL = np.zeros((TILE, TILE), np.uint8)
_NO_VEIL.flags.writeable = False


class GradientLaying:
    """Lays a gradient over what a store held when this was made, as often as it is moved.

    On a store of one channel, as of a mask, its colours are greys. keeps_alpha: only what is
    there is coloured.
    """

    def __init__(self, tiles: TileStore, limits: Limits, *, keeps_alpha: bool) -> None:
        self._tiles = tiles
        self._before: Tiles = tiles.snapshot()
        self._limits = limits
        self._keeps_alpha = keeps_alpha

    def lay(self, gradient: Gradient, blend: Blend) -> Bounds:
        """Show it; returns canvas px that changed."""
        changed = Bounds(0, 0, 0, 0)
        for key in keys_covering(self._limits.within):
            if self._limits.forbid(key) or (self._keeps_alpha and key not in self._before):
                continue
            cut = bounds_of(key).intersection(self._limits.within)
            self._lay_tile(key, cut, blend.pixels(gradient.along(cut)), is_opaque=blend.is_opaque)
            changed = changed.union(cut)
        return changed

    def _lay_tile(self, key: TileKey, cut: Bounds, paint: Pixels, *, is_opaque: bool) -> None:
        part = cut.slices_in(bounds_of(key))
        into = self._tiles.edit(key)[part]
        ground, selected = self._before.get(key), self._limits.selected_in(cut)
        if selected is not None:
            paint = _faded(paint, selected)
        if into.ndim == 2:
            into[...] = _veil_over(paint, _NO_VEIL[part] if ground is None else ground[part])
            return
        is_whole = is_opaque and selected is None and not self._keeps_alpha
        if ground is None or is_whole:
            into[...] = paint
        else:
            into[...] = _over(paint, ground[part], keeps_alpha=self._keeps_alpha)


def _veil_over(paint: Pixels, ground: Pixels) -> Pixels:
    """The greys of premultiplied BGRA over those of a ground, uint8[h, w]."""
    left = cv2.multiply(ground, cv2.bitwise_not(cv2.extractChannel(paint, 3)), scale=1 / 255)
    return np.asarray(cv2.add(cv2.extractChannel(paint, 0), left), np.uint8)


def _over(paint: Pixels, ground: Pixels, *, keeps_alpha: bool) -> Pixels:
    """Premultiplied source-over; with the ground's alpha, source-atop."""
    bare = cv2.bitwise_not(cv2.extractChannel(paint, 3))
    if keeps_alpha:
        paint = _faded(paint, np.ascontiguousarray(ground[..., 3]))
    left = cv2.multiply(ground, cv2.merge((bare,) * 4), scale=1 / 255)
    out = np.asarray(cv2.add(paint, left), np.uint8)
    if keeps_alpha:
        out[..., :3] = np.minimum(out[..., :3], ground[..., 3:])
        out[..., 3] = ground[..., 3]
    return out


def _faded(paint: Pixels, share: Pixels) -> Pixels:
    return np.asarray(cv2.multiply(paint, cv2.merge((share,) * 4), scale=1 / 255), np.uint8)
