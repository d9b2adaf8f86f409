"""The lasting changes of a document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from studio.document.changes import (
    Change,
    LayerShownDifferently,
    PixelsChanged,
    SelectionChanged,
    TreeChanged,
)
from studio.document.history import Command
from studio.document.layers import GroupLayer, Layer, LayerId, LayerProperties, Pictured, walk
from studio.document.sheet import Sheet
from studio.document.steps import Retouch, Setting, TileChanges
from studio.document.tiles import TilePatch
from studio.geometry import Bounds, union_of
from studio.text import tr


@dataclass(frozen=True, slots=True)
class PaintTiles(Retouch):
    """Replace tiles of a paint layer."""

    layer: LayerId
    patch: TilePatch
    title: str

    def _put(self, sheet: Sheet, tiles: TileChanges) -> Change:
        sheet.paint_layer(self.layer).tiles.apply(tiles)
        return PixelsChanged(self.layer, self.patch.bounds)


@dataclass(frozen=True, slots=True)
class ChangeSelection(Retouch):
    """Replace tiles of the selection."""

    patch: TilePatch
    title: str

    def _put(self, sheet: Sheet, tiles: TileChanges) -> Change:
        sheet.selection.tiles.apply(tiles)
        return SelectionChanged(self.patch.bounds)


@dataclass(frozen=True, slots=True)
class AddLayer:
    """Put a layer, with all it holds, into a group; `index` counts from the bottom."""

    layer: Layer
    parent: LayerId
    index: int
    title: str

    @property
    def nbytes(self) -> int:
        """The pixels live in the document, not in the history."""
        return 0

    def do(self, sheet: Sheet) -> Change:
        """Put it in."""
        return _came(sheet, self.layer, (self.parent, self.index))

    def undo(self, sheet: Sheet) -> Change:
        """Take it out."""
        return _went(sheet, self.layer)

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None


@dataclass(frozen=True, slots=True)
class RemoveLayer:
    """Take a layer, with all it holds, out of the tree."""

    layer: Layer
    parent: LayerId
    index: int
    title: str

    @property
    def nbytes(self) -> int:
        """Only the history keeps its pixels."""
        return sum(one.tiles.nbytes for one in walk(self.layer) if isinstance(one, Pictured))

    def do(self, sheet: Sheet) -> Change:
        """Take it out."""
        return _went(sheet, self.layer)

    def undo(self, sheet: Sheet) -> Change:
        """Put it back."""
        return _came(sheet, self.layer, (self.parent, self.index))

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None


@dataclass(frozen=True, slots=True)
class MoveLayer:
    """Move a layer to another place; each place is (group, index from the bottom).

    The index of `to` counts with the layer already taken out.
    """

    layer: LayerId
    origin: tuple[LayerId, int]
    to: tuple[LayerId, int]

    @property
    def title(self) -> str:
        """What the Undo menu shows."""
        return tr("Move layer")

    @property
    def nbytes(self) -> int:
        """Nothing."""
        return 0

    def do(self, sheet: Sheet) -> Change:
        """Move it there."""
        return _moved(sheet, self.layer, self.to)

    def undo(self, sheet: Sheet) -> Change:
        """Move it back."""
        return _moved(sheet, self.layer, self.origin)

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None


@dataclass(frozen=True, slots=True)
class SetProperties(Setting[LayerProperties]):
    """Replace a layer's properties."""

    def _set(self, sheet: Sheet, value: LayerProperties) -> Change:
        layer, reach = sheet.layer(self.layer), reach_of(sheet, self.layer)
        layer.properties = value
        return LayerShownDifferently(self.layer, reach.union(reach_of(sheet, self.layer)))


def extent_of(sheet: Sheet, layer: Layer) -> Bounds:
    """Canvas px that the layer, with all it holds, may touch."""
    return union_of(
        one.tiles.bounds if isinstance(one, Pictured) else sheet.bounds
        for one in walk(layer)
        if not isinstance(one, GroupLayer)
    )


def reach_of(sheet: Sheet, id: LayerId) -> Bounds:  # noqa: A002
    """Canvas px that would look otherwise without the layer, or were it shown differently."""
    if any(one.properties.pass_through for one in sheet.layers):
        # What is in such a group works on all beneath it, and stops when something clips to it.
        return extent_of(sheet, sheet.root)
    siblings = sheet.parent_of(id).children
    layer = sheet.layer(id)
    affected = [layer, *clipped_onto(sheet, id)]
    if any(one.properties.blend.erases_where_empty for one in affected):
        affected += siblings[: siblings.index(layer)]
    return union_of(extent_of(sheet, one) for one in affected)


def clipped_onto(sheet: Sheet, id: LayerId) -> list[Layer]:  # noqa: A002
    """The layers just above that are clipped, to this one or along with it."""
    parent, index = sheet.place_of(id)
    above = sheet.group(parent).children[index + 1 :]
    return list(takewhile(lambda one: one.properties.clipped, above))


def _came(sheet: Sheet, layer: Layer, place: tuple[LayerId, int]) -> Change:
    parent, index = place
    sheet.group(parent).children.insert(index, layer)
    return TreeChanged(reach_of(sheet, layer.id), came=layer.id)


def _went(sheet: Sheet, layer: Layer) -> Change:
    reach = reach_of(sheet, layer.id)
    sheet.parent_of(layer.id).children.remove(layer)
    return TreeChanged(reach)


def _moved(sheet: Sheet, id: LayerId, place: tuple[LayerId, int]) -> Change:  # noqa: A002
    layer, (parent, index) = sheet.layer(id), place
    reach = reach_of(sheet, id)
    sheet.parent_of(id).children.remove(layer)
    sheet.group(parent).children.insert(index, layer)
    return TreeChanged(reach.union(reach_of(sheet, id)))
