"""The points of a curve while they are edited: by rising x, both 0..1, two at least."""

from __future__ import annotations

from bisect import bisect
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Points: TypeAlias = tuple[Point, ...]

FEWEST = 2
# Two points at one place could not be told apart by a hand.
_APART = 0.01


def added(points: Points, point: Point) -> tuple[Points, int]:
    """A point more, and where it stands; one too near to another takes its place."""
    index = bisect([x for x, _ in points], point[0])
    for near in (index - 1, index):
        if 0 <= near < len(points) and abs(points[near][0] - point[0]) < _APART:
            return moved(points, near, point), near
    return (*points[:index], _inside(point), *points[index:]), index


def moved(points: Points, index: int, to: Point) -> Points:
    """A point moved, but not past its neighbours."""
    low = points[index - 1][0] + _APART if index else 0.0
    high = points[index + 1][0] - _APART if index + 1 < len(points) else 1.0
    x, y = _inside(to)
    return (*points[:index], (min(max(x, low), max(low, high)), y), *points[index + 1 :])


def removed(points: Points, index: int) -> Points:
    """A point less; the last two stay."""
    return points if len(points) <= FEWEST else (*points[:index], *points[index + 1 :])


def halfway(points: Points, index: int) -> Point:
    """In the middle between a point and the next, or the one before where there is none."""
    first = min(index, len(points) - 2)
    (left, before), (right, after) = points[first : first + 2]
    return (left + right) / 2, (before + after) / 2


def _inside(point: Point) -> Point:
    x, y = (min(1.0, max(0.0, one)) for one in point)
    return x, y
