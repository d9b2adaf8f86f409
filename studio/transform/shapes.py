"""The shapes that pixels can be taken to."""

from __future__ import annotations

from typing import TypeAlias

from studio.geometry import Bounds
from studio.transform.net import Net
from studio.transform.pulling import turned_quad
from studio.transform.quad import Quad, matrix_between
from studio.transform.turning import Turn
from studio.transform.ways import Perspective, Way

Shape: TypeAlias = Quad | Net


def way_to(shape: Shape, box: Bounds) -> Way:
    """The way from a rectangle to a shape."""
    if isinstance(shape, Net):
        from studio.transform.bending import Bending  # 5 ms that a start does not need

        return Bending(shape)
    return Perspective(matrix_between(Quad.around(box), shape))


def turned_shape(shape: Shape, turn: Turn) -> Shape:
    """The shape turned or mirrored about its middle."""
    if isinstance(shape, Quad):
        return turned_quad(shape, turn)
    around = Quad.around(shape.bounds)
    return shape.through(matrix_between(around, turned_quad(around, turn)))
