"""What is selected: soft 8-bit coverage; nothing selected means all may change."""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np

from studio.document.tiles import Pixels, TileStore, bounds_of
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
        return all(
            not tile.any() for tile in map(self.tiles.get, self.tiles.keys) if tile is not None
        )

    @property
    def bounds(self) -> Bounds:
        """Canvas px tightly around every selected pixel; empty when nothing is selected."""
        return union_of(
            _tight(tile).translated(bounds_of(key).x, bounds_of(key).y)
            for key in self.tiles.keys
            if (tile := self.tiles.get(key)) is not None
        ).intersection(self.extent.bounds)

    def read(self, bounds: Bounds) -> Pixels:
        """Coverage, uint8[height, width]; all zero when nothing is selected."""
        return self.tiles.read(bounds)

    def limit(self, bounds: Bounds) -> Pixels | None:
        """What painting is limited to, uint8[height, width]; None when nothing is selected."""
        return None if self.tiles.is_empty else self.tiles.read(bounds)

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


def _tight(tile: Pixels) -> Bounds:
    x, y, width, height = cv2.boundingRect(tile)
    return Bounds(x, y, width, height) if width else EMPTY
