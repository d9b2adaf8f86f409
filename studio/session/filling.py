"""Paint over whole areas at once."""

from __future__ import annotations

from functools import partial

from studio.brush.fill import cover
from studio.brush.ink import Ink
from studio.brush.likeness import Likeness, area_like
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.layers import LayerProperties, PaintLayer
from studio.geometry import Bounds, Point
from studio.session.easel import Easel
from studio.session.painting import Painting, limits_of
from studio.text import tr


class Filling:
    """The verbs that fill; each is one step on the active layer.

    likeness: what is filled from a point.
    """

    def __init__(self, easel: Easel, painting: Painting) -> None:
        self.likeness = Likeness()
        self._easel = easel
        self._painting = painting

    def fill_at(self, point: Point) -> None:
        """Fill what is like the colour at a point.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document, layer = self._easel.document, self._easel.target()
        if not document.bounds.contains(Bounds(point.x, point.y, 1, 1)):
            return
        picture = partial(flatten, document) if self.likeness.merged else layer.tiles.read
        area, coverage = area_like(picture, point, self.likeness, document.bounds)
        with document.painting(layer.id, tr("Fill")) as tiles:
            cover(tiles, self._ink(layer), limits_of(document), area, coverage)

    def fill_selected(self) -> None:
        """Fill what is selected, or everything.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document, layer = self._easel.document, self._easel.target()
        with document.painting(layer.id, tr("Fill")) as tiles:
            cover(tiles, self._ink(layer), limits_of(document), document.bounds)

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

    def _ink(self, layer: PaintLayer) -> Ink:
        keeps_alpha = layer.properties.alpha_locked
        return Ink.of(self._painting.foreground, keeps_alpha=keeps_alpha)
