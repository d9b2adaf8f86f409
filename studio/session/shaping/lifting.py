"""What a transform lifts."""

from __future__ import annotations

from dataclasses import dataclass

from studio.brush.moving import clipped
from studio.document.coarse import StandIns
from studio.document.document import Document
from studio.document.layers import Layer, LayerId, PaintLayer, Pictured, walk
from studio.document.tiles import Tiles
from studio.errors import InputError
from studio.geometry import Bounds, union_of
from studio.session.easel import Easel, refuse_locked_or_hidden
from studio.session.layers.chosen import Chosen
from studio.session.layers.layering import refuse_locked
from studio.session.painting import alpha_is_locked
from studio.session.shaping.lifted import LiftedText, Piece, lifted_layer
from studio.text import tr
from studio.transform.contours import contours
from studio.transform.warping import tight_bounds
from studio.transform.ways import Spots, Way


@dataclass(frozen=True, slots=True, eq=False)
class Lifted:
    """Layers, or the selection alone; box: tightly around what is transformed.

    selected: the selection, where it goes along or is all that is lifted; None where nothing is.
    """

    document: Document
    box: Bounds
    layers: tuple[Piece, ...]
    selected: Tiles | None
    outline: tuple[Spots, ...] = ()

    @property
    def reaches_beyond(self) -> bool:
        """Whether a mask shows or hides something beside the box."""
        return any(one.box.is_empty for one in self.layers) and len(self.layers) > 1

    def shown(self, way: Way) -> StandIns:
        """How layers are seen, taken a way."""
        return {layer.id: layer.stand_in(way) for layer in self.layers}

    def no_longer_text(self, way: Way) -> tuple[str, ...]:
        """The names of texts that would become paint."""
        texts = (one for one in self.layers if isinstance(one, LiftedText))
        bent = [one.id for one in texts if not one.stays_text(way)]
        return tuple(self.document.layer(one).properties.name for one in bent)

    def put_down(self, way: Way) -> tuple[LayerId, ...]:
        """Resample what was lifted, once, and make it last: one step. The layers they are then."""
        title = tr("Transform") if self.layers else tr("Transform selection")
        with self.document.history.one_step(title):
            made = tuple(layer.put_down(self.document, way, title) for layer in self.layers)
            if self.selected is not None:
                self._select(way, self.selected)
        return made

    def _select(self, way: Way, selected: Tiles) -> None:
        there = way.tiles(selected, tight_bounds(selected))
        with self.document.selecting(tr("Transform selection")) as selection:
            store = selection.tiles
            kept = clipped(there, self.document.bounds)
            store.apply({**dict.fromkeys(store.keys - kept.keys()), **kept})


def lift(easel: Easel, chosen: Chosen) -> Lifted:
    """What is selected of the chosen layers and those in them; or all of it, and masks with it.

    Raises:
        InputError: one of them may not be changed, or there is nothing on them.
    """
    document = easel.document
    selection = document.selection
    selected = None if selection.is_none else selection.tiles.snapshot()
    layers = _to_lift(easel, chosen)
    made = tuple(one for layer in layers if (one := lifted_layer(layer, selected, document.bounds)))
    if not made:
        raise InputError(
            tr("There is nothing here to transform."),
            tr("Choose a layer with something painted on it, or select where it is."),
        )
    box = union_of(one.box for one in made)
    if box.is_empty:
        box = union_of(one.mask.box for one in made if one.mask is not None)
    return Lifted(document, box, made, selected)


def lift_selection(easel: Easel) -> Lifted:
    """The selection alone.

    Raises:
        InputError: nothing is selected.
    """
    selection = easel.document.selection
    if selection.is_none:
        raise InputError(tr("Nothing is selected."), tr("Select something first."))
    selected, box = selection.tiles.snapshot(), selection.bounds
    return Lifted(easel.document, box, (), selected, contours(selected, box))


def _to_lift(easel: Easel, chosen: Chosen) -> list[Layer]:
    """The chosen layers with all they hold; a single one has to be seen.

    Raises:
        InputError: one of them is locked.
    """
    layers = [one for layer in chosen.outermost for one in walk(layer)]
    if len(layers) < 2:
        layers = [_active(easel)]
    for layer in layers:
        refuse_locked(layer)
        if isinstance(layer, Pictured) and layer.properties.alpha_locked:
            raise alpha_is_locked(layer)
    return layers


def _active(easel: Easel) -> Layer:
    document = easel.document
    layer = document.layer(easel.active)
    if isinstance(layer, PaintLayer) or layer is document.root:
        return easel.target()
    if not isinstance(layer, Pictured) and layer.mask is None:
        return easel.target()
    refuse_locked_or_hidden(layer)
    return layer
