"""What fill and adjustment layers are made of, changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from studio.document.adjustments import Adjustment, title_of
from studio.document.changes import Change, LayerShownDifferently
from studio.document.commands import reach_of
from studio.document.fills import FillContent, fill_title
from studio.document.layers import AdjustmentLayer, FillLayer, LayerId

if TYPE_CHECKING:
    from studio.document.document import Document
    from studio.document.history import Command

Content: TypeAlias = FillContent | Adjustment


@dataclass(frozen=True, slots=True)
class SetContent:
    """Replace what a layer is made of; steps with the same `scrub` word and layer become one."""

    layer: LayerId
    before: Content
    after: Content
    title: str
    scrub: str = ""

    @property
    def nbytes(self) -> int:
        """Nothing to speak of."""
        return 0

    def do(self, document: Document) -> Change:
        """Set the new one."""
        return self._set(document, self.after)

    def undo(self, document: Document) -> Change:
        """Set the old one."""
        return self._set(document, self.before)

    def merged(self, later: Command) -> Command | None:
        """One step while the same slider is dragged."""
        if not isinstance(later, SetContent) or later.layer != self.layer:
            return None
        return replace(self, after=later.after) if self.scrub == later.scrub != "" else None

    def _set(self, document: Document, content: Content) -> Change:
        layer = document.layer(self.layer)
        if isinstance(layer, FillLayer) and isinstance(content, FillContent):
            layer.content = content
        elif isinstance(layer, AdjustmentLayer) and not isinstance(content, FillContent):
            layer.adjustment = content
        return LayerShownDifferently(self.layer, reach_of(document, self.layer))


def content_of(layer: FillLayer | AdjustmentLayer) -> Content:
    """What it is filled with, or the adjustment."""
    return layer.content if isinstance(layer, FillLayer) else layer.adjustment


def content_title(content: Content) -> str:
    """What menus and layers call it."""
    return fill_title(content) if isinstance(content, FillContent) else title_of(content)
