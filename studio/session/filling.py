"""Paint over whole areas at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import cv2
import numpy as np

from studio.brush.fill import cover
from studio.brush.gradient import GradientLaying
from studio.brush.ink import Ink
from studio.brush.likeness import Likeness, Picture, area_like
from studio.brush.polygon import Corner, polygon
from studio.colour import Colour
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.gradients import Blend, Gradient, GradientShape
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds, Point
from studio.session.easel import Easel
from studio.session.layers.masking import hidden_by, ink_on_mask
from studio.session.painting import Painting, limits_of
from studio.text import tr

LayGradient: TypeAlias = Callable[[Corner, Corner], None]


@dataclass(frozen=True, slots=True)
class Fade:
    """What a gradient is like: its shape, and whether it ends in nothing, not the background."""

    shape: GradientShape = GradientShape.linear
    to_nothing: bool = False


class Filling:
    """The verbs that fill; each is one step on the active layer, or on its mask.

    likeness: what is filled from a point. fade: what a gradient is like.
    """

    def __init__(self, easel: Easel, painting: Painting) -> None:
        self.likeness = Likeness()
        self.fade = Fade()
        self._easel = easel
        self._painting = painting

    def check(self) -> None:
        """See that something can be filled here.

        Raises:
            InputError: the layer, or its mask, cannot be painted on.
        """
        if self._easel.on_mask:
            self._easel.masked()
        else:
            self._easel.target()

    def fill_at(self, point: Point) -> None:
        """Fill what is like the colour at a point.

        Raises:
            InputError: the layer cannot be painted on.
        """
        self.check()
        canvas = self._easel.document.bounds
        if not canvas.contains(Bounds(point.x, point.y, 1, 1)):
            return
        area, coverage = area_like(self._picture(), point, self.likeness, canvas)
        with self._ground(tr("Fill")) as (tiles, ink):
            cover(tiles, ink, limits_of(self._easel.document), area, coverage)

    def fill_selected(self, *, with_background: bool = False) -> None:
        """Fill what is selected, or everything, with one of the two colours.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document, painting = self._easel.document, self._painting
        colour = painting.background if with_background else painting.foreground
        with self._ground(tr("Fill"), colour) as (tiles, ink):
            cover(tiles, ink, limits_of(document), document.bounds)

    def fill_shape(self, corners: Sequence[Corner], title: str) -> None:
        """Fill what lies between corners, canvas px.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document = self._easel.document
        with self._ground(title) as (tiles, ink):
            cover(tiles, ink, limits_of(document), *polygon(corners, document.bounds))

    @contextmanager
    def gradient(self) -> Iterator[LayGradient]:
        """Lay a gradient from a point to another, canvas px, as often as they move; one step.

        Raises:
            InputError: the layer, or its mask, cannot be painted on.
        """
        document = self._easel.document
        blend, shape = self._blend(), self.fade.shape
        with self._ground(tr("Gradient")) as (tiles, ink):
            laying = GradientLaying(tiles, limits_of(document), keeps_alpha=ink.keeps_alpha)
            layer = self._easel.active

            def lay(start: Corner, end: Corner) -> None:
                document.touched(layer, laying.lay(Gradient(start, end, shape), blend))

            yield lay

    def selection_to_layer(self) -> None:
        """Put the selection on a layer of its own, in the foreground colour."""
        document, active = self._easel.document, self._easel.active
        layer = PaintLayer(document.new_id(), LayerProperties(tr("Selection")))
        ink = Ink.of(self._painting.foreground)
        cover(layer.tiles, ink, limits_of(document), document.bounds)
        layer.tiles.snapshot()
        parent, index = document.root.id, len(document.root.children) - 1
        if active != document.root.id:
            parent, index = document.place_of(active)
        document.do(AddLayer(layer, parent, index + 1, tr("Selection to layer")))

    @contextmanager
    def _ground(self, title: str, colour: Colour | None = None) -> Iterator[tuple[TileStore, Ink]]:
        """What is filled, and with what: the foreground, or another colour."""
        document, colour = self._easel.document, colour or self._painting.foreground
        if self._easel.on_mask:
            masked = self._easel.masked()
            with document.masking(masked.id, title) as hidden:
                yield hidden, ink_on_mask(colour, erase=False)
            return
        layer = self._easel.target()
        with document.painting(layer.id, title) as tiles:
            yield tiles, Ink.of(colour, keeps_alpha=layer.properties.alpha_locked)

    def _picture(self) -> Picture:
        """What is looked at: premultiplied BGRA of any canvas px."""
        if self.likeness.merged:
            return partial(flatten, self._easel.document)
        if self._easel.on_mask:
            return partial(_greys, self._easel.document.mask_of(self._easel.active).hidden)
        return self._easel.target().tiles.read

    def _blend(self) -> Blend:
        first, last = self._painting.foreground, self._painting.background
        if self.fade.to_nothing:
            last = first
        alpha = 0 if self.fade.to_nothing else 255
        return Blend((*self._seen(first), 255), (*self._seen(last), alpha))

    def _seen(self, colour: Colour) -> tuple[int, int, int]:
        """A colour as BGR; on a mask, thrice how much it hides."""
        if self._easel.on_mask:
            return (hidden_by(colour),) * 3
        return colour.blue, colour.green, colour.red


def _greys(hidden: TileStore, at: Bounds) -> Pixels:
    """What a mask hides as an opaque picture, BGRA uint8[h, w, 4]."""
    return np.asarray(cv2.cvtColor(hidden.read(at), cv2.COLOR_GRAY2BGRA), np.uint8)
