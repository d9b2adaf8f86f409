"""Paint pushed about: the picture is smeared, or one mixed colour spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.dab import Dab, DabCache, tip_of
from studio.brush.limits import Limits
from studio.brush.marks import Mark, Marker
from studio.brush.path import Path
from studio.brush.sample import PenSample
from studio.brush.steadying import Steadying
from studio.colour import Colour
from studio.document.tiles import TileStore
from studio.geometry import EMPTY, Bounds, union_of

# float32[h, w, 4], premultiplied BGRA, 0..255: rounded only when it goes back to the tiles.
Wet = NDArray[np.float32]

_RUN = 12


class Smudge:
    """Carries paint from dab to dab; flow is how much of it stays on the brush.

    It cannot be laid anew from before the stroke, as each dab takes up what the last one left.
    """

    def __init__(
        self,
        tiles: TileStore,
        brush: Brush,
        colour: Colour,
        *,
        limits: Limits,
        painted: Callable[[Bounds], object] = lambda _: None,
        keeps_alpha: bool = False,
    ) -> None:
        self.last: PenSample | None = None
        self._tiles = tiles
        self._brush = brush
        self._paint = np.array([colour.blue, colour.green, colour.red, 255], np.float32)
        self._limits = limits
        self._painted = painted
        self._keeps_alpha = keeps_alpha
        self._marker = Marker(brush)
        self._path = Path(self._marker.step)
        self._steadying = Steadying(brush.smoothing, brush.string)
        self._dabs = DabCache(tip_of(brush))
        self._carried: Wet | None = None

    def add(self, sample: PenSample) -> Bounds:
        """Smudge up to a sample; returns canvas px that changed."""
        if self.last is None:
            self._marker.begin(sample.x, sample.y)
        self.last = sample
        return self._go_on([self._steadying.add(sample)])

    def finish(self) -> Bounds:
        """Smudge what was held back; returns canvas px that changed."""
        return self._go_on(self._steadying.finish())

    def _go_on(self, samples: Sequence[PenSample]) -> Bounds:
        points = [point for sample in samples for point in self._path.add(sample)]
        marks = [self._marker.mark(point) for point in points]
        changed = union_of(self._push(run) for run in _runs(marks))
        if changed != EMPTY:
            self._painted(changed)
        return changed

    def _push(self, marks: Sequence[Mark]) -> Bounds:
        at = self._dabs.at
        dabs = [at(mark.x, mark.y, mark.size, mark.angle, mark.roundness) for mark in marks]
        whole = union_of(_place(dab) for dab in dabs)
        area = whole.intersection(self._limits.within)
        if area.is_empty:
            return EMPTY
        before = self._tiles.read(whole)
        wet = before.astype(np.float32)
        allowed = self._allowed(whole)
        for mark, dab in zip(marks, dabs, strict=True):
            part = _place(dab).slices_in(whole)
            share = dab.mask * np.float32(mark.opacity) * allowed[part]
            wet[part] = self._dragged(wet[part], dab.mask, share, mark)
        if self._keeps_alpha:
            _keep_alpha(wet, before)
        pixels = np.rint(wet).astype(np.uint8)
        self._tiles.write(area, np.ascontiguousarray(pixels[area.slices_in(whole)]))
        return area

    def _allowed(self, whole: Bounds) -> Coverage:
        """What may change, 0..1: nothing outside the canvas, the selected part inside."""
        allowed = np.zeros((whole.height, whole.width), np.float32)
        inside = whole.intersection(self._limits.within)
        selected = self._limits.selected_in(inside)
        share = 1.0 if selected is None else selected.astype(np.float32) / np.float32(255)
        allowed[inside.slices_in(whole)] = share
        return allowed

    def _dragged(self, ground: Wet, mask: Coverage, share: Coverage, mark: Mark) -> Wet:
        """The ground under a dab after it: what is carried mixes with what is there."""
        carried = self._taken_up(ground, mask, mark.flow)
        if self._brush.charge:
            charge = np.float32(self._brush.charge)
            carried = carried + charge * (self._paint - carried)
        share = share[..., np.newaxis]
        return np.asarray(ground + share * (carried - ground), np.float32)

    def _taken_up(self, ground: Wet, mask: Coverage, flow: float) -> Wet:
        """What the brush carries, some of it exchanged for what is under it."""
        found = _mean(ground, mask) if self._brush.dulls else ground.copy()
        before = self._carried
        if before is None:
            self._carried = found
            return found
        if before.shape != found.shape:  # the pen is pressed otherwise
            before = np.asarray(cv2.resize(before, found.shape[1::-1]), np.float32)
        self._carried = found + np.float32(flow) * (before - found)
        return self._carried


def _mean(ground: Wet, mask: Coverage) -> Wet:
    """The mixed colour under a dab, float32[1, 1, 4]."""
    weight = max(float(mask.sum()), 1e-6)
    mixed = np.tensordot(mask, ground, axes=((0, 1), (0, 1))) / weight
    return np.asarray(mixed, np.float32).reshape(1, 1, 4)


def _keep_alpha(wet: Wet, before: NDArray[np.uint8]) -> None:
    alpha = before[..., 3:].astype(np.float32)
    wet *= alpha / np.maximum(wet[..., 3:], np.float32(1e-3))
    np.minimum(wet, alpha, out=wet)
    wet[..., 3:] = alpha


def _place(dab: Dab) -> Bounds:
    height, width = dab.mask.shape
    return Bounds(dab.left, dab.top, width, height)


def _runs(marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    for start in range(0, len(marks), _RUN):
        yield marks[start : start + _RUN]
