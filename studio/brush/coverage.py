"""How much of the ground a stroke covers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.geometry import Bounds

Coverage: TypeAlias = NDArray[np.float32]

# Larger than a tile, so that most events lie in one; memory that nobody touches is not taken.
_SIDE = 1024


class CoverageTiles:
    """float32, 0 where nothing was painted yet and 1 where all is covered.

    Float, because 8-bit stamping stalls at low flow and never paints at all at 0.5 %.
    """

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], Coverage] = {}

    @contextmanager
    def changing(self, bounds: Bounds) -> Iterator[Coverage]:
        """What is in bounds, float32[height, width], to be changed."""
        places = _places(bounds)
        if len(places) == 1:
            yield self._tile(places[0])[bounds.slices_in(places[0])]
            return
        coverage = np.empty((bounds.height, bounds.width), np.float32)
        cuts = [(place, bounds.intersection(place)) for place in places]
        for place, cut in cuts:
            coverage[cut.slices_in(bounds)] = self._tile(place)[cut.slices_in(place)]
        yield coverage
        for place, cut in cuts:
            self._tile(place)[cut.slices_in(place)] = coverage[cut.slices_in(bounds)]

    def _tile(self, place: Bounds) -> Coverage:
        tile = self._tiles.get((place.x, place.y))
        if tile is None:
            tile = self._tiles[place.x, place.y] = np.zeros((_SIDE, _SIDE), np.float32)
        return tile


def _places(bounds: Bounds) -> list[Bounds]:
    around = bounds.aligned(_SIDE)
    return [
        Bounds(x, y, _SIDE, _SIDE)
        for y in range(around.y, around.bottom, _SIDE)
        for x in range(around.x, around.right, _SIDE)
    ]
