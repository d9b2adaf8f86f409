"""The canvas at another size or another way up, with all that is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from studio.document.aids import Aids
from studio.document.changes import Change, ExtentChanged
from studio.document.history import Command
from studio.document.layers import LayerId, PaintLayer
from studio.document.placement import Placement
from studio.document.sheet import Sheet
from studio.document.tiles import TilePatch, Tiles, TileStore
from studio.geometry import Extent

# What becomes of the tiles of a layer, or of the selection.
Reshape: TypeAlias = Callable[[Tiles], Tiles]


@dataclass(frozen=True, slots=True)
class ReshapeCanvas:
    """Replace the extent, and tiles of layers, of their masks and of the selection.

    aids: those from before, and those from then on.
    """

    before: Extent
    after: Extent
    layers: Mapping[LayerId, TilePatch]
    masks: Mapping[LayerId, TilePatch]
    selection: TilePatch
    aids: tuple[Aids, Aids]
    title: str

    @property
    def nbytes(self) -> int:
        """Memory of the tiles from before, each once however many places share it."""
        return sum(tile.nbytes for tile in {one for p in self.patches for one in p.before.tiles})

    @property
    def patches(self) -> tuple[TilePatch, ...]:
        """Of the layers, of their masks and of the selection."""
        return (*self.layers.values(), *self.masks.values(), self.selection)

    def do(self, sheet: Sheet) -> Change:
        """Take the new size, and put the new tiles in place."""
        for store, patch in self._patches(sheet):
            store.apply(patch.after)
        sheet.aids = self.aids[1]
        return _resized(sheet, self.after)

    def undo(self, sheet: Sheet) -> Change:
        """Take the old size, and put the old tiles back."""
        for store, patch in self._patches(sheet):
            store.apply(patch.before)
        sheet.aids = self.aids[0]
        return _resized(sheet, self.before)

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None

    def _patches(self, sheet: Sheet) -> Iterator[tuple[TileStore, TilePatch]]:
        for layer, patch in self.layers.items():
            yield sheet.paint_layer(layer).tiles, patch
        for layer, patch in self.masks.items():
            yield sheet.mask_of(layer).hidden, patch
        yield sheet.selection.tiles, self.selection


def reshaping(
    sheet: Sheet,
    extent: Extent,
    pixels: Reshape,
    coverage: Reshape,
    *,
    placement: Placement,
    title: str,
) -> ReshapeCanvas:
    """The command that gives a sheet another extent: layers, masks and selection reshaped.

    pixels: for what may lie beyond the canvas. coverage: for the selection, which may not.
    placement: where spots go, for guides and the like.
    Tiles that they give back as they were are shared and cost nothing.
    """
    painted = [layer for layer in sheet.layers if isinstance(layer, PaintLayer)]
    masks = {layer.id: layer.mask for layer in sheet.layers if layer.mask is not None}
    return ReshapeCanvas(
        sheet.extent,
        extent,
        {layer.id: _patch(layer.tiles, pixels) for layer in painted},
        {layer: _patch(mask.hidden, pixels) for layer, mask in masks.items()},
        _patch(sheet.selection.tiles, coverage),
        (sheet.aids, sheet.aids.placed(placement)),
        title,
    )


def _patch(store: TileStore, reshape: Reshape) -> TilePatch:
    before = store.snapshot()
    return TilePatch.between(before, reshape(before))


def _resized(sheet: Sheet, extent: Extent) -> Change:
    before = sheet.extent
    sheet.extent = sheet.selection.extent = extent
    return ExtentChanged(before, extent)
