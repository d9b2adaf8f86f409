"""What is selected: soft 8-bit coverage; nothing selected means all may change."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

import cv2
import numpy as np

from studio.document.tiles import Pixels, TileKey, TileStore, bounds_of
from studio.geometry import EMPTY, Bounds, Extent, union_of


class Combine(Enum):
    """How a new shape joins what is selected."""

    replace = "replace"
    add = "add"
    subtract = "subtract"
    intersect = "intersect"


class Selection:
    """Coverage over the canvas: 255 = selected, grey = partly (when repainting: the strength)."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.tiles = TileStore(channels=1)

    @property
    def is_none(self) -> bool:
        """Whether nothing is selected, so that every pixel may change."""
        return not any(self._inside(key).any() for key in self.tiles.keys)

    @property
    def bounds(self) -> Bounds:
        """Canvas px tightly around every selected pixel; empty when nothing is selected."""
        outer = _outermost(self.tiles.keys)
        tight = [self._tight(key) for key in outer]
        if any(bounds.is_empty for bounds in tight):
            tight = [self._tight(key) for key in self.tiles.keys]
        return union_of(tight)

    def read(self, bounds: Bounds) -> Pixels:
        """Coverage, uint8[height, width]; all zero when nothing is selected."""
        return self.tiles.read(bounds)

    def limit(self, bounds: Bounds) -> Pixels | None:
        """What painting is limited to, uint8[height, width]; None when nothing is selected."""
        return None if self.is_none else self.tiles.read(bounds)

    def combine(self, bounds: Bounds, coverage: Pixels, how: Combine) -> None:
        """Join a shape, uint8[height, width] at bounds; interim: a Command makes it last."""
        inside = bounds.intersection(self.extent.bounds)
        shape = coverage[inside.relative_to(bounds).slices]
        if how is Combine.add:
            self.tiles.write(inside, np.maximum(self.tiles.read(inside), shape))
            return
        if how is Combine.subtract:
            self.tiles.write(inside, np.minimum(self.tiles.read(inside), 255 - shape))
            return
        kept = np.minimum(self.tiles.read(inside), shape) if how is Combine.intersect else shape
        self.clear()
        self.tiles.write(inside, kept)

    def clear(self) -> None:
        """Select nothing; interim: a Command makes it last."""
        self.tiles.apply(dict.fromkeys(self.tiles.keys))

    def _inside(self, key: TileKey) -> Pixels:
        """The part of a tile that is canvas."""
        at = bounds_of(key)
        tile = self.tiles.get(key)
        inside = at.intersection(self.extent.bounds).relative_to(at)
        return np.zeros((0, 0), np.uint8) if tile is None else tile[inside.slices]

    def _tight(self, key: TileKey) -> Bounds:
        at = bounds_of(key)
        inside = at.intersection(self.extent.bounds)
        if inside.is_empty:
            return EMPTY
        x, y, width, height = cv2.boundingRect(self._inside(key))
        return Bounds(inside.x + x, inside.y + y, width, height) if width else EMPTY


def _outermost(keys: Collection[TileKey]) -> list[TileKey]:
    """The tiles of the first and last column and row: they bound all others, if none is empty."""
    if not keys:
        return []
    columns, rows = zip(*keys, strict=True)
    first, last = (min(columns), min(rows)), (max(columns), max(rows))
    return [key for key in keys if key[0] in (first[0], last[0]) or key[1] in (first[1], last[1])]
