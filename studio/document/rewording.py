"""What text layers say and what it looks like, changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.document.changes import Change, PixelsChanged
from studio.document.history import Command
from studio.document.layers import LayerId, TextLayer
from studio.document.lettering import can_draw, lettered
from studio.document.placement import Placement
from studio.document.resizing import Reshape
from studio.document.sheet import Sheet
from studio.document.texts import Text
from studio.document.tiles import TilePatch, Tiles
from studio.geometry import Bounds


@dataclass(frozen=True, slots=True)
class SetText:
    """Replace a text and what it looks like; steps of one `scrub` word and layer become one."""

    layer: LayerId
    before: Text
    after: Text
    patch: TilePatch
    title: str
    scrub: str = ""

    @property
    def nbytes(self) -> int:
        """Memory of the tiles from before."""
        return self.patch.nbytes

    @property
    def patches(self) -> tuple[TilePatch, ...]:
        """The one patch."""
        return (self.patch,)

    def do(self, sheet: Sheet) -> Change:
        """Put the new one in place."""
        layer = text_layer(sheet, self.layer)
        layer.text = self.after
        layer.tiles.apply(self.patch.after)
        return PixelsChanged(self.layer, self.patch.bounds)

    def undo(self, sheet: Sheet) -> Change:
        """Put the old one back."""
        layer = text_layer(sheet, self.layer)
        layer.text = self.before
        layer.tiles.apply(self.patch.before)
        return PixelsChanged(self.layer, self.patch.bounds)

    def merged(self, later: Command) -> Command | None:
        """One step while the same slider is dragged."""
        if not isinstance(later, SetText) or later.layer != self.layer:
            return None
        if self.scrub != later.scrub or self.scrub == "":
            return None
        patch = TilePatch.between(
            {**later.patch.before, **self.patch.before}, {**self.patch.after, **later.patch.after}
        )
        return replace(self, after=later.after, patch=patch)


def text_layer(sheet: Sheet, id: LayerId) -> TextLayer:  # noqa: A002
    """The text layer of that id.

    Raises:
        KeyError: it is not in the tree, or is no text.
    """
    layer = sheet.layer(id)
    if not isinstance(layer, TextLayer):
        raise KeyError(id)
    return layer


def reword(layer: TextLayer, text: Text, canvas: Bounds) -> Bounds:
    """Let a layer show another text, without a step; returns where it looks otherwise."""
    patch = _patch(layer.tiles.snapshot(), lettered(text, canvas))
    layer.text = text
    layer.tiles.apply(patch.after)
    return patch.bounds


def set_text(sheet: Sheet, layer: TextLayer, text: Text, title: str, *, scrub: str = "") -> SetText:
    """The command that makes a layer another text."""
    patch = _patch(layer.tiles.snapshot(), lettered(text, sheet.bounds))
    return SetText(layer.id, layer.text, text, patch, title, scrub)


def placed_texts(
    sheet: Sheet, canvas: Bounds, pixels: Reshape, at: Placement, title: str
) -> tuple[SetText, ...]:
    """The commands that take every text along when the canvas is reshaped.

    They are set anew, and so stay as sharp as they were; one whose font is not here is reshaped as
    `pixels` are.
    """
    texts = [layer for layer in sheet.layers if isinstance(layer, TextLayer)]
    return tuple(_placed(layer, canvas, pixels, at, title) for layer in texts)


def _placed(
    layer: TextLayer, canvas: Bounds, pixels: Reshape, at: Placement, title: str
) -> SetText:
    text, before = layer.text.placed(at), layer.tiles.snapshot()
    after = lettered(text, canvas) if can_draw(text) else pixels(before)
    return SetText(layer.id, layer.text, text, _patch(before, after), title)


def _patch(before: Tiles, after: Tiles) -> TilePatch:
    """What differs; tiles drawn anew that look as before are those from before."""
    kept = {
        key: before[key] if key in before and np.array_equal(before[key], tile) else tile
        for key, tile in after.items()
    }
    return TilePatch.between(before, kept)
