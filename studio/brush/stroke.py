"""One stroke: coverage that grows, laid on the tiles as it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import cv2
import numpy as np

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.dab import DabCache, tip_of
from studio.brush.ink import Coat, Coating, Ink
from studio.brush.limits import Limits
from studio.brush.marks import Marker
from studio.brush.sample import PenSample
from studio.brush.stamping import Nib, Stamping
from studio.brush.steadying import Steadying
from studio.brush.symmetry import NO_SYMMETRY, Symmetry
from studio.brush.texture import texture_of
from studio.brush.tints import ColourTiles
from studio.document.blending import BlendMode
from studio.document.tiles import TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, union_of

if TYPE_CHECKING:
    from studio.brush.printing import Printing


class Stroke:
    """Paints on a tile store between a snapshot and a patch, which whoever made it takes.

    Each event lays the ink anew on the tiles from before the stroke, so that neither rounding nor
    opacity adds up, and only where this event's dabs were.

    painted: told where pixels changed (canvas px), as soon as they did.
    """

    def __init__(
        self,
        tiles: TileStore,
        brush: Brush,
        ink: Ink | Coating,
        *,
        limits: Limits,
        painted: Callable[[Bounds], object] = lambda _: None,
        dabs: DabCache | None = None,
        symmetry: Symmetry = NO_SYMMETRY,
    ) -> None:
        self.brush = brush
        self.last: PenSample | None = None
        self._changed: list[Bounds] = []
        self._tiles = tiles
        self._before = tiles.snapshot()
        self._limits = limits
        self._painted = painted
        tints = ColourTiles() if isinstance(ink, Ink) and _has_tints(brush, ink) else None
        self._coat = _coat_of(brush, ink, tints)
        self._steadying = Steadying(brush.smoothing, brush.string)
        self._texture = (
            texture_of(brush.texture, brush.grain, brush.texture_scale) if brush.texture else None
        )
        marker = Marker(brush, ink.colour if isinstance(ink, Ink) else None)
        printing = _printing_of(brush, marker, limits.within, symmetry) if tints is None else None
        # What prints its ink as well, in one go.
        self._printing = printing if isinstance(ink, Ink) and self._is_plain(ink) else None
        if self._printing is not None and isinstance(ink, Ink):
            self._printing.ink_with(ink, limits.selected)
        self._nib: Nib = printing or Stamping(
            brush,
            marker,
            dabs or DabCache(tip_of(brush)),
            within=limits.within,
            symmetry=symmetry,
            tints=tints,
        )

    def _is_plain(self, ink: Ink) -> bool:
        """Whether nothing but coverage and selection decide how much of it is laid."""
        is_normal = self.brush.blend is BlendMode.normal or not any(ink.pixel)
        return self._texture is None and is_normal and len(ink.pixel) == 4

    def add(self, sample: PenSample) -> Bounds:
        """Paint up to a sample; returns canvas px that changed."""
        if self.last is None:
            self._nib.begin(sample)
        self.last = sample
        calm = self._steadying.add(sample)
        if self._printing is not None:
            return self._print(self._printing, calm)
        return self._show(self._nib.add((calm,)))

    def finish(self) -> Bounds:
        """Paint what was held back; returns canvas px that changed."""
        late = self._steadying.finish()
        if self._printing is not None:
            return union_of([self._print(self._printing, sample) for sample in late])
        return self._show(self._nib.finish(late))

    @property
    def painted_in(self) -> Bounds:
        """Canvas px around all that has changed."""
        return union_of(self._changed)

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area it covers so far, float32[h, w], the unselected left out."""
        return self._limited(area, self._nib.covered(area).copy())

    def _print(self, printing: Printing, sample: PenSample) -> Bounds:
        tiles, before = self._tiles, self._before
        laid = [printing.lay(tiles, before, prints) for prints in printing.prints(sample)]
        return self._told(laid[0] if len(laid) == 1 else union_of(laid))

    def _show(self, areas: Iterable[Bounds]) -> Bounds:
        return self._told(union_of(map(self._lay, areas)))

    def _told(self, changed: Bounds) -> Bounds:
        if changed.width:
            self._changed.append(changed)
            self._painted(changed)
        return changed

    def _lay(self, area: Bounds) -> Bounds:
        """Lay the ink on the tiles where it can change something; returns where it did."""
        coverage = self._limited(area, self._nib.covered(area))
        changed = EMPTY
        for key in keys_covering(area):
            if self._can_change(key):
                cut = area.intersection(bounds_of(key))
                part = cut.slices_in(bounds_of(key))
                ground = self._before.get(key, self._coat.nothing)[part]
                into = self._tiles.edit(key)[part]
                covered = coverage[cut.slices_in(area)]
                if self._texture is not None:
                    covered = self._texture.roughened(covered, cut)
                self._coat.lay(cut, ground, covered, into)
                changed = changed.union(cut)
        return changed

    def _limited(self, area: Bounds, coverage: Coverage) -> Coverage:
        """The selected part of the coverage."""
        selected = self._limits.selected_in(area)
        if selected is None:
            return coverage
        return np.asarray(cv2.multiply(coverage, selected.astype(np.float32), scale=1 / 255))

    def _can_change(self, key: TileKey) -> bool:
        has_ground = key in self._before or not self._coat.needs_ground
        return has_ground and not self._limits.forbid(key)


def _printing_of(
    brush: Brush, marker: Marker, within: Bounds, symmetry: Symmetry
) -> Printing | None:
    # Here, not above: the window is open before anything is painted.
    from studio.brush.press import can_press
    from studio.brush.printing import Printing

    if not can_press(brush, within):
        return None
    return Printing(brush, marker, within=within, symmetry=symmetry)


def _coat_of(brush: Brush, ink: Ink | Coating, tints: ColourTiles | None) -> Coating:
    if not isinstance(ink, Ink):
        return ink
    blend = brush.blend if len(ink.pixel) == 4 and any(ink.pixel) else BlendMode.normal
    return Coat(ink, blend=blend, tints=tints)


def _has_tints(brush: Brush, ink: Ink) -> bool:
    return brush.is_tinted and ink.colour is not None
