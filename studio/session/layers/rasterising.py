"""Layers that are made turned into paint."""

from __future__ import annotations

from studio.document.commands import AddLayer, RemoveLayer
from studio.document.document import Document
from studio.document.layers import LayerId, PaintLayer, TextLayer
from studio.document.masks import copy_of
from studio.document.rewording import text_layer
from studio.session.easel import Easel
from studio.session.layers.layering import refuse_locked
from studio.text import tr


def rasterise(easel: Easel, id: LayerId) -> None:  # noqa: A002
    """Put a paint layer that looks the same in the place of a text; one step.

    Raises:
        InputError: it is locked.
    """
    document, text = easel.document, easel.document.layer(id)
    if not isinstance(text, TextLayer):
        return
    refuse_locked(text)
    with document.history.one_step(tr("Rasterise text")):
        as_paint(document, id)


def as_paint(document: Document, id: LayerId) -> LayerId:  # noqa: A002
    """The same inside of a step; the paint layer.

    Raises:
        KeyError: it is no text.
    """
    text = text_layer(document, id)
    paint = PaintLayer(document.new_id(), text.properties, mask=copy_of(text.mask))
    paint.tiles.apply(text.tiles.snapshot())
    parent, index = document.place_of(id)
    document.do(AddLayer(paint, parent, index + 1, tr("Add layer")))
    document.do(RemoveLayer(text, parent, index, tr("Delete layer")))
    return paint.id
