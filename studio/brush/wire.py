"""A wire that clings to the edges of a picture (Mortensen and Barrett's intelligent scissors)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

from studio.document.tiles import Pixels
from studio.geometry import Bounds

Spot: TypeAlias = tuple[float, float]

# The wire is looked for this far around its anchor: 20 ms an anchor, and nothing after that.
REACH = 160
# An edge is where the grey changes by this much; half of it goes on with an edge that began.
_EDGE = 60.0


class Wire:
    """The way along edges from an anchor to wherever the pointer is, canvas px.

    picture: premultiplied BGRA, uint8[h, w, 4], of any canvas px.
    """

    def __init__(self, picture: Callable[[Bounds], Pixels], within: Bounds) -> None:
        self._picture = picture
        self._within = within
        self._scissors = cv2.segmentation.IntelligentScissorsMB()
        self._scissors.setEdgeFeatureCannyParameters(_EDGE / 2, _EDGE)
        self._scissors.setGradientMagnitudeMaxLimit(200.0)
        self._window = within

    def anchor(self, spot: Spot) -> None:
        """Hold it fast there."""
        x, y = self._pixel(spot, self._within)
        window = Bounds(x - REACH, y - REACH, 2 * REACH + 1, 2 * REACH + 1)
        self._window = window.intersection(self._within)
        self._scissors.applyImage(_seen(self._picture(self._window)))
        self._scissors.buildMap((x - self._window.x, y - self._window.y))

    def reaches(self, spot: Spot) -> bool:
        """Whether a spot is near enough to the anchor."""
        return self._pixel(spot, self._within) == self._pixel(spot, self._window)

    def to(self, spot: Spot) -> tuple[Spot, ...]:
        """The way from the anchor to a spot, or to the nearest one it reaches."""
        x, y = self._pixel(spot, self._window)
        way = self._scissors.getContour((x - self._window.x, y - self._window.y))
        return tuple(
            (column + self._window.x + 0.5, row + self._window.y + 0.5)
            for column, row in np.asarray(way).reshape(-1, 2).tolist()
        )

    def _pixel(self, spot: Spot, within: Bounds) -> tuple[int, int]:
        """The pixel nearest to a spot."""
        x, y = (math.floor(part) for part in spot)
        return (
            min(max(x, within.x), within.right - 1),
            min(max(y, within.y), within.bottom - 1),
        )


def _seen(pixels: Pixels) -> Pixels:
    """On grey, uint8[h, w, 3]: black or white paint ends where it does."""
    bare = cv2.LUT(cv2.extractChannel(pixels, 3), np.arange(255, -1, -1, dtype=np.uint8) // 2)
    return np.asarray(cv2.add(pixels[..., :3].copy(), cv2.merge((bare, bare, bare))), np.uint8)
