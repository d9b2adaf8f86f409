"""Selecting by what is there: a colour, or a layer's opacity."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from studio.brush.likeness import Likeness, Picture, all_like, area_like
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.commands import extent_of
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import AdjustmentLayer, Layer, LayerId, Pictured
from studio.document.selection import Combine
from studio.document.tiles import TILE, Pixels, TileKey, keys_covering
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.region.masks import GROWTH, fade_of
from studio.session.easel import Easel
from studio.session.selecting import Selecting
from studio.text import tr

# Of 255: what is more opaque is painted. Its soft rim is repainted along with what is empty.
_HALF = 128


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
        """Select a layer, as far as it is opaque; a group, as far as what it shows is.

        Raises:
            InputError: it has nothing to be seen by itself, or there is no layer.
        """
        document = self._easel.document
        layer = document.layer(id)
        if id == document.root.id or isinstance(layer, AdjustmentLayer):
            raise _nothing_painted()
        if isinstance(layer, Pictured):
            picture: Picture = layer.tiles.read
        else:
            picture = partial(flatten, _alone(document, layer))
        inside = set(keys_covering(extent_of(document, layer)))
        self._selecting.select_by_tile(
            lambda at: _alpha_of(picture(at)) if _key_of(at) in inside else None,
            how,
            tr("Select layer"),
        )

    def select_active_layer(self) -> None:
        """Select the active layer, as far as it is opaque.

        Raises:
            InputError: it has no pixels.
        """
        self.select_layer(self._easel.active, Combine.replace)

    def select_empty(self) -> None:
        """Select where nothing is painted on any layer, to have the picture carried on there.

        With as much of the picture along it as what lands needs to fade into it.

        Raises:
            InputError: all of it is painted.
        """
        document = self._easel.document
        with document.history.one_step(tr("Select what is empty")):
            self._selecting.select_by_tile(
                lambda at: _empty_in(flatten(document, at)),
                Combine.replace,
                tr("Select what is empty"),
            )
            if document.selection.is_none:
                raise InputError(
                    tr("Nothing of the picture is empty."),
                    tr("Make room around it first: pull the crop tool past its edge."),
                )
            self._selecting.grow(math.ceil(fade_of(document.selection.bounds, 1.0)) + GROWTH)

    def select_mask(self, id: LayerId, how: Combine) -> None:  # noqa: A002
        """Select what a layer's mask shows; nothing changes where it has none."""
        mask = self._easel.document.layer(id).mask
        if mask is not None:
            hidden = mask.hidden
            self._selecting.select_by_tile(
                lambda at: np.asarray(cv2.bitwise_not(hidden.read(at)), np.uint8),
                how,
                tr("Select mask"),
            )

    def _picture(self) -> Picture:
        """What is looked at: premultiplied BGRA of any canvas px."""
        document = self._easel.document
        if self.likeness.merged:
            return partial(flatten, document)
        return _painted(document.layer(self._easel.active)).tiles.read


def _empty_in(picture: Pixels) -> Pixels | None:
    empty = np.where(picture[..., 3] < _HALF, 255, 0).astype(np.uint8)
    return empty if empty.any() else None


def _painted(layer: Layer) -> Pictured:
    if not isinstance(layer, Pictured):
        raise _nothing_painted()
    return layer


def _nothing_painted() -> InputError:
    return InputError(tr("The active layer has no pixels."), tr("Choose a paint layer."))


def _alpha_of(pixels: Pixels) -> Pixels | None:
    alpha = np.asarray(cv2.extractChannel(pixels, 3), np.uint8)
    return alpha if alpha.any() else None


def _alone(document: Document, layer: Layer) -> Document:
    """A document of nothing but the layer, wholly seen."""
    alone = Document(document.extent)
    look = replace(layer.properties, visible=True, opacity=1.0, blend=BlendMode.normal)
    alone.root.children.append(replace(layer, properties=replace(look, clipped=False)))
    return alone


def _key_of(tile: Bounds) -> TileKey:
    return tile.x // TILE, tile.y // TILE
