"""The edge of a selection, moved or softened: uint8[h, w] to uint8[h, w].

Each wants a margin around what is selected at least as wide as it reaches; where the picture
itself ends, a selection that touches the end is taken to go on beyond it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from studio.document.tiles import Pixels

# An ellipse kernel of a larger radius is slower than a distance transform.
_LARGEST_KERNEL = 12
# A Gaussian of a larger sigma is slower than three box filters, which are as good.
_LARGEST_GAUSSIAN = 2.0


def grown(coverage: Pixels, by: int) -> Pixels:
    """Widened by a disc of that radius."""
    if by <= 0:
        return coverage
    if by > _LARGEST_KERNEL and _is_crisp(coverage):
        return _grown_far(coverage, by)
    grown = coverage
    for radius in _radii(by):
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        grown = np.asarray(cv2.dilate(grown, disc), np.uint8)
    return grown


def shrunk(coverage: Pixels, by: int) -> Pixels:
    """Narrowed by a disc of that radius."""
    return np.bitwise_not(grown(np.bitwise_not(coverage), by))


def feathered(coverage: Pixels, by: int) -> Pixels:
    """Softened, so that an edge fades over about that many pixels to each side (two sigma)."""
    sigma = by / 2
    if sigma <= 0:
        return coverage
    replicate = cv2.BORDER_REPLICATE
    if sigma <= _LARGEST_GAUSSIAN:
        return np.asarray(cv2.GaussianBlur(coverage, (0, 0), sigma, None, sigma, replicate))
    width = round((math.sqrt(12 * sigma * sigma / 3 + 1) - 1) / 2) * 2 + 1
    soft = coverage
    for _ in range(3):
        soft = np.asarray(cv2.blur(soft, (width, width), borderType=replicate), np.uint8)
    return soft


def reach_of_feather(by: int) -> int:
    """How far a feather of that many pixels can reach, in pixels."""
    return 2 * by + 3


def _is_crisp(coverage: Pixels) -> bool:
    """Whether grey is found on smooth edges only, never as an area partly selected."""
    grey = cv2.inRange(coverage, 1, 254)
    return not cv2.erode(grey, np.ones((4, 4), np.uint8)).any()


def _grown_far(coverage: Pixels, by: int) -> Pixels:
    """By distance to what is mostly selected, the edge a pixel wide."""
    far = cv2.distanceTransform(cv2.inRange(coverage, 0, 127), cv2.DIST_L2, cv2.DIST_MASK_5)
    # 255 · (by + 1 - far), cut to 0..255 in one pass.
    near = cv2.addWeighted(far, -255.0, far, 0.0, 255.0 * (by + 1.0), dtype=cv2.CV_8U)
    return np.maximum(np.asarray(near, np.uint8), coverage)


def _radii(by: int) -> list[int]:
    """Radii of discs that together reach as far: growing by one, then another, adds up."""
    count = -(-by // _LARGEST_KERNEL)
    return [by // count + (1 if i < by % count else 0) for i in range(count)]
