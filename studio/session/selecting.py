"""Choosing what may change."""

from __future__ import annotations

from collections.abc import Callable

from studio.brush.edges import feathered, grown, reach_of_feather, shrunk
from studio.brush.fill import cover
from studio.brush.ink import SELECTING
from studio.brush.limits import Limits
from studio.document.selection import Combine
from studio.document.tiles import Pixels, bounds_of
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.text import tr


class Selecting:
    """The verbs of the selection; each is one step, or none where nothing would change."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel

    def select(self, bounds: Bounds, coverage: Pixels, how: Combine, title: str) -> None:
        """Join a shape, uint8[height, width] at bounds, to what is selected.

        Where nothing is selected everything may change, so there to intersect is to select.
        """
        with self._easel.document.selecting(title) as selection:
            if how is Combine.intersect and selection.is_none:
                how = Combine.replace
            selection.combine(bounds, coverage, how)

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

    def _reshape(self, change: Callable[[Pixels], Pixels], *, margin: int, title: str) -> None:
        document = self._easel.document
        if document.selection.is_none:
            return
        window = document.selection.bounds.padded(margin).intersection(document.bounds)
        with document.selecting(title) as selection:
            selection.tiles.write(window, change(selection.read(window)))
