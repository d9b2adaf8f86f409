"""Filling: what is like the pixel that was pointed at, and ink over all of an area at once."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from studio.brush.ink import Coat, Ink
from studio.brush.limits import Limits
from studio.document.tiles import Pixels, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds, Point

_FIRST_SIDE = 512


def alike(pixels: Pixels, seed: Point, tolerance: int) -> Pixels:
    """255 where no channel differs from the seed's by more than the tolerance; uint8[h, w].

    pixels: uint8[h, w, 4]; seed: a pixel of them; tolerance: 0..255.
    """
    wanted = pixels[seed.y, seed.x].astype(np.int32)
    low, high = np.maximum(wanted - tolerance, 0), np.minimum(wanted + tolerance, 255)
    return np.asarray(cv2.inRange(pixels, low, high), np.uint8)


def connected(mask: Pixels, seed: Point) -> Pixels:
    """The part of a mask that hangs together with the seed, side by side; uint8[h, w]."""
    height, width = mask.shape
    found = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE
    cv2.floodFill(mask, found, (seed.x, seed.y), 0, 0, 0, flags)
    return found[1:-1, 1:-1]


def area_around(
    picture: Callable[[Bounds], Pixels], seed: Point, tolerance: int, within: Bounds
) -> tuple[Bounds, Pixels]:
    """The connected area of like colour around a point: its bounds and coverage, uint8[h, w].

    Looked for in a window that doubles until the area ends inside it, so that filling a button on
    a wall-sized canvas costs a button. picture: uint8[h, w, 4] of any canvas px.
    """
    side = _FIRST_SIDE
    while True:
        window = Bounds(seed.x - side // 2, seed.y - side // 2, side, side).intersection(within)
        at = Point(seed.x - window.x, seed.y - window.y)
        found = connected(alike(picture(window), at, tolerance), at)
        x, y, width, height = cv2.boundingRect(found)
        area = Bounds(x + window.x, y + window.y, width, height)
        # A pixel on the window's rim may go on beyond it, unless the window is all there is there.
        if area.padded(1).intersection(within) == area.padded(1).intersection(window):
            return area, found[y : y + height, x : x + width]
        side *= 2


def cover(
    tiles: TileStore, ink: Ink, limits: Limits, area: Bounds, coverage: Pixels | None = None
) -> None:
    """Lay ink over an area (canvas px), by coverage uint8[h, w] or, without, everywhere in it."""
    coat, before = Coat(ink), tiles.snapshot()
    for key in keys_covering(area.intersection(limits.within)):
        if limits.forbid(key) or (ink.needs_ground and key not in before):
            continue
        cut = bounds_of(key).intersection(area).intersection(limits.within)
        shape = None if coverage is None else coverage[cut.slices_in(area)]
        covered = _limited(cut, shape, limits)
        if cut == bounds_of(key) and not ink.keeps_alpha and covered.min() == 255:
            # Shared, not copied: a wall of one colour is one tile.
            tiles.apply({key: coat.solid if any(ink.pixel) else None})
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
