"""One stroke: dabs gathered as coverage, laid on the tiles as it grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage, CoverageTiles
from studio.brush.dab import Dab, DabCache, tip_of
from studio.brush.dynamics import Sense, Trait
from studio.brush.ink import Coat, Coating, Ink
from studio.brush.limits import Limits
from studio.brush.marks import Mark, Marker
from studio.brush.path import Path, PathPoint
from studio.brush.sample import PenSample
from studio.brush.steadying import Steadying
from studio.brush.symmetry import NO_SYMMETRY, Symmetry
from studio.brush.texture import texture_of
from studio.brush.tints import ColourTiles
from studio.document.blending import BlendMode
from studio.document.tiles import TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, union_of

# One event's dabs are painted in runs, so that a fast diagonal does not touch all of its rectangle.
_RUN = 192.0


class Stroke:
    """Paints on a tile store between a snapshot and a patch, which whoever made it takes.

    A dab raises the coverage towards opacity · mask, by the part that is its flow, and never
    lowers it: however close the dabs are, a smooth edge stays smooth, a soft one soft; unless the
    brush builds up: then every dab covers some of what is still bare. Each event lays the ink
    anew on the tiles from before the stroke, so that neither rounding nor opacity adds up, and
    only where this event's dabs were.

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
        self.painted_in = EMPTY
        self._tiles = tiles
        self._before = tiles.snapshot()
        self._tints = ColourTiles() if isinstance(ink, Ink) and _has_tints(brush, ink) else None
        self._coat = _coat_of(brush, ink, self._tints)
        self._limits = limits
        self._symmetry = symmetry
        self._painted = painted
        self._marker = Marker(brush, ink.colour if isinstance(ink, Ink) else None)
        self._path = Path(self._marker.step, turns=_senses_direction(brush))
        self._steadying = Steadying(brush.smoothing, brush.string)
        self._dabs = dabs or DabCache(tip_of(brush))
        self._coverage = CoverageTiles()
        self._texture = (
            texture_of(brush.texture, brush.grain, brush.texture_scale) if brush.texture else None
        )
        self._waiting: list[PathPoint] = []

    def add(self, sample: PenSample) -> Bounds:
        """Paint up to a sample; returns canvas px that changed."""
        if self.last is None:
            self._marker.begin(sample.x, sample.y)
        self.last = sample
        return self._go_on(self._path.add(self._steadying.add(sample)))

    def finish(self) -> Bounds:
        """Paint what was held back; returns canvas px that changed."""
        points = [point for late in self._steadying.finish() for point in self._path.add(late)]
        waiting, self._waiting = self._waiting, []
        return self._show(self._runs([*waiting, *points]))

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area it covers so far, float32[h, w], the unselected left out."""
        with self._coverage.changing(area) as coverage:
            return self._limited(area, coverage.copy())

    def _go_on(self, points: list[PathPoint]) -> Bounds:
        """Paint; a dab that is turned along the stroke waits until it is known where it goes."""
        if self._waiting and points:
            points = [self._waiting[0]._replace(direction=points[0].direction), *points]
            self._waiting = []
        elif self.painted_in == EMPTY and not self._waiting and _follows(self.brush):
            self._waiting = points
            return EMPTY
        return self._show(self._runs(points))

    def _show(self, runs: Iterator[Sequence[Mark]]) -> Bounds:
        copies = (copy for run in runs for copy in self._symmetry.copies(run))
        changed = union_of(map(self._paint, copies))
        if changed != EMPTY:
            self.painted_in = self.painted_in.union(changed)
            self._painted(changed)
        return changed

    def _runs(self, points: Sequence[PathPoint]) -> Iterator[Sequence[Mark]]:
        if not points:
            return
        step = max(self._marker.step(points[0]), self._marker.step(points[-1]))
        count = max(1, int(_RUN / step))
        for start in range(0, len(points), count):
            yield [self._marker.mark(point) for point in points[start : start + count]]

    def _paint(self, marks: Sequence[Mark]) -> Bounds:
        at = self._dabs.at
        dabs = [at(mark.x, mark.y, mark.size, mark.angle, mark.roundness) for mark in marks]
        area = _around(dabs).intersection(self._limits.within)
        if area.is_empty:
            return EMPTY
        with self._coverage.changing(area) as coverage:
            for mark, dab in zip(marks, dabs, strict=True):
                self._cover(coverage, area, dab, mark)
            return self._lay(area, self._limited(area, coverage))

    def _cover(self, coverage: Coverage, area: Bounds, dab: Dab, mark: Mark) -> None:
        """Let one dab cover its part of the area."""
        (height, width), x, y = dab.mask.shape, dab.left - area.x, dab.top - area.y
        part = coverage[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
        if not part.size:
            return
        mask = dab.mask[max(0, -y) :, max(0, -x) :][: part.shape[0], : part.shape[1]]
        if mark.opacity < 1.0:
            mask = mask * np.float32(mark.opacity)
        if self._tints is not None and mark.tint is not None:
            place = Bounds(area.x + max(0, x), area.y + max(0, y), *part.shape[::-1])
            self._tints.tint(place, mark.tint, mask * np.float32(mark.flow), part)
        if self.brush.builds_up:
            bare = np.subtract(np.float32(1.0), part)
            cv2.scaleAdd(cv2.multiply(bare, mask), mark.flow, part, part)
        elif mark.flow >= 1.0:
            cv2.max(part, mask, part)
        else:
            missing = np.maximum(cv2.subtract(mask, part), np.float32(0.0))
            cv2.scaleAdd(missing, mark.flow, part, part)

    def _limited(self, area: Bounds, coverage: Coverage) -> Coverage:
        """The selected part of the coverage."""
        selected = self._limits.selected_in(area)
        if selected is None:
            return coverage
        return np.asarray(cv2.multiply(coverage, selected.astype(np.float32), scale=1 / 255))

    def _lay(self, area: Bounds, coverage: Coverage) -> Bounds:
        """Lay the ink on the tiles where it can change something; returns where it did."""
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

    def _can_change(self, key: TileKey) -> bool:
        has_ground = key in self._before or not self._coat.needs_ground
        return has_ground and not self._limits.forbid(key)


def _coat_of(brush: Brush, ink: Ink | Coating, tints: ColourTiles | None) -> Coating:
    if not isinstance(ink, Ink):
        return ink
    blend = brush.blend if len(ink.pixel) == 4 and any(ink.pixel) else BlendMode.normal
    return Coat(ink, blend=blend, tints=tints)


def _has_tints(brush: Brush, ink: Ink) -> bool:
    return brush.is_tinted and ink.colour is not None


def _senses_direction(brush: Brush) -> bool:
    return any(one.sense is Sense.direction for one in brush.responses)


def _follows(brush: Brush) -> bool:
    """Whether its dabs turn along the stroke."""
    return brush.response(Trait.angle, Sense.direction) is not None


def _around(dabs: Sequence[Dab]) -> Bounds:
    return Bounds.from_edges(
        min(dab.left for dab in dabs),
        min(dab.top for dab in dabs),
        max(dab.left + dab.mask.shape[1] for dab in dabs),
        max(dab.top + dab.mask.shape[0] for dab in dabs),
    )
