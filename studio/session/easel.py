"""The painting being worked on."""

from __future__ import annotations

from studio.document.changes import Change, TreeChanged, each
from studio.document.coarse import StandIns
from studio.document.composite import Floating
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.document.layers import GroupLayer, Layer, LayerId, PaintLayer, TextLayer
from studio.errors import InputError
from studio.geometry import EMPTY, Bounds
from studio.signals import Signal
from studio.text import tr


class Easel:
    """The current document, its active layer and its composite.

    Whoever shows the document listens here and need not follow it from one to the next.
    """

    def __init__(self, document: Document) -> None:
        self.document_replaced: Signal[Document] = Signal()
        self.document_changed: Signal[Change] = Signal()
        self.active_changed: Signal[LayerId] = Signal()
        self.appearance_changed: Signal[Bounds] = Signal()
        self._active = document.root.id
        self._wants_mask = False
        self._take(document)

    @property
    def document(self) -> Document:
        """What is being worked on."""
        return self._document

    @property
    def compositor(self) -> Compositor:
        """Its picture."""
        return self._compositor

    @property
    def active(self) -> LayerId:
        """The layer that tools work on; the root's id 0 when there is none."""
        return self._active

    @property
    def on_mask(self) -> bool:
        """Whether the brush works on the mask of the active layer, not on its pixels."""
        return self._wants_mask and self._document.layer(self._active).mask is not None

    def put(self, document: Document) -> None:
        """Work on another document."""
        self._disconnect()
        self._take(document)
        self.document_replaced.emit(document)
        self.active_changed.emit(self._active)

    def activate(self, id: LayerId, *, mask: bool = False) -> None:  # noqa: A002
        """Make a layer the one that tools work on, or its mask what the brush works on."""
        if (id, mask) == (self._active, self._wants_mask):
            return
        self._wants_mask = mask
        if id != self._active:
            self._active = id
            self._compositor.active = id
        self.active_changed.emit(id)

    def show(self, floating: Floating | None) -> None:
        """Show a picture as if it were a layer; None takes it away."""
        dirty = self._compositor.show(floating)
        if dirty != EMPTY:
            self.appearance_changed.emit(dirty)

    def show_instead(self, stand_ins: StandIns, dirty: Bounds) -> None:
        """Show other pixels in place of layers' own, or of none; dirty: where they differ."""
        seen = self._compositor.show_instead(stand_ins, dirty)
        if seen != EMPTY:
            self.appearance_changed.emit(seen)

    def target(self) -> PaintLayer:
        """The active layer, if it can be painted on.

        Raises:
            InputError: there is none, or it is a group, hidden or locked.
        """
        if self._active == self._document.root.id:
            raise InputError(tr("There is no layer to paint on."), tr("Add a layer first."))
        layer = self._document.layer(self._active)
        name = layer.properties.name
        if self.on_mask:
            raise InputError(
                tr("The mask of “{name}” is in hand, not its picture.", name=name),
                tr("Brush, fill and gradient work on it. Or click the picture in the list."),
            )
        if isinstance(layer, GroupLayer):
            raise InputError(
                tr("“{name}” is a group.", name=name), tr("Choose a layer inside it to paint on.")
            )
        if isinstance(layer, TextLayer):
            raise InputError(
                tr("“{name}” is text.", name=name),
                tr("Rasterise it in the Layer menu first, or paint on a layer above."),
            )
        if not isinstance(layer, PaintLayer):
            raise InputError(
                tr("“{name}” holds no paint.", name=name),
                tr("Give it a mask and paint on that, or add a layer."),
            )
        refuse_locked_or_hidden(layer)
        return layer

    def masked(self) -> Layer:
        """The active layer, if its mask can be painted on.

        Raises:
            InputError: it is locked or hidden.
        """
        layer = self._document.layer(self._active)
        refuse_locked_or_hidden(layer)
        return layer

    def _take(self, document: Document) -> None:
        self._document = document
        self._compositor = Compositor(document)
        self._active = _topmost(document)
        self._wants_mask = False
        self._compositor.active = self._active
        self._disconnect = document.changed.connect(self._on_changed)

    def _on_changed(self, change: Change) -> None:
        dirty = self._compositor.update(change)
        if any(isinstance(one, TreeChanged) for one in each(change)):
            self._follow_the_tree(change)
        self.document_changed.emit(change)
        if dirty != EMPTY:
            self.appearance_changed.emit(dirty)

    def _follow_the_tree(self, change: Change) -> None:
        """A layer that came becomes active; where the active one went, the topmost does."""
        came = [one.came for one in each(change) if isinstance(one, TreeChanged) and one.came]
        here = {layer.id for layer in self._document.layers}
        if came and came[-1] in here:
            self.activate(came[-1])
        elif self._active not in here:
            self.activate(_topmost(self._document))


def _topmost(document: Document) -> LayerId:
    paintable = [layer.id for layer in document.layers if isinstance(layer, PaintLayer)]
    return paintable[-1] if paintable else document.root.id


def refuse_locked_or_hidden(layer: Layer) -> None:
    """See that a layer may be painted on, or written in.

    Raises:
        InputError: it is locked or hidden.
    """
    name = layer.properties.name
    if layer.properties.locked:
        raise InputError(tr("“{name}” is locked.", name=name), tr("Unlock it in the layer list."))
    if not layer.properties.visible:
        raise InputError(
            tr("“{name}” is hidden.", name=name), tr("Show it in the layer list to paint.")
        )
