"""A text layer on the move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from studio.brush.moving import Moving
from studio.document.document import Document
from studio.document.layers import TextLayer
from studio.document.lettering import can_draw
from studio.document.rewording import SetText, reword
from studio.document.tiles import TilePatch
from studio.geometry import Bounds
from studio.text import tr


class TextMove:
    """Its picture follows at once; what of it was beyond the canvas is drawn at the end."""

    def __init__(self, layer: TextLayer) -> None:
        self.way = (0, 0)
        self._pixels = Moving(layer.tiles)

    def by(self, dx: int, dy: int) -> Bounds:
        """Show it this far from where it was; returns canvas px that changed."""
        self.way = dx, dy
        return self._pixels.by(dx, dy)


@contextmanager
def moving_text(document: Document, layer: TextLayer) -> Iterator[TextMove]:
    """Move a text, all of it whatever is selected: one step; an exception takes it back."""
    text, before, title = layer.text, layer.tiles.snapshot(), tr("Move")
    move = TextMove(layer)
    try:
        yield move
    except BaseException:
        document.touched(layer.id, move.by(0, 0))
        raise
    if move.way == (0, 0):
        return
    layer.text = text.moved(*move.way)
    if can_draw(text):
        document.touched(layer.id, reword(layer, layer.text, document.bounds))
    patch = TilePatch.between(before, layer.tiles.snapshot())
    document.history.record(SetText(layer.id, text, layer.text, patch, title))
