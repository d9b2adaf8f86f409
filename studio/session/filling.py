"""Paint over whole areas at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from studio.brush.fill import cover
from studio.brush.gradient import Blend, Gradient, GradientLaying, GradientShape
from studio.brush.ink import Ink
from studio.brush.likeness import Likeness, Picture, area_like
from studio.brush.polygon import Corner, polygon
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.tiles import TileStore
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.easel import Easel
from studio.session.masking import ink_on_mask
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

    def fill_selected(self) -> None:
        """Fill what is selected, or everything.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document = self._easel.document
        with self._ground(tr("Fill")) as (tiles, ink):
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
            InputError: the layer cannot be painted on, or its mask is being painted on.
        """
        if self._easel.on_mask:
            raise InputError(
                tr("A gradient is laid on pixels, not on a mask."),
                tr("Choose the layer's picture in the layer list."),
            )
        document, layer = self._easel.document, self._easel.target()
        blend, shape = self._blend(), self.fade.shape
        keeps_alpha = layer.properties.alpha_locked
        with document.painting(layer.id, tr("Gradient")) as tiles:
            laying = GradientLaying(tiles, limits_of(document), keeps_alpha=keeps_alpha)

            def lay(start: Corner, end: Corner) -> None:
                document.touched(layer.id, laying.lay(Gradient(start, end, shape), blend))

            yield lay

    def selection_to_layer(self) -> None:
        """Put the selection on a layer of its own, in the foreground colour."""
        document, active = self._easel.document, self._easel.active
        layer = PaintLayer(document.new_id(), LayerProperties(tr("Selection")))
        cover(layer.tiles, self._ink(layer), limits_of(document), document.bounds)
        layer.tiles.snapshot()
        parent, index = document.root.id, len(document.root.children) - 1
        if active != document.root.id:
            parent, index = document.place_of(active)
        document.do(AddLayer(layer, parent, index + 1, tr("Selection to layer")))

    @contextmanager
    def _ground(self, title: str) -> Iterator[tuple[TileStore, Ink]]:
        """What is filled, and with what."""
        document = self._easel.document
        if self._easel.on_mask:
            masked = self._easel.masked()
            with document.masking(masked.id, title) as hidden:
                yield hidden, ink_on_mask(self._painting.foreground, erase=False)
            return
        layer = self._easel.target()
        with document.painting(layer.id, title) as tiles:
            yield tiles, self._ink(layer)

    def _picture(self) -> Picture:
        """What is looked at: premultiplied BGRA of any canvas px."""
        if self.likeness.merged:
            return partial(flatten, self._easel.document)
        return self._easel.target().tiles.read

    def _ink(self, layer: PaintLayer) -> Ink:
        keeps_alpha = layer.properties.alpha_locked
        return Ink.of(self._painting.foreground, keeps_alpha=keeps_alpha)

    def _blend(self) -> Blend:
        first, last = self._painting.foreground, self._painting.background
        if self.fade.to_nothing:
            last = first
        alpha = 0 if self.fade.to_nothing else 255
        start = (first.blue, first.green, first.red, 255)
        return Blend(start, (last.blue, last.green, last.red, alpha))
