"""What fill and adjustment layers are made of, changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from studio.document.adjustments import Adjustment, title_of
from studio.document.changes import Change, LayerShownDifferently
from studio.document.commands import reach_of
from studio.document.fills import FillContent, fill_title
from studio.document.layers import AdjustmentLayer, FillLayer
from studio.document.sheet import Sheet
from studio.document.steps import Setting

Content: TypeAlias = FillContent | Adjustment


@dataclass(frozen=True, slots=True)
class SetContent(Setting[Content]):
    """Replace what a layer is made of."""

    def _set(self, sheet: Sheet, value: Content) -> Change:
        layer = sheet.layer(self.layer)
        if isinstance(layer, FillLayer) and isinstance(value, FillContent):
            layer.content = value
        elif isinstance(layer, AdjustmentLayer) and not isinstance(value, FillContent):
            layer.adjustment = value
        return LayerShownDifferently(self.layer, reach_of(sheet, self.layer))


def content_of(layer: FillLayer | AdjustmentLayer) -> Content:
    """What it is filled with, or the adjustment."""
    return layer.content if isinstance(layer, FillLayer) else layer.adjustment


def content_title(content: Content) -> str:
    """What menus and layers call it."""
    return fill_title(content) if isinstance(content, FillContent) else title_of(content)
