"""Whole canvas pixels: x to the right, y down, right and bottom edges exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A pixel of the canvas."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Extent:
    """A size in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    @property
    def longest_side(self) -> int:
        """The larger of width and height."""
        return max(self.width, self.height)

    @property
    def shortest_side(self) -> int:
        """The smaller of width and height."""
        return min(self.width, self.height)

    @property
    def bounds(self) -> Bounds:
        """The rectangle of this size at the origin."""
        return Bounds(0, 0, self.width, self.height)

    def rounded_up(self, multiple: int) -> Extent:
        """Each side raised to a multiple."""
        return Extent(-(-self.width // multiple) * multiple, -(-self.height // multiple) * multiple)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A half-open rectangle of pixels; empty when a side is zero."""

    x: int
    y: int
    width: int
    height: int

    @staticmethod
    def from_edges(left: int, top: int, right: int, bottom: int) -> Bounds:
        """The rectangle between edges; empty when they cross."""
        return Bounds(left, top, max(0, right - left), max(0, bottom - top))

    @property
    def right(self) -> int:
        """First column past the rectangle."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row past the rectangle."""
        return self.y + self.height

    @property
    def extent(self) -> Extent:
        """Its size."""
        return Extent(self.width, self.height)

    @property
    def diagonal(self) -> float:
        """Length from corner to corner, in pixels."""
        return float((self.width**2 + self.height**2) ** 0.5)

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.width <= 0 or self.height <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array whose origin is the canvas origin."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def contains(self, other: Bounds) -> bool:
        """Whether every pixel of other is in here."""
        return self.intersection(other) == other

    def intersection(self, other: Bounds) -> Bounds:
        """The pixels in both; empty if they do not touch."""
        # Spelled out, which halves it: one pen event asks it some thirty times.
        left = self.x if self.x > other.x else other.x
        top = self.y if self.y > other.y else other.y
        right, bottom = self.x + self.width, self.y + self.height
        other_right, other_bottom = other.x + other.width, other.y + other.height
        right = right if right < other_right else other_right
        bottom = bottom if bottom < other_bottom else other_bottom
        return Bounds(left, top, max(0, right - left), max(0, bottom - top))

    def union(self, other: Bounds) -> Bounds:
        """The smallest rectangle around both; an empty one adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Bounds.from_edges(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def padded(self, by: int) -> Bounds:
        """Grown by the same number of pixels on every side."""
        return Bounds(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def translated(self, dx: int, dy: int) -> Bounds:
        """Moved, the size kept."""
        return Bounds(self.x + dx, self.y + dy, self.width, self.height)

    def relative_to(self, other: Bounds) -> Bounds:
        """The same pixels, counted from the other's corner."""
        return self.translated(-other.x, -other.y)

    def slices_in(self, other: Bounds) -> tuple[slice, slice]:
        """Rows and columns, to index an array whose origin is the other's corner."""
        x, y = self.x - other.x, self.y - other.y
        return slice(y, y + self.height), slice(x, x + self.width)

    def clamped_to(self, outer: Bounds) -> Bounds:
        """Shifted inward with the size kept; cut only where it is larger than outer."""
        width, height = min(self.width, outer.width), min(self.height, outer.height)
        x = min(max(self.x, outer.x), outer.right - width)
        y = min(max(self.y, outer.y), outer.bottom - height)
        return Bounds(x, y, width, height)

    def aligned(self, multiple: int) -> Bounds:
        """Grown outward until every edge is a multiple."""
        return Bounds.from_edges(
            self.x // multiple * multiple,
            self.y // multiple * multiple,
            -(-self.right // multiple) * multiple,
            -(-self.bottom // multiple) * multiple,
        )


EMPTY = Bounds(0, 0, 0, 0)


def union_of(many: Iterable[Bounds]) -> Bounds:
    """The smallest rectangle around all of them."""
    total = EMPTY
    for bounds in many:
        total = total.union(bounds)
    return total
