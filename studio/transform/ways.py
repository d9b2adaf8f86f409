"""Ways that pixels are taken: all of them well and once, or tile by tile and quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import Pixels, TileKey, Tiles
from studio.geometry import Bounds
from studio.transform.quad import Matrix
from studio.transform.warping import QuickWarp, warped

# float64[n, 2]: canvas spots.
Spots: TypeAlias = NDArray[np.float64]


class Way(Protocol):
    """Where the spots of the canvas go."""

    @property
    def matrix(self) -> Matrix | None:
        """What takes the spots there, if one matrix does."""

    def tiles(self, tiles: Tiles, box: Bounds) -> Tiles:
        """What tiles hold within a box, taken there; premultiplied BGRA or coverage."""

    def tile(self, quick: QuickWarp, key: TileKey, level: int) -> Pixels | None:
        """One tile of it at 1/2^level, quickly; None where it has nothing."""

    def spots(self, spots: Spots) -> Spots:
        """Where spots go."""


@dataclass(frozen=True, slots=True, eq=False)
class Perspective:
    """By a matrix."""

    matrix: Matrix

    def tiles(self, tiles: Tiles, box: Bounds) -> Tiles:
        """Lanczos where it grows, averaged where it shrinks."""
        return warped(tiles, box, self.matrix)

    def tile(self, quick: QuickWarp, key: TileKey, level: int) -> Pixels | None:
        """By linear interpolation."""
        return quick.tile(key, np.diag((0.5**level, 0.5**level, 1.0)) @ self.matrix)

    def spots(self, spots: Spots) -> Spots:
        """Where spots go; all of them have to lie before the eye."""
        made = np.column_stack((spots, np.ones(len(spots)))) @ self.matrix.T
        return np.asarray(made[:, :2] / made[:, 2:], np.float64)
