"""How much of the ground a stroke covers."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import TILE, TileKey, bounds_of, keys_covering
from studio.geometry import Bounds

Coverage: TypeAlias = NDArray[np.float32]


class CoverageTiles:
    """float32 tiles, 0 where nothing was painted yet and 1 where all is covered.

    Float, because 8-bit stamping stalls at low flow and never paints at all at 0.5 %.
    """

    def __init__(self) -> None:
        self._tiles: dict[TileKey, Coverage] = {}

    def read(self, bounds: Bounds) -> Coverage:
        """A copy, float32[height, width]."""
        out = np.zeros((bounds.height, bounds.width), np.float32)
        for key in keys_covering(bounds):
            tile = self._tiles.get(key)
            if tile is not None:
                cut = bounds.intersection(bounds_of(key))
                part = tile[cut.relative_to(bounds_of(key)).slices]
                out[cut.relative_to(bounds).slices] = part
        return out

    def write(self, bounds: Bounds, coverage: Coverage) -> None:
        """Replace what is in bounds."""
        for key in keys_covering(bounds):
            tile = self._tiles.get(key)
            if tile is None:
                tile = self._tiles[key] = np.zeros((TILE, TILE), np.float32)
            cut = bounds.intersection(bounds_of(key))
            part = coverage[cut.relative_to(bounds).slices]
            tile[cut.relative_to(bounds_of(key)).slices] = part
