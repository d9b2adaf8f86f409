"""The lasting changes of a document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from studio.document.changes import (
    Change,
    LayerShownDifferently,
    PixelsChanged,
    SelectionChanged,
    TreeChanged,
)
from studio.document.layers import GroupLayer, Layer, LayerId, LayerProperties, Pictured, walk
from studio.document.steps import Retouch, Setting, TileChanges
from studio.document.tiles import TilePatch
from studio.geometry import Bounds, union_of
from studio.text import tr

if TYPE_CHECKING:
    from studio.document.document import Document
    from studio.document.history import Command


@dataclass(frozen=True, slots=True)
class PaintTiles(Retouch):
    """Replace tiles of a paint layer."""

    layer: LayerId
    patch: TilePatch
    title: str

    def _put(self, document: Document, tiles: TileChanges) -> Change:
        document.paint_layer(self.layer).tiles.apply(tiles)
        return PixelsChanged(self.layer, self.patch.bounds)


@dataclass(frozen=True, slots=True)
class ChangeSelection(Retouch):
    """Replace tiles of the selection."""

    patch: TilePatch
    title: str

    def _put(self, document: Document, tiles: TileChanges) -> Change:
        document.selection.tiles.apply(tiles)
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

    def do(self, document: Document) -> Change:
        """Put it in."""
        return _came(document, self.layer, (self.parent, self.index))

    def undo(self, document: Document) -> Change:
        """Take it out."""
        return _went(document, self.layer)

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

    def do(self, document: Document) -> Change:
        """Take it out."""
        return _went(document, self.layer)

    def undo(self, document: Document) -> Change:
        """Put it back."""
        return _came(document, self.layer, (self.parent, self.index))

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

    def do(self, document: Document) -> Change:
        """Move it there."""
        return _moved(document, self.layer, self.to)

    def undo(self, document: Document) -> Change:
        """Move it back."""
        return _moved(document, self.layer, self.origin)

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None


@dataclass(frozen=True, slots=True)
class SetProperties(Setting[LayerProperties]):
    """Replace a layer's properties."""

    def _set(self, document: Document, value: LayerProperties) -> Change:
        layer, reach = document.layer(self.layer), reach_of(document, self.layer)
        layer.properties = value
        return LayerShownDifferently(self.layer, reach.union(reach_of(document, self.layer)))


def extent_of(document: Document, layer: Layer) -> Bounds:
    """Canvas px that the layer, with all it holds, may touch."""
    return union_of(
        one.tiles.bounds if isinstance(one, Pictured) else document.bounds
        for one in walk(layer)
        if not isinstance(one, GroupLayer)
    )


def reach_of(document: Document, id: LayerId) -> Bounds:  # noqa: A002
    """Canvas px that would look otherwise without the layer, or were it shown differently."""
    if any(one.properties.pass_through for one in document.layers):
        # What is in such a group works on all beneath it, and stops when something clips to it.
        return extent_of(document, document.root)
    siblings = document.parent_of(id).children
    layer = document.layer(id)
    affected = [layer, *clipped_onto(document, id)]
    if any(one.properties.blend.erases_where_empty for one in affected):
        affected += siblings[: siblings.index(layer)]
    return union_of(extent_of(document, one) for one in affected)


def clipped_onto(document: Document, id: LayerId) -> list[Layer]:  # noqa: A002
    """The layers just above that are clipped, to this one or along with it."""
    parent, index = document.place_of(id)
    above = document.group(parent).children[index + 1 :]
    return list(takewhile(lambda one: one.properties.clipped, above))


def _came(document: Document, layer: Layer, place: tuple[LayerId, int]) -> Change:
    parent, index = place
    document.group(parent).children.insert(index, layer)
    return TreeChanged(reach_of(document, layer.id), came=layer.id)


def _went(document: Document, layer: Layer) -> Change:
    reach = reach_of(document, layer.id)
    document.parent_of(layer.id).children.remove(layer)
    return TreeChanged(reach)


def _moved(document: Document, id: LayerId, place: tuple[LayerId, int]) -> Change:  # noqa: A002
    layer, (parent, index) = document.layer(id), place
    reach = reach_of(document, id)
    document.parent_of(id).children.remove(layer)
    document.group(parent).children.insert(index, layer)
    return TreeChanged(reach.union(reach_of(document, id)))
