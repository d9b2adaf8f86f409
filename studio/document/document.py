"""The painting itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from studio.document.aids import Aids
from studio.document.changes import Change, PixelsChanged, SelectionChanged
from studio.document.commands import ChangeSelection, PaintTiles
from studio.document.history import Command, History
from studio.document.layers import (
    GroupLayer,
    Layer,
    LayerId,
    LayerMask,
    LayerProperties,
    PaintLayer,
    walk,
)
from studio.document.masks import PaintMask
from studio.document.selection import Selection
from studio.document.tiles import TilePatch, Tiles, TileStore
from studio.geometry import Bounds, Extent
from studio.signals import Signal

MAX_SIDE = 16384


class Document:
    """Layers, selection and history of one painting. Only the GUI thread touches it.

    attachments: entries of the file it came from that we do not know, kept for the next save.
    aids: what helps to draw on it; no part of the picture.
    """

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.changed: Signal[Change] = Signal()
        self.selection = Selection(extent)
        self.history = History(self)
        self.attachments: dict[str, bytes] = {}
        self.aids = Aids()
        self._ids = itertools.count(1)
        self._before: dict[TileStore, Tiles] = {}
        self.root = GroupLayer(LayerId(0), LayerProperties(""))

    @property
    def bounds(self) -> Bounds:
        """The whole canvas."""
        return self.extent.bounds

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer and group, bottom to top, a group before its children."""
        return tuple(walk(self.root))[1:]

    def new_id(self) -> LayerId:
        """An id no layer of this document has had."""
        return LayerId(next(self._ids))

    def layer(self, id: LayerId) -> Layer:  # noqa: A002
        """The layer of that id.

        Raises:
            KeyError: it is not in the tree.
        """
        for layer in walk(self.root):
            if layer.id == id:
                return layer
        raise KeyError(id)

    def paint_layer(self, id: LayerId) -> PaintLayer:  # noqa: A002
        """The paint layer of that id.

        Raises:
            KeyError: it is not in the tree, or is a group.
        """
        layer = self.layer(id)
        if not isinstance(layer, PaintLayer):
            raise KeyError(id)
        return layer

    def group(self, id: LayerId) -> GroupLayer:  # noqa: A002
        """The group of that id; 0 is the root.

        Raises:
            KeyError: it is not in the tree, or is no group.
        """
        layer = self.layer(id)
        if not isinstance(layer, GroupLayer):
            raise KeyError(id)
        return layer

    def parent_of(self, id: LayerId) -> GroupLayer:  # noqa: A002
        """The group a layer is in.

        Raises:
            KeyError: it is not in the tree.
        """
        for group in walk(self.root):
            if isinstance(group, GroupLayer) and any(one.id == id for one in group.children):
                return group
        raise KeyError(id)

    def place_of(self, id: LayerId) -> tuple[LayerId, int]:  # noqa: A002
        """The group a layer is in and its index there, from the bottom."""
        parent = self.parent_of(id)
        return parent.id, next(i for i, one in enumerate(parent.children) if one.id == id)

    def do(self, command: Command) -> None:
        """Make a lasting change, one step of the history."""
        self.history.do(command)

    def mask_of(self, id: LayerId) -> LayerMask:  # noqa: A002
        """The mask of a layer.

        Raises:
            KeyError: it is not in the tree, or has none.
        """
        mask = self.layer(id).mask
        if mask is None:
            raise KeyError(id)
        return mask

    @contextmanager
    def painting(self, id: LayerId, title: str) -> Iterator[TileStore]:  # noqa: A002
        """Paint on a layer: leaving makes one step, an exception takes all of it back.

        Whoever paints says so with `touched`, so that it is seen while it happens.
        """
        tiles = self.paint_layer(id).tiles
        command, change = partial(PaintTiles, id, title=title), partial(PixelsChanged, id)
        with self._changing(tiles, command, change):
            yield tiles

    @contextmanager
    def masking(self, id: LayerId, title: str) -> Iterator[TileStore]:  # noqa: A002
        """Paint on what a layer's mask hides, as `painting` does on its pixels."""
        tiles = self.mask_of(id).hidden
        command, change = partial(PaintMask, id, title=title), partial(PixelsChanged, id)
        with self._changing(tiles, command, change):
            yield tiles

    def touched(self, id: LayerId, bounds: Bounds) -> None:  # noqa: A002
        """Say that pixels within bounds were painted on, inside `painting`."""
        self.changed.emit(PixelsChanged(id, bounds))

    @contextmanager
    def selecting(self, title: str) -> Iterator[Selection]:
        """Change the selection: leaving makes one step, an exception takes all of it back."""
        command = partial(ChangeSelection, title=title)
        with self._changing(self.selection.tiles, command, SelectionChanged):
            yield self.selection

    def selection_touched(self, bounds: Bounds) -> None:
        """Say that the selection changed within bounds, inside `selecting`."""
        self.changed.emit(SelectionChanged(bounds))

    def settled(self, tiles: TileStore) -> Tiles:
        """The tiles of a store of this document without what is being done to them just now."""
        before = self._before.get(tiles)
        return tiles.snapshot() if before is None else before

    @contextmanager
    def _changing(
        self,
        tiles: TileStore,
        command: Callable[[TilePatch], Command],
        change: Callable[[Bounds], Change],
    ) -> Iterator[None]:
        before = self._before[tiles] = tiles.snapshot()
        try:
            yield
        except BaseException:
            patch = tiles.patch_since(before)
            tiles.apply(patch.before)
            self.changed.emit(change(patch.bounds))
            raise
        finally:
            self._before.pop(tiles, None)
        patch = tiles.patch_since(before)
        if not patch.is_empty:
            self.history.record(command(patch))
            self.changed.emit(change(patch.bounds))
