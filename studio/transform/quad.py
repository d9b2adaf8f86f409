"""Four corners: where a rectangle of pixels is taken to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.geometry import Bounds

Spot: TypeAlias = tuple[float, float]
# float64[3, 3]: canvas spots to canvas spots, by x, y and 1.
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quad:
    """Corners, canvas px: those that were top left, top right, bottom right and bottom left."""

    corners: tuple[Spot, Spot, Spot, Spot]

    @staticmethod
    def around(bounds: Bounds) -> Quad:
        """A rectangle as it is."""
        left, top, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
        return Quad(((left, top), (right, top), (right, bottom), (left, bottom)))

    @property
    def middle(self) -> Spot:
        """The mean of the corners."""
        across, down = zip(*self.corners, strict=True)
        return sum(across) / 4, sum(down) / 4

    @property
    def across(self) -> Spot:
        """The way from left to right, the mean of top and bottom."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        return (bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2

    @property
    def down(self) -> Spot:
        """The way from top to bottom, the mean of left and right."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        return (dx - ax + cx - bx) / 2, (dy - ay + cy - by) / 2

    @property
    def bounds(self) -> Bounds:
        """Whole canvas px around it."""
        return around_spots(self.corners)

    @property
    def is_sound(self) -> bool:
        """Whether a picture can be drawn in it: it bulges everywhere and is not all but flat."""
        turns = [_turn(self.corners[i - 2], self.corners[i - 1], self.corners[i]) for i in range(4)]
        return min(turns) > _FLAT or max(turns) < -_FLAT

    def at(self, across: float, down: float) -> Spot:
        """A spot of it: (0, 0) is the corner that was top left, (1, 1) the opposite one."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        top = (ax + (bx - ax) * across, ay + (by - ay) * across)
        bottom = (dx + (cx - dx) * across, dy + (cy - dy) * across)
        return top[0] + (bottom[0] - top[0]) * down, top[1] + (bottom[1] - top[1]) * down

    def through(self, matrix: Matrix) -> Quad:
        """Where a matrix takes it."""
        first, second, third, fourth = (taken(matrix, corner) for corner in self.corners)
        return Quad((first, second, third, fourth))

    def holds(self, spot: Spot) -> bool:
        """Whether a spot is inside."""
        sides = [_turn(self.corners[i - 1], self.corners[i], spot) for i in range(4)]
        return min(sides) >= 0 or max(sides) <= 0


# Twice the area, px², below which three corners count as being in line.
_FLAT = 0.5


def matrix_between(before: Quad, after: Quad) -> Matrix:
    """The perspective that takes one to the other (Heckbert 1989, §2.2.3)."""
    # From the middle on: there the depth is 1, and so it is positive all over the quad.
    middle = before.middle
    rows: list[list[float]] = []
    for corner, (u, v) in zip(before.corners, after.corners, strict=True):
        x, y = corner[0] - middle[0], corner[1] - middle[1]
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    targets = [part for spot in after.corners for part in spot]
    solved = np.linalg.solve(np.array(rows, np.float64), np.array(targets, np.float64))
    return np.append(solved, 1.0).reshape(3, 3) @ shifted_by(-middle[0], -middle[1])


def inverse(matrix: Matrix) -> Matrix:
    """The way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def taken(matrix: Matrix, spot: Spot) -> Spot:
    """Where a matrix takes a spot."""
    x, y, w = (matrix @ np.array((*spot, 1.0))).tolist()
    return x / w, y / w


def shifted_by(dx: float, dy: float) -> Matrix:
    """Moves."""
    return np.array(((1, 0, dx), (0, 1, dy), (0, 0, 1)), np.float64)


def turned_by(degrees: float, about: Spot) -> Matrix:
    """Turns clockwise, as seen."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    turn = np.array(((cosine, -sine, 0), (sine, cosine, 0), (0, 0, 1)), np.float64)
    return shifted_by(*about) @ turn @ shifted_by(-about[0], -about[1])


def frame_matrix(origin: Spot, across: Spot, down: Spot) -> Matrix:
    """Takes (0, 0) to the origin, (1, 0) across from it and (0, 1) down from it."""
    return np.array(
        ((across[0], down[0], origin[0]), (across[1], down[1], origin[1]), (0, 0, 1)), np.float64
    )


def around_spots(spots: Iterable[Spot]) -> Bounds:
    """Whole canvas px around spots."""
    across, down = zip(*spots, strict=True)
    return Bounds.from_edges(
        math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)), math.ceil(max(down))
    )


def _turn(first: Spot, second: Spot, third: Spot) -> float:
    """Twice the area of a triangle, positive when it goes clockwise, as seen."""
    return (second[0] - first[0]) * (third[1] - second[1]) - (second[1] - first[1]) * (
        third[0] - second[0]
    )
