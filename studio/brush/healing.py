"""Texture from one place in the light and colour of another (Pérez et al. 2003)."""

from __future__ import annotations

import cv2
import numpy as np

from studio.brush.coverage import Coverage
from studio.document.tiles import Pixels

# The solver needs ground around the wound.
MARGIN = 4
_LEAST = 0.02


def healed(ground: Pixels, source: Pixels, coverage: Coverage) -> Pixels:
    """The ground with the source's detail in place of its own where it is covered; alpha stays.

    ground, source: uint8[h, w, 4], premultiplied BGRA; coverage: float32[h, w], zero along a rim
    of a pixel at least. How much of it is to be laid on the ground is left to who asks.
    """
    wound = np.asarray((coverage > _LEAST) * np.uint8(255), np.uint8)
    x, y, width, height = cv2.boundingRect(wound)
    cured = ground.copy()
    if not width:
        return cured
    # The solver centres the mask's own box there.
    middle = x + width // 2, y + height // 2
    patch = np.ascontiguousarray(source[..., :3])
    whole = np.ascontiguousarray(ground[..., :3])
    colours = cv2.seamlessClone(patch, whole, wound, middle, cv2.NORMAL_CLONE)
    cured[..., :3] = np.minimum(np.asarray(colours, np.uint8), ground[..., 3:])
    return cured
