"""The edge of a selection, moved or softened: uint8[h, w] to uint8[h, w].

Each wants a margin around what is selected at least as wide as it reaches; where the picture
itself ends, a selection that touches the end is taken to go on beyond it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from studio.document.tiles import Pixels

# The disc that rings of points go on from.
_SMALL_DISC = 4
# Farther than that, half the size will do: nobody sees half a pixel so far from the edge.
_FINE = 24
# A Gaussian of a larger sigma is slower than three box filters, which are as good.
_LARGEST_GAUSSIAN = 2.0
# From there on half the size is as good, too: between two pixels it bends by half a step of 255.
_SOFT = 8.0
# Steps of 255 that distance is held in, a pixel: enough for the edge, and for pixels beside it.
_STEPS = 32.0


def grown(coverage: Pixels, by: int) -> Pixels:
    """Widened by a disc of that radius."""
    if by <= 0:
        return coverage
    if by <= _FINE:
        return _grown_by_steps(coverage, by)
    return _grown_far(coverage, by) if _is_crisp(coverage) else _grown_by_halves(coverage, by)


def shrunk(coverage: Pixels, by: int) -> Pixels:
    """Narrowed by a disc of that radius."""
    return np.bitwise_not(grown(np.bitwise_not(coverage), by))


def bordered(coverage: Pixels, by: int) -> Pixels:
    """A band along the edge, that wide to each side."""
    return np.minimum(grown(coverage, by), np.bitwise_not(shrunk(coverage, by)))


def smoothed(coverage: Pixels, by: int) -> Pixels:
    """Corners, bumps and holes smaller than that rounded off; straight edges stay where they are.

    Where areas are partly selected, by the median, which leaves them as they are.
    """
    if by <= 0:
        return coverage
    if not _is_crisp(coverage):
        return np.asarray(cv2.medianBlur(coverage, min(2 * by + 1, 255)), np.uint8)
    # A blurred edge is as steep as a Gaussian is high: made a pixel wide again about its middle.
    steeper = math.sqrt(2 * math.pi) * by / 2
    soft = feathered(coverage, by)
    return np.asarray(cv2.addWeighted(soft, steeper, soft, 0.0, 127.5 * (1 - steeper)), np.uint8)


def feathered(coverage: Pixels, by: int) -> Pixels:
    """Softened, so that an edge fades over about that many pixels to each side (two sigma)."""
    sigma = by / 2
    if sigma <= 0:
        return coverage
    replicate = cv2.BORDER_REPLICATE
    if sigma <= _LARGEST_GAUSSIAN:
        return np.asarray(cv2.GaussianBlur(coverage, (0, 0), sigma, None, sigma, replicate))
    if sigma < _SOFT:
        return _blurred(coverage, sigma)
    even = _even(coverage)
    height, width = even.shape
    half = cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(_blurred(np.asarray(half, np.uint8), sigma / 2), (width, height))
    return np.asarray(soft[: coverage.shape[0], : coverage.shape[1]], np.uint8)


def _blurred(coverage: Pixels, sigma: float) -> Pixels:
    width = round((math.sqrt(12 * sigma * sigma / 3 + 1) - 1) / 2) * 2 + 1
    soft = coverage
    for _ in range(3):
        soft = np.asarray(cv2.blur(soft, (width, width), borderType=cv2.BORDER_REPLICATE), np.uint8)
    return soft


def _even(coverage: Pixels) -> Pixels:
    """With the last row and column once more where they are needed to halve it."""
    height, width = coverage.shape
    if height % 2 == 0 and width % 2 == 0:
        return coverage
    how = cv2.BORDER_REPLICATE
    return np.asarray(cv2.copyMakeBorder(coverage, 0, height % 2, 0, width % 2, how), np.uint8)


def reach_of_feather(by: int) -> int:
    """How far a feather of that many pixels can reach, in pixels."""
    return 2 * by + 3


def _is_crisp(coverage: Pixels) -> bool:
    """Whether grey is found on smooth edges only, never as an area partly selected."""
    grey = cv2.inRange(coverage, 1, 254)
    return not cv2.erode(grey, np.ones((4, 4), np.uint8)).any()


def _grown_far(coverage: Pixels, by: int) -> Pixels:
    """By distance to what is mostly selected, the edge a pixel wide; found at half the size."""
    even = _even(coverage)
    height, width = even.shape
    small = cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    far = cv2.distanceTransform(cv2.inRange(small, 0, 127), cv2.DIST_L2, cv2.DIST_MASK_5)
    # How far inside the edge, by + 1/2 - 2 · far pixels, about 127.5 and cut to 0..255; only that
    # is enlarged, as it is a quarter of the distance's bytes, and made steep where it has landed.
    inside = cv2.addWeighted(
        far, -2 * _STEPS, far, 0.0, 127.5 + _STEPS * (by + 0.5), dtype=cv2.CV_8U
    )
    whole = cv2.resize(inside, (width, height), interpolation=cv2.INTER_LINEAR)
    steeper = 255 / _STEPS
    near = cv2.addWeighted(whole, steeper, whole, 0.0, 127.5 * (1 - steeper))
    height, width = coverage.shape
    return np.asarray(cv2.max(near[:height, :width], coverage), np.uint8)


def _grown_by_steps(coverage: Pixels, by: int) -> Pixels:
    """By a small disc, then by rings of points, each as far out as what is there reaches.

    Greys stay as they are. A ring costs a fraction of the disc it stands for: what is there
    already fills it, and its points are so near to each other that the rim is even to 1/3 px.
    """
    radius = min(by, _SMALL_DISC)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    grown = cv2.dilate(coverage, disc)
    while radius < by:
        further = min(radius, by - radius)
        grown = cv2.dilate(grown, _ring(further, within=radius))
        radius += further
    return np.asarray(grown, np.uint8)


def _ring(radius: int, *, within: int) -> Pixels:
    """Points on a circle, for discs of radius `within`."""
    count = math.ceil(math.pi * math.sqrt(radius * (1 + radius / within) / 0.6))
    angles = np.arange(max(8, count)) * (2 * math.pi / max(8, count))
    points = np.rint(radius + radius * np.stack((np.sin(angles), np.cos(angles)))).astype(np.intp)
    ring = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    ring[points[0], points[1]] = 1
    return ring


def _grown_by_halves(coverage: Pixels, by: int) -> Pixels:
    """The same at half the size."""
    even = _even(coverage)
    rows = cv2.max(even[::2].copy(), even[1::2].copy())
    half = cv2.max(rows[:, ::2].copy(), rows[:, 1::2].copy())
    grown = _grown_by_steps(np.asarray(half, np.uint8), by // 2)
    whole = cv2.resize(grown, (even.shape[1], even.shape[0]), interpolation=cv2.INTER_LINEAR)
    height, width = coverage.shape
    return np.asarray(cv2.max(whole[:height, :width], coverage), np.uint8)
