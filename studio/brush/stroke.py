"""One stroke: dabs gathered as coverage, laid on the tiles as it grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage, CoverageTiles
from studio.brush.dab import Dab, DabCache
from studio.brush.ink import Coat, Ink
from studio.brush.limits import Limits
from studio.brush.path import Path, PathPoint
from studio.brush.sample import PenSample
from studio.document.tiles import TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, union_of

# One event's dabs are painted in runs, so that a fast diagonal does not touch all of its rectangle.
_RUN = 192.0


class Stroke:
    """Paints on a tile store between a snapshot and a patch, which whoever made it takes.

    A dab raises the coverage towards opacity · mask, by the part that is its flow, and never
    lowers it: however close the dabs are, a smooth edge stays smooth, a soft one soft. Each event
    lays the ink anew on the tiles from before the stroke, so that neither rounding nor opacity
    adds up, and only where this event's dabs were.

    painted: told where pixels changed (canvas px), as soon as they did.
    """

    def __init__(
        self,
        tiles: TileStore,
        brush: Brush,
        ink: Ink,
        *,
        limits: Limits,
        painted: Callable[[Bounds], object] = lambda _: None,
        dabs: DabCache | None = None,
    ) -> None:
        self.brush = brush
        self.last: PenSample | None = None
        self._tiles = tiles
        self._before = tiles.snapshot()
        self._coat = Coat(ink)
        self._limits = limits
        self._painted = painted
        self._path = Path(brush.step_at)
        self._dabs = dabs or DabCache(brush.hardness)
        self._coverage = CoverageTiles()

    def add(self, sample: PenSample) -> Bounds:
        """Paint up to a sample; returns canvas px that changed."""
        self.last = sample
        points = self._path.add(sample)
        changed = union_of(self._paint(run) for run in _runs(points, self.brush))
        if changed != EMPTY:
            self._painted(changed)
        return changed

    def _paint(self, points: Sequence[PathPoint]) -> Bounds:
        size_at = self.brush.size_at
        dabs = [self._dabs.at(point.x, point.y, size_at(point.pressure)) for point in points]
        area = _around(dabs).intersection(self._limits.within)
        if area.is_empty:
            return EMPTY
        with self._coverage.changing(area) as coverage:
            for point, dab in zip(points, dabs, strict=True):
                self._cover(coverage, area, dab, point.pressure)
            return self._lay(area, self._limited(area, coverage))

    def _cover(self, coverage: Coverage, area: Bounds, dab: Dab, pressure: float) -> None:
        """Let one dab cover its part of the area."""
        (height, width), x, y = dab.mask.shape, dab.left - area.x, dab.top - area.y
        part = coverage[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
        if not part.size:
            return
        mask = dab.mask[max(0, -y) :, max(0, -x) :][: part.shape[0], : part.shape[1]]
        opacity, flow = self.brush.opacity_at(pressure), self.brush.flow_at(pressure)
        if opacity < 1.0:
            mask = mask * np.float32(opacity)
        if flow >= 1.0:
            cv2.max(part, mask, part)
        else:
            missing = np.maximum(cv2.subtract(mask, part), np.float32(0.0))
            cv2.scaleAdd(missing, flow, part, part)

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
                self._coat.lay(ground, coverage[cut.slices_in(area)], into)
                changed = changed.union(cut)
        return changed

    def _can_change(self, key: TileKey) -> bool:
        has_ground = key in self._before or not self._coat.ink.needs_ground
        return has_ground and not self._limits.forbid(key)


def _runs(points: Sequence[PathPoint], brush: Brush) -> Iterator[Sequence[PathPoint]]:
    if not points:
        return
    count = max(1, int(_RUN / max(brush.step_at(1.0), brush.step_at(points[0].pressure))))
    for start in range(0, len(points), count):
        yield points[start : start + count]


def _around(dabs: Sequence[Dab]) -> Bounds:
    return Bounds.from_edges(
        min(dab.left for dab in dabs),
        min(dab.top for dab in dabs),
        max(dab.left + dab.mask.shape[1] for dab in dabs),
        max(dab.top + dab.mask.shape[0] for dab in dabs),
    )
