"""The painting itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from studio.document.changes import Change, PixelsChanged, SelectionChanged
from studio.document.commands import ChangeSelection, PaintTiles
from studio.document.history import Command, History
from studio.document.layers import LayerId
from studio.document.masks import PaintMask
from studio.document.selection import Selection
from studio.document.sheet import Sheet
from studio.document.tiles import TilePatch, Tiles, TileStore
from studio.geometry import Bounds, Extent

MAX_SIDE = 16384


class Document(Sheet):
    """A sheet and its history: whatever changes it for good is a step. Only the GUI thread's."""

    def __init__(self, extent: Extent) -> None:
        super().__init__(extent)
        self.history = History(self)
        self._before: dict[TileStore, Tiles] = {}

    def do(self, command: Command) -> None:
        """Make a lasting change, one step of the history."""
        self.history.do(command)

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
