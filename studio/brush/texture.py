"""Paper that shows in a stroke."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.brush.own_picture import OwnPicture, Role
from studio.brush.tip import grey_picture
from studio.document.tiles import TILE
from studio.geometry import Bounds


class Texture:
    """A relief that repeats over the whole canvas; light paint stays on its heights.

    Where coverage is c and the paper is d deep (0..1), c · (1 - grain · d · (1 - c)) is left: full
    coverage fills every valley, and nothing is ever covered more than by a smooth stroke.
    """

    def __init__(self, depth: Coverage, grain: float) -> None:
        self._period = depth.shape[0]
        wide = -(-(self._period + TILE) // self._period)
        self._bite = np.tile(np.float32(grain) * depth, (wide, wide))
        self._kept = np.float32(1.0) - self._bite

    def roughened(self, coverage: Coverage, at: Bounds) -> Coverage:
        """What the paper takes of coverage float32[h, w] at canvas px no larger than a tile."""
        x, y = at.x % self._period, at.y % self._period
        part = slice(y, y + at.height), slice(x, x + at.width)
        share = cv2.multiply(coverage, self._bite[part])
        cv2.add(share, self._kept[part], share)
        return np.asarray(cv2.multiply(np.maximum(share, np.float32(0.0)), coverage), np.float32)


@lru_cache(maxsize=64)
def texture_of(picture: str | OwnPicture, grain: float, scale: float) -> Texture:
    """A paper that ships with the program, or one of the painter's own.

    Raises:
        OSError: there is none of that name.
    """
    height = grey_picture(Role.paper, picture)
    side = max(16, round(len(height) * scale))
    if side != len(height):
        how = cv2.INTER_AREA if side < len(height) else cv2.INTER_CUBIC
        wide = cv2.resize(np.tile(height, (3, 3)), (3 * side, 3 * side), interpolation=how)
        height = np.asarray(wide, np.float32)[side : 2 * side, side : 2 * side]
    return Texture(np.clip(np.float32(1.0) - height / np.float32(255), 0.0, 1.0), grain)
