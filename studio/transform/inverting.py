"""The way back through a net: which spot of the source is seen where."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.brush.polygon import polygon
from studio.document.tiles import Pixels
from studio.geometry import Bounds
from studio.transform.net import Floats, Net
from studio.transform.quad import around_spots

# Parts that a side is cut in to find roughly where a spot came from, and some beyond the edge.
_PARTS, _BEYOND = 16, 2
# From there Newton's method is exact in three steps, and in two as far as one sees in a drag.
_STEPS, _FEW_STEPS = 3, 2
# Spots are looked for every so many px at most, and in a small picture more often: between them
# the way is as good as cubic. Where the net is folded it bends sharply: then twice as often.
_ROUGHLY, _WELL = (24.0, 48), (8.0, 128)
# Parts that an edge is drawn in; bits after the point that OpenCV draws with.
_EDGES, _SHIFT = 128, 6
# A net bends so little over so many px that what lies between them is straight.
_EVERY = 4
_Spots: TypeAlias = NDArray[np.float32]
# Which values in a row, and what each weighs at each place.
_Taps: TypeAlias = tuple[slice, NDArray[np.float32]]
# The corners of a cell in order around it.
_AROUND = [0, 1, 3, 2]
# To add nothing.
_NONE = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Spots of the source, x and y as float32[rows, columns], every `spacing` px of the result.

    bounds: px of the result that it reaches over. outline: where the edge of the source is taken,
    in order around it. inside: 1 where it is folded over itself and the source is seen, as
    float32[rows, columns]; None where it is not folded.
    """

    bounds: Bounds
    spacing: float
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    outline: Floats
    inside: NDArray[np.float32] | None
    _taps: dict[tuple[int, int], _Taps] = field(default_factory=dict)

    def coverage(self, area: Bounds, *, roughly: bool = False) -> Pixels:
        """How far the picture covers each px of an area, uint8[h, w]."""
        found = np.zeros((area.height, area.width), np.uint8)
        if roughly:
            spots = np.round((self.outline - (area.x + 0.5, area.y + 0.5)) * (1 << _SHIFT))
            cv2.fillPoly(found, [spots.astype(np.int32)], 255, cv2.LINE_AA, _SHIFT)
        else:
            at, shape = polygon(self.outline.tolist(), area)
            found[at.slices_in(area)] = shape
        return found if self.inside is None else np.maximum(found, self._folded(area))

    def sources(
        self, area: Bounds, samples: tuple[int, int] = (1, 1)
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The spots that are seen in an area, px by px; so many samples a px, across and down."""
        return self._seen(
            _middles(area.x, area.width, 1 / samples[0]),
            _middles(area.y, area.height, 1 / samples[1]),
        )

    def sources_quickly(
        self, area: Bounds, placed: Callable[[_Spots, _Spots], tuple[_Spots, _Spots]]
    ) -> tuple[_Spots, _Spots]:
        """The same px by px, looked for at every fourth of them; sides are multiples of four.

        placed: where each is to be counted from, and how finely; so that is done for fewer.
        """
        wide = area.padded(_EVERY)
        columns, right = self._taps_along(1, wide.x, wide.width)
        rows, lower = self._taps_along(0, wide.y, wide.height)
        found_x, found_y = (_weighed(lower, one[rows, columns], right) for one in (self.x, self.y))
        spots = placed(found_x, found_y)
        inside, size = slice(_EVERY, -_EVERY), (wide.width, wide.height)
        x, y = (np.asarray(cv2.resize(one, size), np.float32)[inside, inside] for one in spots)
        return x, y

    def stretch(self, area: Bounds, share: float = 1.0) -> tuple[float, float]:
        """How far the source goes with a px across and with one down, at most in an area.

        share: at most in so large a part of it.
        """
        columns = _knots(area.x - self.bounds.x, area.width, self.spacing)
        rows = _knots(area.y - self.bounds.y, area.height, self.spacing)
        x, y = self.x[rows, columns], self.y[rows, columns]
        return (
            _steepest(np.diff(x, axis=1), np.diff(y, axis=1), share) / self.spacing,
            _steepest(np.diff(x, axis=0), np.diff(y, axis=0), share) / self.spacing,
        )

    def _taps_along(self, axis: int, first: int, length: int) -> _Taps:
        """Those at every fourth px: the same for all tiles of a row, or of a column."""
        if (axis, first) not in self._taps:
            start = self.bounds.x if axis else self.bounds.y
            places = (_middles(first, length // _EVERY, _EVERY) - start) / self.spacing
            self._taps[axis, first] = _cubic(places, self.x.shape[axis])
        return self._taps[axis, first]

    def _folded(self, area: Bounds) -> Pixels:
        """Where it is folded over its own edge."""
        assert self.inside is not None
        columns, right = _cubic(
            (_middles(area.x, area.width, 1) - self.bounds.x) / self.spacing, self.x.shape[1]
        )
        rows, lower = _cubic(
            (_middles(area.y, area.height, 1) - self.bounds.y) / self.spacing, self.x.shape[0]
        )
        seen = _weighed(lower, self.inside[rows, columns], right)
        return np.asarray(np.clip((seen - 0.9) * 2550, 0, 255), np.uint8)

    def _seen(
        self, across: Floats, down: Floats
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        columns, right = _cubic((across - self.bounds.x) / self.spacing, self.x.shape[1])
        rows, lower = _cubic((down - self.bounds.y) / self.spacing, self.x.shape[0])
        x, y = (_weighed(lower, one[rows, columns], right) for one in (self.x, self.y))
        return x, y


def inverted(net: Net, over: Bounds, level: int = 0, *, roughly: bool = False) -> Lattice:
    """The way back to a box of the source, in px at 1/2^level of the canvas.

    Within 0.03 px where nodes were moved by a third of a side, roughly or not. Where the net is
    folded over itself, what comes later, row by row, is seen.
    """
    scale = 0.5**level
    mesh = _mesh(over)
    there = net.spots(mesh.reshape(-1, 2)).reshape(mesh.shape) * scale
    bounds = around_spots(
        ((there[..., 0].min(), there[..., 1].min()), (there[..., 0].max(), there[..., 1].max()))
    )
    is_folded = _is_folded(there)
    spacing = _spacing(bounds, *(_ROUGHLY if roughly else _WELL)) / (2 if is_folded else 1)
    columns, rows = (math.ceil(side / spacing) + 1 for side in (bounds.width, bounds.height))
    corner = np.array((bounds.x, bounds.y), np.float64)
    guess, is_found, inside = _guessed(
        mesh, (there - corner) / spacing, (columns, rows), is_folded=is_folded
    )
    down, across = np.nonzero(is_found)
    wanted = (corner + np.column_stack((across, down)) * spacing) / scale
    guess[down, across] = _solved(
        net, guess[down, across].astype(np.float64), wanted, over, _FEW_STEPS if roughly else _STEPS
    )
    spread = _spread(guess, is_found)
    return Lattice(
        bounds,
        spacing,
        spread[..., 0].copy(),
        spread[..., 1].copy(),
        net.spots(_edge(over)) * scale,
        np.asarray(cv2.erode(inside, np.ones((3, 3))), np.float32) if is_folded else None,
    )


def _spacing(bounds: Bounds, most: float, parts: int) -> float:
    return min(max(min(bounds.width, bounds.height) / parts, 1.0), most)


def _mesh(over: Bounds) -> Floats:
    """Spots spaced evenly over a box and a little around it, [rows, columns, 2]."""
    part = np.arange(-_BEYOND, _PARTS + _BEYOND + 1) / _PARTS
    x, y = np.meshgrid(over.x + part * over.width, over.y + part * over.height)
    return np.stack((x, y), -1)


def _edge(box: Bounds) -> Floats:
    """Spots along the edge of a box, clockwise."""
    part = np.arange(_EDGES) / _EDGES
    x, y, zero = box.width * part, box.height * part, np.zeros(_EDGES)
    across = np.concatenate((x, zero + box.width, box.width - x, zero))
    down = np.concatenate((zero, y, zero + box.height, box.height - y))
    return np.column_stack((box.x + across, box.y + down))


def _is_folded(there: Floats) -> bool:
    """Whether some cells within the edge lie the other way round than others."""
    inner = there[_BEYOND : len(there) - _BEYOND, _BEYOND : len(there) - _BEYOND]
    (ax, ay), (bx, by) = (
        np.moveaxis(way, -1, 0)
        for way in (inner[1:, 1:] - inner[:-1, :-1], inner[1:, :-1] - inner[:-1, 1:])
    )
    turns = ax * by - ay * bx
    return bool(turns.min() < 0 < turns.max())


def _guessed(
    mesh: Floats, there: Floats, size: tuple[int, int], *, is_folded: bool
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float32]]:
    """For every spot of a lattice the middle of the cell it lies in, and whether it lies in one.

    At last 1 where that cell is within the edge, else 0.
    """
    found = np.zeros((size[1], size[0], 4), np.float32)
    middles = (mesh[:-1, :-1] + mesh[1:, 1:]) / 2
    places = np.round(there * (1 << _SHIFT)).astype(np.int32)
    for row, column, is_inside in _inmost_last(len(mesh) - 1):
        cell = places[row : row + 2, column : column + 2].reshape(4, 2)
        x, y = middles[row, column].tolist()
        for corners in (cell[[0, 1, 3]], cell[[0, 3, 2]]) if is_folded else (cell[_AROUND],):
            cv2.fillConvexPoly(found, corners, (x, y, 1.0, is_inside), cv2.LINE_8, _SHIFT)
    inside = np.ascontiguousarray(found[..., 3])
    return np.ascontiguousarray(found[..., :2]), found[..., 2] > 0, inside


def _inmost_last(cells: int) -> list[tuple[int, int, bool]]:
    """Rows and columns of cells, and whether they lie within the edge.

    Those beyond it first: they are not to hide the picture.
    """
    inside = range(_BEYOND, cells - _BEYOND)
    every = ((row, column) for row in range(cells) for column in range(cells))
    told = [(row, column, row in inside and column in inside) for row, column in every]
    return sorted(told, key=lambda cell: cell[2])


def _solved(net: Net, guess: Floats, wanted: Floats, over: Bounds, steps: int) -> Floats:
    """The spots of the source that are taken where wanted, by Newton's method."""
    reach = np.array((over.width, over.height)) / _PARTS
    spots = guess
    for _ in range(steps):
        there, right, down = net.slopes(spots)
        off = wanted - there
        area = right[:, 0] * down[:, 1] - right[:, 1] * down[:, 0]
        area = np.where(np.abs(area) < 1e-9, 1e-9, area)
        step = np.column_stack(
            (
                (off[:, 0] * down[:, 1] - off[:, 1] * down[:, 0]) / area,
                (right[:, 0] * off[:, 1] - right[:, 1] * off[:, 0]) / area,
            )
        )
        spots = spots + np.clip(step, -reach, reach)
    # Where the net is folded sharply there is no way back to be found.
    is_near = np.all(np.abs(spots - guess) < 2 * reach, axis=1, keepdims=True)
    return np.where(is_near, spots, guess)


def _spread(found: NDArray[np.float32], is_found: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Every spot that is not known like the nearest one that is."""
    unknown = np.where(is_found, 0, 1).astype(np.uint8)
    if not unknown.any() or unknown.all():
        return found
    _, labels = cv2.distanceTransformWithLabels(
        unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros((int(labels.max()) + 1, 2), np.float32)
    known[labels[is_found]] = found[is_found]
    return np.asarray(known[labels], np.float32)


def _middles(first: int, count: int, side: float) -> Floats:
    """The middles of so many cells of a side, px."""
    return np.asarray(first + (np.arange(round(count / min(side, 1))) + 0.5) * side, np.float64)


def _knots(first: int, count: int, spacing: float) -> slice:
    """Which of the places so far apart lie around a stretch of px."""
    start, end = math.floor(first / spacing), math.ceil((first + count) / spacing) + 1
    return slice(max(0, start), max(2, end))


def _cubic(places: Floats, length: int) -> _Taps:
    """Which of `length` values in a row lie around places, and what each weighs at each place.

    Keys 1981, cubic convolution.
    """
    left = np.floor(places).astype(np.intp)
    t = places - left
    first, last = (int(np.clip(at, 0, length)) for at in (left[0] - 1, left[-1] + 3))
    first, last = min(first, length - 1), max(last, 1)
    weighs, rows = np.zeros((len(places), last - first), np.float32), np.arange(len(places))
    taps = (
        ((2 - t) * t - 1) * t / 2,
        ((3 * t - 5) * t * t + 2) / 2,
        ((4 - 3 * t) * t + 1) * t / 2,
        (t - 1) * t * t / 2,
    )
    for tap, weight in enumerate(taps, -1):
        weighs[rows, np.clip(left + tap, first, last - 1) - first] += weight
    return slice(first, last), weighs


def _weighed(
    lower: NDArray[np.float32], values: NDArray[np.float32], right: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Rows and columns of values weighed; for so few, numpy's threads cost more than they give."""
    rows = cv2.gemm(lower, np.ascontiguousarray(values), 1, _NONE, 0)
    made = cv2.gemm(rows, right, 1, _NONE, 0, flags=cv2.GEMM_2_T)
    return np.asarray(made, np.float32)


def _steepest(x: NDArray[np.float32], y: NDArray[np.float32], share: float) -> float:
    steps = np.hypot(x, y).ravel()
    place = math.ceil(share * (len(steps) - 1))
    return float(np.partition(steps, place)[place]) if len(steps) else 0.0
