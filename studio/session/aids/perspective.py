"""Vanishing points, and strokes that run to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from studio.document.placement import Spot
from studio.geometry import Extent
from studio.session.aids.guiding import Guiding, Switch
from studio.session.easel import Easel
from studio.text import tr

MOST_POINTS = 3


class Rail:
    """A straight line that a stroke keeps to from the moment it is clear which one is meant.

    ways: unit vectors that lines may take from the start. slack: canvas px until it is clear.
    """

    def __init__(self, start: Spot, ways: Sequence[Spot], slack: float) -> None:
        self._start = start
        self._ways = ways
        self._slack = slack
        self._way: Spot | None = None

    def placed(self, spot: Spot) -> Spot | None:
        """Where on the line a spot belongs; None while it is not clear."""
        dx, dy = spot[0] - self._start[0], spot[1] - self._start[1]
        if self._way is None:
            if spot == self._start:
                return spot
            if math.hypot(dx, dy) < self._slack:
                return None
            self._way = max(self._ways, key=lambda way: abs(way[0] * dx + way[1] * dy))
        along = self._way[0] * dx + self._way[1] * dy
        return self._start[0] + self._way[0] * along, self._start[1] + self._way[1] * along


class Perspective:
    """The vanishing points of the document, and what strokes make of them."""

    def __init__(self, easel: Easel, guiding: Guiding) -> None:
        self._easel = easel
        self._guiding = guiding

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._guiding.aids.vanishing)

    def set_count(self, count: int) -> None:
        """Have that many, those that are there as they are, others where they usually lie."""
        usual = _usual_points(self._easel.document.extent, count)
        kept = self._guiding.aids.vanishing[:count] if self.count > 1 and count > 1 else ()
        points = (*kept, *usual[len(kept) :])
        self._guiding.change(replace(self._guiding.aids, vanishing=points), tr("Perspective"))
        if count:
            self._guiding.show(Switch.perspective)

    def rail(self, start: Spot, slack: float) -> Rail | None:
        """What a stroke from there keeps to; None where it is free."""
        has, points = self._guiding.has, self._guiding.aids.vanishing
        if not points or not (has(Switch.strokes) and has(Switch.perspective)):
            return None
        if any(math.dist(point, start) <= slack for point in points):
            return None  # every line through a vanishing point leads to it
        ways = [_way(start, point) for point in points]
        ways += [(0.0, 1.0)] if len(points) < MOST_POINTS else []
        ways += [(1.0, 0.0)] if len(points) == 1 else []
        return Rail(start, ways, slack)


def _way(start: Spot, end: Spot) -> Spot:
    length = math.dist(start, end)
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _usual_points(extent: Extent, count: int) -> tuple[Spot, ...]:
    """One in the middle; two at the sides of a horizon; a third far below."""
    width, height = extent.width, extent.height
    if count == 1:
        return ((width / 2, height / 2),)
    low = (width / 2, height * 1.75)
    return ((-width * 0.125, height * 0.35), (width * 1.125, height * 0.35), low)[:count]
