"""What is like the pixel that was pointed at, as soft at its edge as the picture is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from studio.brush.gaps import connected, hemmed_in
from studio.document.tiles import TILE, Pixels, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, Point

# uint8[h, w, 4] of any canvas px.
Picture: TypeAlias = Callable[[Bounds], Pixels]

_FIRST_SIDE = 512
_ABREAST = 2
_NOTHING = np.zeros((0, 0), np.uint8)
_ZERO = np.zeros(1)
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What counts as like a pixel.

    tolerance: how far a channel may be from the pixel's, 0..255. contiguous: only what hangs
    together with it. merged: of the whole picture, not of the active layer alone. smooth: edges
    as soft as they are painted. gap: openings up to so many pixels wide count as closed; 0 = none.
    """

    tolerance: int = 32
    contiguous: bool = True
    merged: bool = True
    smooth: bool = True
    gap: int = 0


def area_like(
    picture: Picture, seed: Point, likeness: Likeness, within: Bounds
) -> tuple[Bounds, Pixels]:
    """What is like the pixel at a point of `within`: its bounds and coverage, uint8[h, w]."""
    wanted = picture(Bounds(seed.x, seed.y, 1, 1))[0, 0]
    if likeness.contiguous:
        return _area_around(picture, seed, wanted, likeness, within)
    return within, all_like(picture, within, wanted, likeness)


def all_like(picture: Picture, within: Bounds, wanted: Pixels, likeness: Likeness) -> Pixels:
    """Everything like a colour, uint8[4], wherever it is: coverage, uint8[h, w]."""
    found = alike(picture, within, wanted, likeness.tolerance)
    return softened(found, picture, within, wanted) if likeness.smooth else found


def alike(picture: Picture, within: Bounds, wanted: Pixels, tolerance: int) -> Pixels:
    """255 where no channel differs by more than the tolerance, 0..255; uint8[h, w]."""
    return _Search(picture, wanted, tolerance).widened(EMPTY, _NOTHING, within)


class _Search:
    """Looks for what is alike, a few tiles at a time: in memory that stays, and in the cache."""

    def __init__(self, picture: Picture, wanted: Pixels, tolerance: int) -> None:
        self._picture = picture
        self._wanted = wanted.astype(np.float64)
        self._tolerance = np.full(4, tolerance, np.float64)
        self._apart = np.empty((TILE * _ABREAST * TILE, 4), np.uint8)

    def widened(self, before: Bounds, mask: Pixels, within: Bounds) -> Pixels:
        """What is alike within bounds, from a mask of what is so in those before, inside them."""
        out = np.empty((within.height, within.width), np.uint8)
        if not before.is_empty:
            out[before.slices_in(within)] = mask
        for rest in _frame(within, before):
            for part in _parts(rest):
                self._mark(part, out[part.slices_in(within)])
        return out

    def _mark(self, part: Bounds, out: Pixels) -> None:
        """If no channel is too far off, nothing is left of the four: 2/3 of what inRange costs."""
        apart = self._apart[: part.width * part.height].reshape(part.height, part.width, 4)
        cv2.absdiff(self._picture(part), self._wanted, apart)
        cv2.subtract(apart, self._tolerance, apart)
        cv2.compare(apart.view(np.int32)[..., 0], _ZERO, cv2.CMP_EQ, out)


def _frame(outer: Bounds, inner: Bounds) -> Iterator[Bounds]:
    """What lies around the inner bounds in the outer ones."""
    if inner.is_empty:
        yield outer
        return
    yield Bounds(outer.x, outer.y, outer.width, inner.y - outer.y)
    yield Bounds(outer.x, inner.bottom, outer.width, outer.bottom - inner.bottom)
    yield Bounds(outer.x, inner.y, inner.x - outer.x, inner.height)
    yield Bounds(inner.right, inner.y, outer.right - inner.right, inner.height)


def _parts(within: Bounds) -> Iterator[Bounds]:
    for top in range(within.y - within.y % TILE, within.bottom, TILE):
        for left in range(within.x - within.x % TILE, within.right, _ABREAST * TILE):
            part = Bounds(left, top, _ABREAST * TILE, TILE).intersection(within)
            if not part.is_empty:
                yield part


def softened(found: Pixels, picture: Picture, within: Bounds, wanted: Pixels) -> Pixels:
    """What was found, and of the pixels along its edge the share that is of its colour.

    The edge of a smooth line is a blend of the two colours it parts: the nearer a pixel is to the
    other one, the greatest difference around it, the less is taken. Hard edges stay hard.
    """
    if cv2.countNonZero(found) == found.size:
        return found
    out = found.copy()
    rim = cv2.subtract(cv2.dilate(found, _CROSS), found)
    for key in keys_covering(within):
        tile = bounds_of(key).intersection(within)
        part = tile.slices_in(within)
        if cv2.hasNonZero(rim[part]):
            # A pixel more on each side: the greatest difference may be there.
            around = tile.padded(1).intersection(within)
            share = _share(picture(around), wanted)[tile.slices_in(around)]
            cv2.copyTo(share.copy(), rim[part], out[part])
    return out


def _share(pixels: Pixels, wanted: Pixels) -> Pixels:
    """How much of each pixel is of the wanted colour, the rest being its neighbour's."""
    first, *others = cv2.split(cv2.absdiff(pixels, wanted.astype(np.float64)))
    for channel in others:
        cv2.max(first, channel, first)
    farthest = cv2.dilate(first, _SQUARE)
    return np.asarray(cv2.bitwise_not(cv2.divide(first, farthest, scale=255.0)), np.uint8)


def _area_around(
    picture: Picture, seed: Point, wanted: Pixels, likeness: Likeness, within: Bounds
) -> tuple[Bounds, Pixels]:
    """Looked for in a window that widens until the area ends inside it.

    So filling a button on a wall-sized canvas costs a button.
    """
    side, window, mask = _FIRST_SIDE, EMPTY, _NOTHING
    search = _Search(picture, wanted, likeness.tolerance)
    while True:
        before = window
        window = Bounds(seed.x - side // 2, seed.y - side // 2, side, side).intersection(within)
        at = Point(seed.x - window.x, seed.y - window.y)
        mask = search.widened(before, mask, window)
        found = hemmed_in(mask, at, likeness.gap) if likeness.gap else connected(mask, at)
        x, y, width, height = cv2.boundingRect(found)
        area = Bounds(x + window.x, y + window.y, width, height)
        # A pixel on the window's rim may go on beyond it, unless the window is all there is there.
        around = area.padded(1).intersection(within)
        if around == area.padded(1).intersection(window):
            if not likeness.smooth:
                return area, found[area.slices_in(window)]
            shape = found[around.slices_in(window)]
            return around, softened(shape, picture, around, wanted)
        side *= 4
