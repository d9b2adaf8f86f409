"""Paths of cubic Bézier curves, from node to node."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

import numpy as np

from studio.transform.quad import Spot

# How far from the curve its corners may cut, canvas px.
_TOLERANCE = 0.05
# How far from straight, in degrees, two handles may be and still go through their node smoothly.
_STRAIGHT = 1.0


class Side(Enum):
    """Which handle of a node: where the curve comes in, or where it goes out."""

    into = "into"
    out = "out"


@dataclass(frozen=True, slots=True)
class Node:
    """A spot that the curve goes through, and its two handles: at the spot where it has none."""

    spot: Spot
    into: Spot
    out: Spot

    @staticmethod
    def corner(spot: Spot) -> Node:
        """A node without handles."""
        return Node(spot, spot, spot)

    @property
    def is_smooth(self) -> bool:
        """Whether the curve goes through it without a corner."""
        if self.spot in (self.into, self.out):
            return False
        turn = _way(self.spot, self.out) - _way(self.into, self.spot)
        return abs(math.remainder(turn, 2 * math.pi)) < math.radians(_STRAIGHT)

    def handle(self, side: Side) -> Spot:
        """Where a handle is."""
        return self.into if side is Side.into else self.out

    def moved_to(self, spot: Spot) -> Node:
        """Somewhere else, its handles with it."""
        dx, dy = spot[0] - self.spot[0], spot[1] - self.spot[1]
        (ix, iy), (ox, oy) = self.into, self.out
        return Node(spot, (ix + dx, iy + dy), (ox + dx, oy + dy))

    def mirrored(self, out: Spot) -> Node:
        """With handles as long as each other, to both sides."""
        return Node(self.spot, (2 * self.spot[0] - out[0], 2 * self.spot[1] - out[1]), out)

    def pulled(self, side: Side, to: Spot, *, alone: bool = False) -> Node:
        """With a handle elsewhere; the other turns along where it was smooth, unless alone."""
        made = replace(self, into=to) if side is Side.into else replace(self, out=to)
        if alone or not self.is_smooth or to == self.spot:
            return made
        other = Side.out if side is Side.into else Side.into
        length, way = math.dist(self.spot, self.handle(other)), _way(to, self.spot)
        x, y = self.spot[0] + length * math.cos(way), self.spot[1] + length * math.sin(way)
        return made.pulled(other, (x, y), alone=True)


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes in the order they are gone through; closed: the last leads back to the first."""

    nodes: tuple[Node, ...] = ()
    closed: bool = False

    def with_node(self, index: int, node: Node) -> Path:
        """With another node in place of one; past the last it is added."""
        return replace(self, nodes=(*self.nodes[:index], node, *self.nodes[index + 1 :]))

    def without_last(self) -> Path:
        """Open where it was closed, else with the latest node taken back."""
        return replace(self, closed=False) if self.closed else Path(self.nodes[:-1])

    @property
    def corners(self) -> tuple[Spot, ...]:
        """Corners so close together that no eye tells them from the curve; canvas px."""
        ring = (*self.nodes, self.nodes[0]) if self.closed else self.nodes
        found = [self.nodes[0].spot] if self.nodes else []
        for start, end in pairwise(ring):
            found += curve(start, end)
        return tuple(found[:-1]) if self.closed and len(found) > 1 else tuple(found)


def curve(start: Node, end: Node) -> Iterator[Spot]:
    """Corners along the curve between two nodes, without its first."""
    points = np.array((start.spot, start.out, end.into, end.spot), np.float64)
    if start.out == start.spot and end.into == end.spot:
        yield end.spot
        return
    # Farin: a cubic cut in n is off by no more than 3/4 of its greatest second difference, by n².
    bend = np.linalg.norm(points[:-2] - 2 * points[1:-1] + points[2:], axis=1).max()
    count = max(1, math.ceil(math.sqrt(0.75 * float(bend) / _TOLERANCE)))
    t = (np.arange(1, count + 1) / count)[:, np.newaxis]
    s = 1 - t
    made = s**3 * points[0] + 3 * s * s * t * points[1] + 3 * s * t * t * points[2]
    yield from ((x, y) for x, y in (made + t**3 * points[3]).tolist())


def _way(start: Spot, end: Spot) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])
