"""Selecting by what is there: a colour, or a layer's opacity."""

from __future__ import annotations

from functools import partial

import numpy as np

from studio.brush.likeness import Likeness, Picture, all_like, area_like
from studio.colour import Colour
from studio.document.composite import flatten
from studio.document.layers import Layer, LayerId, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.easel import Easel
from studio.session.selecting import Selecting
from studio.text import tr


class Wand:
    """Verbs that look at the picture and select; each is one step.

    likeness: what counts as like a pixel or a colour.
    """

    def __init__(self, easel: Easel, selecting: Selecting) -> None:
        self.likeness = Likeness()
        self._easel = easel
        self._selecting = selecting

    def select_at(self, point: Point, how: Combine) -> None:
        """Select what is like the pixel at a point; beyond the canvas, nothing.

        Raises:
            InputError: it looks at the active layer alone, and that has no pixels.
        """
        canvas = self._easel.document.bounds
        if not canvas.contains(Bounds(point.x, point.y, 1, 1)):
            if how is Combine.replace:
                self._selecting.select_none()
            return
        area, coverage = area_like(self._picture(), point, self.likeness, canvas)
        self._selecting.select(area, coverage, how, tr("Magic wand"))

    def select_colour(self, colour: Colour, how: Combine) -> None:
        """Select whatever is like a colour, wherever it is.

        Raises:
            InputError: it looks at the active layer alone, and that has no pixels.
        """
        canvas = self._easel.document.bounds
        wanted = np.array((colour.blue, colour.green, colour.red, 255), np.uint8)
        coverage = all_like(self._picture(), canvas, wanted, self.likeness)
        self._selecting.select(canvas, coverage, how, tr("Select by colour"))

    def select_layer(self, id: LayerId, how: Combine) -> None:  # noqa: A002
        """Select a layer, as far as it is opaque.

        Raises:
            InputError: it is a group.
        """
        document = self._easel.document
        tiles = _painted(document.layer(id)).tiles
        bounds = tiles.bounds.intersection(document.bounds)
        alpha = np.ascontiguousarray(tiles.read(bounds)[..., 3])
        self._selecting.select(bounds, alpha, how, tr("Select layer"))

    def select_active_layer(self) -> None:
        """Select the active layer, as far as it is opaque.

        Raises:
            InputError: it has no pixels.
        """
        self.select_layer(self._easel.active, Combine.replace)

    def _picture(self) -> Picture:
        """What is looked at: premultiplied BGRA of any canvas px."""
        document = self._easel.document
        if self.likeness.merged:
            return partial(flatten, document)
        return _painted(document.layer(self._easel.active)).tiles.read


def _painted(layer: Layer) -> PaintLayer:
    if not isinstance(layer, PaintLayer):
        raise InputError(tr("The active layer has no pixels."), tr("Choose a paint layer."))
    return layer
