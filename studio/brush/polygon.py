"""Shapes with smooth edges: the exact share of each pixel that lies inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import Pixels
from studio.geometry import Bounds

Corner: TypeAlias = tuple[float, float]
_Floats: TypeAlias = NDArray[np.float64]

# A polygon of a whole 16384² canvas is added up in bands, so as not to need a GiB of floats.
_BAND = 1024


def polygon(corners: Sequence[Corner], within: Bounds) -> tuple[Bounds, Pixels]:
    """The bounds it touches and its coverage there, uint8[h, w]; corners in canvas px.

    Where it winds twice it is filled. Each edge adds the signed area to its right, pixel by pixel,
    and a running sum along the rows gives the coverage (Raph Levien's font-rs).
    """
    points = np.array(corners, np.float64).reshape(-1, 2)
    bounds = _around(points).intersection(within)
    coverage = np.zeros((bounds.height, bounds.width), np.uint8)
    if not bounds.is_empty:
        edges = np.concatenate((points, np.roll(points, -1, axis=0)), axis=1)
        edges -= np.array((bounds.x, bounds.y, bounds.x, bounds.y), np.float64)
        pieces = _split(_split(edges, axis=1), axis=0)
        for top in range(0, bounds.height, _BAND):
            _fill(coverage[top : top + _BAND], pieces, top)
    return bounds, coverage


def ellipse(bounds: Bounds) -> tuple[Corner, ...]:
    """Corners of the ellipse that touches the sides of bounds, to 1/50 px."""
    a, b = bounds.width / 2, bounds.height / 2
    count = 4 * max(4, math.ceil(math.pi / 4 * math.sqrt(max(a, b) / 0.04)))
    angles = np.arange(count) * (2 * math.pi / count)
    x, y = bounds.x + a + a * np.cos(angles), bounds.y + b + b * np.sin(angles)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _around(points: _Floats) -> Bounds:
    low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    return Bounds.from_edges(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _split(edges: _Floats, axis: int) -> _Floats:
    """The same edges, [n, (x0, y0, x1, y1)], cut wherever they cross a pixel border of the axis."""
    start, end = edges[:, axis], edges[:, axis + 2]
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.floor(low) + 1
    crossings = np.maximum(0, np.ceil(high) - first).astype(np.int64)
    which = np.repeat(np.arange(len(edges)), crossings + 1)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(crossings + 1) - crossings - 1, crossings + 1)
    span = np.where(high > low, high - low, 1.0)[which]
    border = first[which] + nth
    till = np.where(nth == crossings[which], 1.0, (border - low[which]) / span)
    since = np.where(nth == 0, 0.0, (border - 1 - low[which]) / span)
    is_rising = (end >= start)[which]
    t0, t1 = np.where(is_rising, since, 1 - since), np.where(is_rising, till, 1 - till)
    whole = edges[which]
    way = whole[:, 2:] - whole[:, :2]
    pieces = np.concatenate((whole[:, :2] + way * t0[:, None], whole[:, :2] + way * t1[:, None]), 1)
    turned = np.concatenate((pieces[:, 2:], pieces[:, :2]), axis=1)
    return np.where(is_rising[:, None], pieces, turned)


def _fill(band: Pixels, pieces: _Floats, top: int) -> None:
    """Add up one band of rows; every piece lies within one pixel, or beside the band."""
    height, width = band.shape
    middle = (pieces[:, 1] + pieces[:, 3]) / 2 - top
    inside = pieces[(middle >= 0) & (middle < height)]
    row = ((inside[:, 1] + inside[:, 3]) / 2 - top).astype(np.int64)
    # Left of the bounds an edge counts in full, right of them not at all.
    x = np.clip((inside[:, 0] + inside[:, 2]) / 2, 0, width)
    column = x.astype(np.int64)
    tall = inside[:, 3] - inside[:, 1]
    at = row * (width + 2) + column
    size = height * (width + 2)
    signed = np.bincount(at, tall * (column + 1 - x), size)
    signed += np.bincount(at + 1, tall * (x - column), size)
    covered = np.cumsum(signed.reshape(height, width + 2)[:, :width], axis=1, dtype=np.float32)
    cv2.convertScaleAbs(covered, band, alpha=255.0)
