"""Dabs of any tip stamped on coverage, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Protocol

import cv2
import numpy as np

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage, CoverageTiles
from studio.brush.dab import Dab, DabCache
from studio.brush.dynamics import Sense, Trait
from studio.brush.marks import Mark, Marker
from studio.brush.path import Path, PathPoint
from studio.brush.sample import PenSample
from studio.brush.symmetry import Symmetry
from studio.brush.tints import ColourTiles, tint
from studio.document.tiles import Pixels
from studio.geometry import Bounds

# One event's dabs are painted in runs, so that a fast diagonal does not touch all of its rectangle.
_RUN = 192.0


class Nib(Protocol):
    """Turns samples into coverage."""

    def begin(self, sample: PenSample) -> None:
        """A stroke starts here."""

    def add(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """Cover the way to samples; canvas px around what was covered, as soon as it is."""

    def finish(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """The same for the last samples, and for what was waiting for more."""

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area is covered, float32[h, w], to be read before the next sample."""


class Stamping:
    """One dab a mark, the mark of a point of the path.

    A dab raises the coverage towards opacity · mask, by the part that is its flow, and never
    lowers it: however close the dabs are, a smooth edge stays smooth, a soft one soft; unless the
    brush builds up: then every dab covers some of what is still bare.

    tints: where to keep the colours of dabs that have one.
    """

    def __init__(
        self,
        brush: Brush,
        marker: Marker,
        dabs: DabCache,
        *,
        within: Bounds,
        symmetry: Symmetry,
        tints: ColourTiles | None = None,
    ) -> None:
        self._brush = brush
        self._marker = marker
        self._dabs = dabs
        self._within = within
        self._symmetry = symmetry
        self._tints = tints
        self._path = Path(marker.step, turns=_senses_direction(brush))
        self._coverage = CoverageTiles()
        self._waiting: list[PathPoint] = []
        self._has_begun = not _follows(brush)

    def begin(self, sample: PenSample) -> None:
        """A stroke starts here."""
        self._marker.begin(sample.x, sample.y)

    def add(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """Stamp; a dab that is turned along the stroke waits until it is known where it goes."""
        points = [point for sample in samples for point in self._path.add(sample)]
        if self._waiting and points:
            points = [self._waiting[0]._replace(direction=points[0].direction), *points]
            self._waiting = []
        elif not self._has_begun and points:
            self._waiting, points, self._has_begun = points, [], True
        return self._stamp_all(points)

    def finish(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """Stamp the rest."""
        points = [point for sample in samples for point in self._path.add(sample)]
        waiting, self._waiting = self._waiting, []
        return self._stamp_all([*waiting, *points])

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area is covered."""
        with self._coverage.changing(area) as coverage:
            return coverage

    def _stamp_all(self, points: Sequence[PathPoint]) -> Iterator[Bounds]:
        for run in self._runs(points):
            for copy in self._symmetry.copies(run):
                area = self._stamp(copy)
                if not area.is_empty:
                    yield area

    def _runs(self, points: Sequence[PathPoint]) -> Iterator[Sequence[Mark]]:
        if not points:
            return
        step = max(self._marker.step(points[0]), self._marker.step(points[-1]))
        count = max(1, int(_RUN / step))
        for start in range(0, len(points), count):
            yield [self._marker.mark(point) for point in points[start : start + count]]

    def _stamp(self, marks: Sequence[Mark]) -> Bounds:
        at = self._dabs.at
        dabs = [at(mark.x, mark.y, mark.size, mark.angle, mark.roundness) for mark in marks]
        area = _around(dabs).intersection(self._within)
        if not area.is_empty:
            tinting = nullcontext() if self._tints is None else self._tints.changing(area)
            with self._coverage.changing(area) as coverage, tinting as colours:
                for mark, dab in zip(marks, dabs, strict=True):
                    self._cover(coverage, colours, area, dab, mark)
        return area

    def _cover(
        self, coverage: Coverage, colours: Pixels | None, area: Bounds, dab: Dab, mark: Mark
    ) -> None:
        """Let one dab cover its part of the area."""
        (height, width), x, y = dab.mask.shape, dab.left - area.x, dab.top - area.y
        place = slice(max(0, y), max(0, y + height)), slice(max(0, x), max(0, x + width))
        part = coverage[place]
        if not part.size:
            return
        mask = dab.mask[max(0, -y) :, max(0, -x) :][: part.shape[0], : part.shape[1]]
        if mark.opacity < 1.0:
            mask = mask * np.float32(mark.opacity)
        if colours is not None and mark.tint is not None:
            tint(colours[place], mark.tint, mask * np.float32(mark.flow), part)
        if self._brush.builds_up:
            bare = np.subtract(np.float32(1.0), part)
            cv2.scaleAdd(cv2.multiply(bare, mask), mark.flow, part, part)
        elif mark.flow >= 1.0:
            cv2.max(part, mask, part)
        else:
            missing = np.maximum(cv2.subtract(mask, part), np.float32(0.0))
            cv2.scaleAdd(missing, mark.flow, part, part)


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
