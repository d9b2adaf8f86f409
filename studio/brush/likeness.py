"""What is like the pixel that was pointed at, as soft at its edge as the picture is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from studio.brush.gaps import connected, hemmed_in
from studio.document.tiles import TILE, Pixels
from studio.geometry import Bounds, Point

_FIRST_SIDE = 512
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


def alike(pixels: Pixels, wanted: Pixels, tolerance: int) -> Pixels:
    """255 where no channel differs by more than the tolerance, 0..255; uint8[h, w].

    pixels: uint8[h, w, 4]; wanted: uint8[4].
    """
    middle = wanted.astype(np.int32)
    low, high = np.maximum(middle - tolerance, 0), np.minimum(middle + tolerance, 255)
    return np.asarray(cv2.inRange(pixels, low, high), np.uint8)


def area_like(
    picture: Callable[[Bounds], Pixels], seed: Point, likeness: Likeness, within: Bounds
) -> tuple[Bounds, Pixels]:
    """What is like the pixel at a point of `within`: its bounds and coverage, uint8[h, w].

    picture: uint8[h, w, 4] of any canvas px.
    """
    if likeness.contiguous:
        return _area_around(picture, seed, likeness, within)
    pixels = picture(within)
    return within, all_like(pixels, pixels[seed.y - within.y, seed.x - within.x], likeness)


def all_like(pixels: Pixels, wanted: Pixels, likeness: Likeness) -> Pixels:
    """Everything like a colour, wherever it is: coverage, uint8[h, w]."""
    found = alike(pixels, wanted, likeness.tolerance)
    return softened(found, pixels, wanted) if likeness.smooth else found


def softened(found: Pixels, pixels: Pixels, wanted: Pixels) -> Pixels:
    """What was found, and of the pixels along its edge the share that is of its colour.

    The edge of a smooth line is a blend of the two colours it parts: the nearer a pixel is to the
    other one, the greatest difference around it, the less is taken. Hard edges stay hard.
    """
    if cv2.countNonZero(found) == found.size:
        return found
    out = found.copy()
    rim = cv2.subtract(cv2.dilate(found, _CROSS), found)
    height, width = found.shape
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            part = slice(top, top + TILE), slice(left, left + TILE)
            if cv2.hasNonZero(rim[part]):
                # A pixel more on each side: the greatest difference may be there.
                first = max(0, top - 1), max(0, left - 1)
                around = pixels[first[0] : top + TILE + 1, first[1] : left + TILE + 1]
                share = _share(around, wanted)[top - first[0] :, left - first[1] :]
                cv2.copyTo(share[:TILE, :TILE].copy(), rim[part], out[part])
    return out


def _share(pixels: Pixels, wanted: Pixels) -> Pixels:
    """How much of each pixel is of the wanted colour, the rest being its neighbour's."""
    first, *others = cv2.split(cv2.absdiff(pixels, wanted.astype(np.float64)))
    for channel in others:
        cv2.max(first, channel, first)
    farthest = cv2.dilate(first, _SQUARE)
    return np.asarray(cv2.bitwise_not(cv2.divide(first, farthest, scale=255.0)), np.uint8)


def _area_around(
    picture: Callable[[Bounds], Pixels], seed: Point, likeness: Likeness, within: Bounds
) -> tuple[Bounds, Pixels]:
    """Looked for in a window that widens until the area ends inside it.

    So filling a button on a wall-sized canvas costs a button.
    """
    side = _FIRST_SIDE
    while True:
        window = Bounds(seed.x - side // 2, seed.y - side // 2, side, side).intersection(within)
        at = Point(seed.x - window.x, seed.y - window.y)
        pixels = picture(window)
        wanted = pixels[at.y, at.x]
        mask = alike(pixels, wanted, likeness.tolerance)
        found = hemmed_in(mask, at, likeness.gap) if likeness.gap else connected(mask, at)
        x, y, width, height = cv2.boundingRect(found)
        area = Bounds(x + window.x, y + window.y, width, height)
        # A pixel on the window's rim may go on beyond it, unless the window is all there is there.
        around = area.padded(1).intersection(within)
        if around == area.padded(1).intersection(window):
            if not likeness.smooth:
                return area, found[area.slices_in(window)]
            cut = around.slices_in(window)
            return around, softened(found[cut], pixels[cut], wanted)
        side *= 4
