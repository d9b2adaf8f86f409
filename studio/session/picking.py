"""Taking a colour from the picture."""

from __future__ import annotations

import numpy as np

from studio.colour import Colour
from studio.colour_spaces import encoded, linear
from studio.document.composite import flatten
from studio.document.layers import Pictured
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Point
from studio.session.easel import Easel

SIDES = (1, 3, 5, 11)


class Picking:
    """Where a colour is taken from.

    side: px of the square that is averaged, one of `SIDES`. merged: from the whole picture, else
    from the active layer alone.
    """

    def __init__(self, easel: Easel) -> None:
        self.side = 1
        self.merged = True
        self._easel = easel

    def colour_at(self, point: Point) -> Colour | None:
        """The colour around a point; None where nothing is painted."""
        around = Bounds(point.x, point.y, 1, 1).padded(self.side // 2)
        area = around.intersection(self._easel.document.bounds)
        return None if area.is_empty else _mean(self._pixels(area))

    def _pixels(self, area: Bounds) -> Pixels:
        document, active = self._easel.document, self._easel.active
        layer = document.layer(active) if active else None
        if self.merged or not isinstance(layer, Pictured):
            return flatten(document, area)
        return layer.tiles.read(area)


def _mean(pixels: Pixels) -> Colour | None:
    """The mean amount of light, what covers more counting for more; None of nothing.

    Averaged as sRGB, red and green side by side would give a brown darker than either looks.
    """
    flat = pixels.reshape(-1, 4).astype(np.float64)
    alpha = flat[:, 3:]
    if not alpha.any():
        return None
    straight = np.divide(flat[:, 2::-1], alpha, where=alpha > 0, out=np.zeros((len(flat), 3)))
    light = (linear(np.minimum(straight, 1.0)) * alpha).sum(axis=0) / alpha.sum()
    red, green, blue = np.rint(encoded(light) * 255).astype(int).tolist()
    return Colour(red, green, blue)
