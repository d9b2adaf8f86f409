"""Where paint may go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.document.tiles import Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds


@dataclass(frozen=True, slots=True)
class Limits:
    """Nothing changes outside.

    within: canvas px. selected: coverage tiles of a selection, grey lets part of the paint
    through; None is no limit.
    """

    within: Bounds
    selected: Tiles | None = None

    def forbid(self, key: TileKey) -> bool:
        """Whether nothing of a tile is selected."""
        return self.selected is not None and key not in self.selected

    def selected_in(self, area: Bounds) -> Pixels | None:
        """What is selected there, uint8[height, width]; None is everything."""
        if self.selected is None:
            return None
        out = np.zeros((area.height, area.width), np.uint8)
        for key in keys_covering(area):
            tile = self.selected.get(key)
            if tile is not None:
                cut = area.intersection(bounds_of(key))
                part = tile[cut.slices_in(bounds_of(key))]
                out[cut.slices_in(area)] = part
        return out
