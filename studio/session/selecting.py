"""Choosing what may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from studio.brush.edges import (
    bordered,
    feathered,
    grown,
    reach_of_feather,
    shrunk,
    smoothed,
)
from studio.brush.fill import cover
from studio.brush.ink import SELECTING
from studio.brush.limits import Limits
from studio.brush.moving import Moving
from studio.document.document import Document
from studio.document.selection import Combine
from studio.document.tiles import Pixels, bounds_of, keys_covering
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.text import tr


class Selecting:
    """The verbs of the selection; each is one step, or none where nothing would change.

    distance: how far its edge is moved or softened when no number is given, px.
    """

    def __init__(self, easel: Easel) -> None:
        self.distance = 8
        self._easel = easel

    def select(self, bounds: Bounds, coverage: Pixels, how: Combine, title: str) -> None:
        """Join a shape, uint8[height, width] at bounds, to what is selected.

        Where nothing is selected everything may change, so there to intersect is to select.
        """
        with self._easel.document.selecting(title) as selection:
            if how is Combine.intersect and selection.is_none:
                how = Combine.replace
            selection.combine(bounds, coverage, how)

    def select_by_tile(
        self, coverage: Callable[[Bounds], Pixels | None], how: Combine, title: str
    ) -> None:
        """Join what `coverage` says of each tile, uint8[256, 256] or None, to what is selected."""
        document = self._easel.document
        with document.selecting(title) as selection:
            if how is Combine.intersect and selection.is_none:
                how = Combine.replace
            before = selection.tiles.snapshot()
            if how in (Combine.replace, Combine.intersect):
                selection.clear()
            for key in keys_covering(document.bounds):
                at = bounds_of(key)
                if how is Combine.intersect and key not in before:
                    continue
                found = coverage(at)
                if found is not None and how is Combine.intersect:
                    selection.combine(at, np.minimum(before[key], found), Combine.add)
                elif found is not None:
                    joined = Combine.subtract if how is Combine.subtract else Combine.add
                    selection.combine(at, found, joined)

    def select_all(self) -> None:
        """Select the whole canvas."""
        document = self._easel.document
        with document.selecting(tr("Select all")) as selection:
            cover(selection.tiles, SELECTING, Limits(document.bounds), document.bounds)

    def select_none(self) -> None:
        """Let every pixel change."""
        with self._easel.document.selecting(tr("Select nothing")) as selection:
            selection.clear()

    def invert(self) -> None:
        """Select what is not selected."""
        document = self._easel.document
        with document.selecting(tr("Invert selection")) as selection:
            before = selection.tiles.snapshot()
            cover(selection.tiles, SELECTING, Limits(document.bounds), document.bounds)
            for key, tile in before.items():
                inside = bounds_of(key).intersection(document.bounds)
                part = inside.slices_in(bounds_of(key))
                selection.tiles.edit(key)[part] = 255 - tile[part]

    @contextmanager
    def moving(self) -> Iterator[SelectionMove]:
        """Move what is selected, not the pixels; what leaves the canvas is lost at the end."""
        document = self._easel.document
        with document.selecting(tr("Move selection")) as selection:
            moving = Moving(selection.tiles, within=document.bounds)
            yield SelectionMove(document, moving)

    def move_by(self, dx: int, dy: int) -> None:
        """Move what is selected by so many pixels."""
        with self.moving() as move:
            move.by(dx, dy)

    def grow(self, by: int) -> None:
        """Widen the selection by so many pixels."""
        self._reshape(lambda coverage: grown(coverage, by), margin=by + 1, title=tr("Grow"))

    def shrink(self, by: int) -> None:
        """Narrow the selection by so many pixels, not where it ends with the canvas."""
        self._reshape(lambda coverage: shrunk(coverage, by), margin=by + 1, title=tr("Shrink"))

    def feather(self, by: int) -> None:
        """Soften the selection's edge over about so many pixels to each side."""
        self._reshape(
            lambda coverage: feathered(coverage, by),
            margin=reach_of_feather(by),
            title=tr("Feather"),
        )

    def border(self, by: int) -> None:
        """Select a band along the edge, so many pixels to each side."""
        self._reshape(lambda coverage: bordered(coverage, by), margin=by + 1, title=tr("Border"))

    def smooth(self, by: int) -> None:
        """Round off what is smaller than so many pixels."""
        self._reshape(
            lambda coverage: smoothed(coverage, by),
            margin=reach_of_feather(by),
            title=tr("Smooth"),
        )

    def _reshape(self, change: Callable[[Pixels], Pixels], *, margin: int, title: str) -> None:
        document = self._easel.document
        if document.selection.is_none:
            return
        window = document.selection.bounds.padded(margin).intersection(document.bounds)
        with document.selecting(title) as selection:
            selection.tiles.write(window, change(selection.read(window)))


class SelectionMove:
    """The selection on the move."""

    def __init__(self, document: Document, moving: Moving) -> None:
        self._document = document
        self._moving = moving

    def by(self, dx: int, dy: int) -> None:
        """Show it this far from where it was, canvas px."""
        moved = self._moving.by(dx, dy)
        if not moved.is_empty:
            self._document.selection_touched(moved)
