"""A net of nodes that a rectangle of pixels is bent by, smoothly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.geometry import Bounds
from studio.transform.quad import Matrix, Quad, Spot, around_spots, matrix_between, taken

Floats: TypeAlias = NDArray[np.float64]

# Nodes along a side.
SIDES = (3, 4, 5)
# To add nothing.
_NONE = np.zeros((0, 0))
# In so many parts a side is cut to see how far the net reaches, past its nodes.
_FINE = 24


@dataclass(frozen=True, slots=True)
class Net:
    """side × side nodes, row by row, canvas px: where those spaced evenly over a box are taken.

    Between them it bends as little as it can (natural cubic splines, first along the rows, then
    down the columns); beyond the box it goes on straight.
    """

    box: Bounds
    side: int
    nodes: tuple[Spot, ...]

    @staticmethod
    def over(quad: Quad, box: Bounds, side: int) -> Net:
        """The net that takes a box where a quad is."""
        matrix = matrix_between(Quad.around(box), quad)
        return Net(box, side, tuple(taken(matrix, spot) for spot in _even(box, side)))

    @property
    def bounds(self) -> Bounds:
        """Whole canvas px around it."""
        x, y = lines_across(self, _FINE)
        off = 1e-6  # what was computed may lie so far beside a whole px
        return around_spots(
            ((x.min() + off, y.min() + off), (x.max() - off, y.max() - off)),
        )

    @property
    def is_sound(self) -> bool:
        """Whether a picture can be drawn in it: it is not all but flat."""
        low, high = np.min(self.nodes, axis=0), np.max(self.nodes, axis=0)
        return bool((high - low).min() >= 1)

    def with_node(self, index: int, spot: Spot) -> Net:
        """With a node elsewhere."""
        return replace(self, nodes=(*self.nodes[:index], spot, *self.nodes[index + 1 :]))

    def through(self, matrix: Matrix) -> Net:
        """Where a matrix takes it."""
        return replace(self, nodes=tuple(taken(matrix, node) for node in self.nodes))

    def with_side(self, side: int) -> Net:
        """With more nodes or fewer, bent as nearly alike as those can."""
        made = self.spots(np.array(tuple(_even(self.box, side)), np.float64))
        return Net(self.box, side, tuple((x, y) for x, y in made.tolist()))

    def spots(self, spots: Floats) -> Floats:
        """Where spots of the canvas are taken, float64[n, 2]."""
        across, down = self._weights(spots)
        made = np.einsum("kj,ki,jic->kc", down[0], across[0], self._grid)
        return np.asarray(made, np.float64)

    def slopes(self, spots: Floats) -> tuple[Floats, Floats, Floats]:
        """The same, and how far it goes there with a px to the right and with one down."""
        across, down = self._weights(spots)
        # Column by column of the net, one after the other: for so few, gemm is quickest.
        flat = self._grid.transpose(1, 0, 2).reshape(self.side, -1)
        columns, steeper = (
            cv2.gemm(one, flat, 1, _NONE, 0).reshape(len(one), self.side, 2) for one in across
        )
        return (
            np.einsum("kj,kjc->kc", down[0], columns),
            np.einsum("kj,kjc->kc", down[0], steeper) * ((self.side - 1) / self.box.width),
            np.einsum("kj,kjc->kc", down[1], columns) * ((self.side - 1) / self.box.height),
        )

    @property
    def _grid(self) -> Floats:
        return np.array(self.nodes, np.float64).reshape(self.side, self.side, 2)

    def _weights(self, spots: Floats) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        box, steps = self.box, self.side - 1
        return (
            weights((spots[:, 0] - box.x) * (steps / box.width), self.side),
            weights((spots[:, 1] - box.y) * (steps / box.height), self.side),
        )


def lines_across(net: Net, parts: int) -> tuple[Floats, Floats]:
    """Where an even lattice of (parts + 1)² spots of its box is taken: x and y, each square."""
    box = net.box
    across = np.linspace(box.x, box.right, parts + 1)
    x, y = np.meshgrid(across, np.linspace(box.y, box.bottom, parts + 1))
    made = net.spots(np.column_stack((x.ravel(), y.ravel()))).reshape(*x.shape, 2)
    return made[..., 0], made[..., 1]


def weights(at: Floats, count: int) -> tuple[Floats, Floats]:
    """What each of `count` knots at 0, 1, 2… weighs at a place, and how that changes; [k, count].

    The natural cubic spline through knots, by its second derivatives (Press et al., §3.3).
    """
    left = np.clip(np.floor(at), 0, count - 2).astype(np.intp)
    t = (at - left)[:, np.newaxis]
    inside = np.clip(t, 0, 1)
    zeroth, first, second, third = _pieces(count)[:, left]
    slopes = first + inside * (2 * second + 3 * inside * third)
    # Beyond the ends it is straight: as steep as it is there.
    made = zeroth + inside * (first + inside * (second + inside * third))
    return made + (t - inside) * slopes, slopes


@cache
def _pieces(count: int) -> Floats:
    """What each knot weighs from one knot to the next, by the powers of how far that is.

    [4 powers, count - 1 pieces, count knots]
    """
    knots, bends = np.eye(count), _second_derivatives(count)
    start, end = bends[:-1], bends[1:]
    first = knots[1:] - knots[:-1] - start / 3 - end / 6
    return np.stack((knots[:-1], first, start / 2, (end - start) / 6))


@cache
def _second_derivatives(count: int) -> Floats:
    """From values at knots to the second derivatives there, zero at both ends; [count, count]."""
    system, values = np.eye(count), np.zeros((count, count))
    for knot in range(1, count - 1):
        system[knot, knot - 1 : knot + 2] = 1, 4, 1
        values[knot, knot - 1 : knot + 2] = 6, -12, 6
    return np.asarray(np.linalg.solve(system, values), np.float64)


def _even(box: Bounds, side: int) -> Iterable[Spot]:
    """Spots spaced evenly over a box, row by row."""
    for row in np.linspace(box.y, box.bottom, side).tolist():
        for column in np.linspace(box.x, box.right, side).tolist():
            yield column, row
