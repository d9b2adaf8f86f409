"""Free transform: pixels pulled about as long as one likes, resampled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.document.changes import (
    Change,
    ExtentChanged,
    PixelsChanged,
    SelectionChanged,
    TreeChanged,
    each,
)
from studio.document.coarse import NO_STAND_INS
from studio.document.layers import LayerId
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.layers.chosen import Chosen
from studio.signals import Signal
from studio.transform.net import Net
from studio.transform.quad import Quad
from studio.transform.shapes import Shape, turned_shape, way_to
from studio.transform.turning import Turn
from studio.transform.ways import Spots

if TYPE_CHECKING:
    from studio.session.shaping.lifting import Lifted

# Canvas px by which a quick picture may reach past its shape.
_FRINGE = 3


class Transforming:
    """What is selected of the chosen layers, or all of it, or the selection alone, in a shape.

    Until it is committed the document stays as it is; what is seen stands in for the layers.
    However often the quad changes, the pixels are resampled once, from what they were at first.
    rasterised: the names of texts that became paint, as letters cannot be bent.
    """

    def __init__(self, easel: Easel, chosen: Chosen) -> None:
        self.changed: Signal[None] = Signal()
        self.rasterised: Signal[tuple[str, ...]] = Signal()
        self._easel = easel
        self._chosen = chosen
        self._lifted: Lifted | None = None
        self._shapes: list[Shape] = []
        self._shown: Shape | None = None
        self._chosen_before = chosen.ids, easel.active
        easel.document_replaced.connect(lambda _: self._drop())
        easel.document_changed.connect(self._on_document_changed)
        easel.active_changed.connect(lambda _: self.commit())

    @property
    def is_on(self) -> bool:
        """Whether something is being transformed."""
        return self._lifted is not None

    @property
    def quad(self) -> Quad | None:
        """Where it is now, canvas px, unless it is bent by a net."""
        return self._shown if isinstance(self._shown, Quad) else None

    @property
    def net(self) -> Net | None:
        """What it is bent by."""
        return self._shown if isinstance(self._shown, Net) else None

    @property
    def outline(self) -> tuple[Spots, ...]:
        """The outline of the selection where it is now, if that is what is transformed."""
        lifted, shape = self._lifted, self._shown
        if lifted is None or shape is None or not lifted.outline:
            return ()
        way = way_to(shape, lifted.box)
        return tuple(map(way.spots, lifted.outline))

    @property
    def layers(self) -> frozenset[LayerId]:
        """Those that are transformed."""
        return frozenset(() if self._lifted is None else (one.id for one in self._lifted.layers))

    def begin(self) -> None:
        """Lift what is to be transformed.

        Raises:
            InputError: a layer may not be changed, or there is nothing on any.
        """
        if not self.is_on:
            from studio.session.shaping.lifting import lift  # 6 ms that a start does not need

            self._begin(lift(self._easel, self._chosen))

    def begin_selection(self) -> None:
        """Lift the selection, not the pixels.

        Raises:
            InputError: nothing is selected.
        """
        if not self.is_on:
            from studio.session.shaping.lifting import lift_selection

            self._begin(lift_selection(self._easel))

    def show(self, shape: Shape) -> None:
        """Show it in another shape, as while a handle is dragged; interim until `settle`."""
        before, lifted = self._shown, self._lifted
        if lifted is None or before is None or shape == before or not shape.is_sound:
            return
        self._shown = shape
        dirty = self._seen_in(lifted, before).union(self._seen_in(lifted, shape))
        self._easel.show_instead(lifted.shown(way_to(shape, lifted.box)), dirty)
        self.changed.emit(None)

    def settle(self) -> None:
        """Remember the shape as a step that `undo` goes back to."""
        if self._shown is not None and self._shown != self._shapes[-1]:
            self._shapes.append(self._shown)

    def pull(self, shape: Shape) -> None:
        """Take it to another shape, as by a number typed."""
        self.show(shape)
        self.settle()

    def bend(self, side: int | None) -> None:
        """Bend it by a net of so many nodes a side; None: by its corners alone, as before."""
        lifted, shape = self._lifted, self._shown
        if lifted is None or shape is None:
            return
        if side is None:
            quads = [one for one in self._shapes if isinstance(one, Quad)]
            self.pull(quads[-1])
        elif isinstance(shape, Net):
            self.pull(shape.with_side(side))
        else:
            self.pull(Net.over(shape, lifted.box, side))

    def apply(self, turn: Turn) -> None:
        """Turn or mirror it where it is: at once, or as a pull where a transform goes on.

        Raises:
            InputError: the layer cannot be painted on, or there is nothing on it.
        """
        was_on = self.is_on
        self.begin()
        if self._shown is not None:
            self.pull(turned_shape(self._shown, turn))
        if not was_on:
            self.commit()

    def undo(self) -> None:
        """Go back to the shape before; from the first, give the transform up."""
        if len(self._shapes) > 1:
            self._shapes.pop()
            self.show(self._shapes[-1])
        else:
            self.cancel()

    def commit(self) -> None:
        """Make it last: one step, or none where it is where it was."""
        lifted, shape = self._lifted, self._shown
        self._drop()
        if lifted is None or shape is None or _is_as_it_was(shape, lifted.box):
            return
        if not self._is_all_there(lifted):
            return
        way = way_to(shape, lifted.box)
        bent = lifted.no_longer_text(way)
        self._choose_again(lifted, lifted.put_down(way))
        if bent:
            self.rasterised.emit(bent)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._drop()

    def _begin(self, lifted: Lifted) -> None:
        self._chosen_before = self._chosen.ids, self._easel.active
        self._lifted = lifted
        self._shown = Quad.around(lifted.box)
        self._shapes = [self._shown]
        self.changed.emit(None)

    def _drop(self) -> None:
        lifted, shown = self._lifted, self._shown
        self._lifted = self._shown = None
        self._shapes = []
        if lifted is None or shown is None:
            return
        if lifted.document is self._easel.document:
            before = Quad.around(lifted.box)
            dirty = self._seen_in(lifted, shown).union(self._seen_in(lifted, before))
            self._easel.show_instead(NO_STAND_INS, dirty)
        self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        """What was lifted is no longer what is there."""
        lifted = self._lifted
        if lifted is None:
            return
        for one in each(change):
            match one:
                case PixelsChanged(layer) if layer in [one.id for one in lifted.layers]:
                    self.cancel()
                case SelectionChanged() | ExtentChanged():
                    self.cancel()
                case TreeChanged() if not self._is_all_there(lifted):
                    self.cancel()

    def _is_all_there(self, lifted: Lifted) -> bool:
        here = {layer.id for layer in self._easel.document.layers}
        return here.issuperset(one.id for one in lifted.layers)

    def _choose_again(self, lifted: Lifted, made: tuple[LayerId, ...]) -> None:
        """Texts that became paint are chosen as they were, and no layer that came by itself."""
        became = dict(zip((one.id for one in lifted.layers), made, strict=True))
        chosen, active = self._chosen_before
        self._chosen.choose([became.get(one, one) for one in chosen], became.get(active, active))

    def _seen_in(self, lifted: Lifted, shape: Shape) -> Bounds:
        """Canvas px that may look otherwise for what is in a shape."""
        if lifted.reaches_beyond:
            return lifted.document.bounds.union(shape.bounds)
        return shape.bounds.padded(_FRINGE)


def _is_as_it_was(shape: Shape, box: Bounds) -> bool:
    if isinstance(shape, Net):
        return shape == Net.over(Quad.around(box), box, shape.side)
    return shape == Quad.around(box)
