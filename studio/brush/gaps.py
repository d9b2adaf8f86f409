"""What hangs together, also within lines that do not quite meet."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import Pixels
from studio.geometry import Point

_SQUARE = np.ones((3, 3), np.uint8)


def hemmed_in(mask: Pixels, seed: Point, gap: int) -> Pixels:
    """The part of a mask around the seed, where openings up to `gap` px wide count as closed.

    The wide places of the mask are told apart first, those where no opening can be; then all of
    them grow at once into what is narrow (Vincent and Soille's watershed on level ground), and so
    meet in the middle of every opening.
    """
    far = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_5)
    wide = cv2.inRange(far, (gap + 1) / 2, math.inf)
    count, places = cv2.connectedComponents(wide, connectivity=4)
    if count <= 2:
        return connected(mask, seed)
    places[mask == 0] = count
    # OpenCV takes the outermost pixels for a border. Lines are of another colour than the ground:
    # so they grow last, when nothing is left to them.
    grown = np.asarray(cv2.copyMakeBorder(places, 1, 1, 1, 1, cv2.BORDER_REPLICATE), np.int32)
    ground = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    cv2.watershed(cv2.merge((ground, ground, ground)), grown)
    mine = _place_of(grown[1:-1, 1:-1], seed, line=count)
    if mine is None:
        return connected(mask, seed)
    # Where two places meet, and along the lines, a pixel is nobody's.
    return connected(np.asarray(cv2.bitwise_and(cv2.dilate(mine, _SQUARE), mask)), seed)


def connected(mask: Pixels, seed: Point) -> Pixels:
    """The part of a mask that hangs together with the seed, side by side; uint8[h, w]."""
    if cv2.countNonZero(mask) == mask.size:
        return mask
    height, width = mask.shape
    found = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE
    cv2.floodFill(mask, found, (seed.x, seed.y), 0, 0, 0, flags)
    return found[1:-1, 1:-1]


def _place_of(places: NDArray[np.int32], seed: Point, *, line: int) -> Pixels | None:
    """255 where the seed's place is; None where it is in none."""
    around = places[max(0, seed.y - 1) : seed.y + 2, max(0, seed.x - 1) : seed.x + 2]
    own = int(places[seed.y, seed.x])
    if own <= 0:
        own = max((int(one) for one in np.unique(around) if 0 < one < line), default=0)
    return None if own in (0, line) else np.asarray(places == own, np.uint8) * np.uint8(255)
