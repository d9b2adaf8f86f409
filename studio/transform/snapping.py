"""What is moved catches at edges and middles that it comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studio.geometry import Bounds
from studio.transform.quad import Quad, shifted_by


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to catch at, canvas px: upright ones by their x, level ones by their y."""

    upright: tuple[float, ...]
    level: tuple[float, ...]

    @staticmethod
    def of(boxes: Iterable[Bounds]) -> Lines:
        """The edges and middles of rectangles; empty ones have none."""
        there = [box for box in boxes if not box.is_empty]
        return Lines(
            tuple(x for box in there for x in _three(box.x, box.right)),
            tuple(y for box in there for y in _three(box.y, box.bottom)),
        )


@dataclass(frozen=True, slots=True)
class Caught:
    """Where a quad catches, and the lines it does at; None where it is free."""

    quad: Quad
    x: float | None = None
    y: float | None = None


def caught(quad: Quad, lines: Lines, reach: float) -> Caught:
    """The quad moved by less than `reach` canvas px, so that an edge or its middle meets a line."""
    across, down = zip(*quad.corners, strict=True)
    upright = _nearest(_three(min(across), max(across)), lines.upright, reach)
    level = _nearest(_three(min(down), max(down)), lines.level, reach)
    dx, x = upright or (0.0, None)
    dy, y = level or (0.0, None)
    return Caught(quad.through(shifted_by(dx, dy)), x, y) if upright or level else Caught(quad)


def _nearest(
    places: Iterator[float], lines: Sequence[float], reach: float
) -> tuple[float, float] | None:
    """The shortest way from a place to a line, and the line; None where none is near."""
    ways = [(line - place, line) for place in places for line in lines]
    near = [way for way in ways if abs(way[0]) < reach]
    return min(near, key=lambda way: abs(way[0])) if near else None


def _three(near: float, far: float) -> Iterator[float]:
    yield near
    yield (near + far) / 2
    yield far
