"""The picture pushed about like thick paint, without being blurred by it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.dab import DabCache, tip_of
from studio.brush.limits import Limits
from studio.brush.marks import Mark, Marker
from studio.brush.path import Path
from studio.brush.sample import PenSample
from studio.brush.steadying import Steadying
from studio.document.tiles import TILE, Pixels, TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, union_of

# float32[h, w, 2]: how far from a pixel lies what is seen there, px across and down.
_Field: TypeAlias = NDArray[np.float32]

# Cubic sampling looks at two px around a spot; one for rounding.
_REACH = 3


class Liquify:
    """Pushes what is under the brush along with it; the opacity is how far it comes along.

    What is kept of a stroke is how far everything was pushed: the picture is sampled from the
    tiles from before the stroke, once, however often the brush goes over a place.
    """

    def __init__(
        self,
        tiles: TileStore,
        brush: Brush,
        *,
        limits: Limits,
        painted: Callable[[Bounds], object] = lambda _: None,
    ) -> None:
        self.last: PenSample | None = None
        self._tiles = tiles
        self._before = TileStore()
        self._before.apply(tiles.snapshot())
        self._limits = limits
        self._painted = painted
        self._marker = Marker(brush)
        self._path = Path(self._marker.step)
        self._steadying = Steadying(brush.smoothing, brush.string)
        self._dabs = DabCache(tip_of(brush))
        self._fields: dict[TileKey, _Field] = {}
        self._latest: Mark | None = None

    def add(self, sample: PenSample) -> Bounds:
        """Push up to a sample; returns canvas px that changed."""
        if self.last is None:
            self._marker.begin(sample.x, sample.y)
        self.last = sample
        return self._go_on([self._steadying.add(sample)])

    def finish(self) -> Bounds:
        """Push what was held back, and up to the last sample; returns canvas px that changed."""
        changed = self._go_on(self._steadying.finish())
        if self.last is None or self._latest is None:
            return changed
        rest = self._latest._replace(x=self.last.x, y=self.last.y)
        return changed.union(self._follow([rest]))

    def _go_on(self, samples: Sequence[PenSample]) -> Bounds:
        points = [point for sample in samples for point in self._path.add(sample)]
        return self._follow([self._marker.mark(point) for point in points])

    def _follow(self, marks: Sequence[Mark]) -> Bounds:
        changed = union_of([self._push(mark) for mark in marks])
        if changed != EMPTY:
            self._show(changed)
            self._painted(changed)
        return changed

    def _push(self, mark: Mark) -> Bounds:
        """Let what is under the brush follow from the last mark; returns where it is."""
        last, self._latest = self._latest, mark
        if last is None or (mark.x, mark.y) == (last.x, last.y):
            return EMPTY
        dab = self._dabs.at(mark.x, mark.y, mark.size, mark.angle, mark.roundness)
        height, width = dab.mask.shape
        place = Bounds(dab.left, dab.top, width, height)
        area = place.intersection(self._limits.within)
        if area.is_empty:
            return EMPTY
        weight = dab.mask[area.slices_in(place)] * np.float32(mark.opacity)
        by = (mark.x - last.x, mark.y - last.y)
        self._write_field(area, self._pushed(area, weight, by))
        return area

    def _pushed(self, area: Bounds, weight: Coverage, by: tuple[float, float]) -> _Field:
        """The field in an area: what came from there, seen from where it was pushed to."""
        pad = math.ceil(max(abs(by[0]), abs(by[1]))) + 1
        window = area.padded(pad)
        back = np.stack((-by[0] * weight, -by[1] * weight), axis=-1).astype(np.float32)
        rows, columns = np.mgrid[0 : area.height, 0 : area.width].astype(np.float32)
        came = cv2.remap(
            self._field(window),
            columns + pad + back[..., 0],
            rows + pad + back[..., 1],
            cv2.INTER_LINEAR,
        )
        return np.asarray(came + back, np.float32)

    def _show(self, area: Bounds) -> None:
        """Sample the picture from before where the field says."""
        field = self._field(area)
        rows, columns = np.mgrid[area.y : area.bottom, area.x : area.right].astype(np.float32)
        x, y = columns + field[..., 0], rows + field[..., 1]
        window = Bounds.from_edges(
            math.floor(x.min()), math.floor(y.min()), math.ceil(x.max()) + 1, math.ceil(y.max()) + 1
        ).padded(_REACH)
        source = self._before.read(window)
        made = cv2.remap(source, x - window.x, y - window.y, cv2.INTER_CUBIC)
        self._tiles.write(area, self._limited(area, np.minimum(made, made[..., 3:])))

    def _limited(self, area: Bounds, made: Pixels) -> Pixels:
        """What is selected of it; the rest stays as it was."""
        selected = self._limits.selected_in(area)
        if selected is None:
            return made
        share = selected[..., np.newaxis].astype(np.float32) / 255
        before = self._before.read(area).astype(np.float32)
        return np.asarray(np.rint(before + (made - before) * share), np.uint8)

    def _field(self, area: Bounds) -> _Field:
        out = np.zeros((area.height, area.width, 2), np.float32)
        for key in keys_covering(area):
            if key in self._fields:
                cut = area.intersection(bounds_of(key))
                out[cut.slices_in(area)] = self._fields[key][cut.slices_in(bounds_of(key))]
        return out

    def _write_field(self, area: Bounds, field: _Field) -> None:
        for key in keys_covering(area):
            if key not in self._fields:
                self._fields[key] = np.zeros((TILE, TILE, 2), np.float32)
            cut = area.intersection(bounds_of(key))
            self._fields[key][cut.slices_in(bounds_of(key))] = field[cut.slices_in(area)]
