"""The verbs of fill and adjustment layers."""

from __future__ import annotations

from studio.document.adjustments import Adjustment, title_of
from studio.document.contents import Content, SetContent, content_of, content_title
from studio.document.fills import FillContent, fill_title
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    LayerId,
    LayerMask,
    LayerProperties,
)
from studio.document.masks import mask_showing
from studio.errors import InputError
from studio.session.easel import Easel
from studio.session.layers.layering import Layering
from studio.text import tr


class Adjusting:
    """Layers that are made, not painted; each verb is one step of the history."""

    def __init__(self, easel: Easel, layering: Layering) -> None:
        self._easel = easel
        self._layering = layering

    @property
    def content(self) -> Content | None:
        """What the active layer is made of; None where it is painted, or a group."""
        layer = self._easel.document.layer(self._easel.active)
        return content_of(layer) if isinstance(layer, FillLayer | AdjustmentLayer) else None

    def add_fill(self, content: FillContent) -> LayerId:
        """Add a fill layer above the active one, seen where something is selected."""
        look = LayerProperties(self._layering.free_name(fill_title(content)))
        layer = FillLayer(self._easel.document.new_id(), look, content, self._selected())
        self._layering.put_above(layer, tr("Add fill layer"))
        return layer.id

    def add(self, adjustment: Adjustment) -> LayerId:
        """Add an adjustment layer above the active one, at work where something is selected."""
        look = LayerProperties(self._layering.free_name(title_of(adjustment)))
        layer = AdjustmentLayer(self._easel.document.new_id(), look, adjustment, self._selected())
        self._layering.put_above(layer, tr("Add adjustment layer"))
        return layer.id

    def set_content(self, content: Content, *, scrub: str = "") -> None:
        """Change what the active layer is made of; changes of one `scrub` word become one step.

        Raises:
            InputError: the layer is locked.
        """
        layer = self._easel.document.layer(self._easel.active)
        before = self.content
        if before is None or before == content:
            return
        if layer.properties.locked:
            raise InputError(
                tr("“{name}” is locked.", name=layer.properties.name),
                tr("Unlock it in the layer list."),
            )
        step = SetContent(layer.id, before, content, content_title(content), scrub)
        self._easel.document.do(step)

    def _selected(self) -> LayerMask | None:
        document = self._easel.document
        if document.selection.is_none:
            return None
        return mask_showing(document.bounds, document.selection.read)
