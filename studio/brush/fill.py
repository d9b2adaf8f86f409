"""Ink over all of an area at once."""

from __future__ import annotations

import cv2
import numpy as np

from studio.brush.ink import Coat, Ink
from studio.brush.limits import Limits
from studio.document.tiles import Pixels, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds


def cover(
    tiles: TileStore, ink: Ink, limits: Limits, area: Bounds, coverage: Pixels | None = None
) -> None:
    """Lay ink over an area (canvas px), by coverage uint8[h, w] or, without, everywhere in it."""
    coat, solid, before = Coat(ink), ink.tile(), tiles.snapshot()
    for key in keys_covering(area.intersection(limits.within)):
        if limits.forbid(key) or (ink.needs_ground and key not in before):
            continue
        cut = bounds_of(key).intersection(area).intersection(limits.within)
        shape = None if coverage is None else coverage[cut.slices_in(area)]
        covered = _limited(cut, shape, limits)
        if cut == bounds_of(key) and not ink.keeps_alpha and cv2.minMaxLoc(covered)[0] == 255:
            # Shared, not copied: a wall of one colour is one tile.
            tiles.apply({key: solid if any(ink.pixel) else None})
        elif covered.any():
            part = cut.slices_in(bounds_of(key))
            share = covered.astype(np.float32) / np.float32(255.0)
            coat.lay(cut, before.get(key, coat.nothing)[part], share, tiles.edit(key)[part])


def _limited(cut: Bounds, shape: Pixels | None, limits: Limits) -> Pixels:
    """How much of each pixel is covered, uint8[height, width]."""
    selected = limits.selected_in(cut)
    if shape is None:
        return np.full((cut.height, cut.width), 255, np.uint8) if selected is None else selected
    if selected is None:
        return shape
    return np.asarray(cv2.multiply(shape, selected, scale=1 / 255), np.uint8)
