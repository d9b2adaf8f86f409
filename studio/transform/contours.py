"""The outline of coverage, as lines to draw."""

from __future__ import annotations

import cv2
import numpy as np

from studio.document.tiles import Tiles
from studio.geometry import Bounds
from studio.transform.plain import read
from studio.transform.warping import reduced
from studio.transform.ways import Spots

# An outline needs no more px than a screen has.
_MOST = 2048
_HALF = 128


def contours(coverage: Tiles, box: Bounds) -> tuple[Spots, ...]:
    """Closed lines around what is at least half covered within a box, canvas px."""
    step = 1
    while max(box.width, box.height) / step > _MOST:
        step *= 2
    around = box.aligned(step)
    pixels = read(coverage, around) if step == 1 else reduced(coverage, around, step)
    # A border of nothing, so that what reaches the edge of the box has an outline there too.
    inside = np.pad((pixels >= min(_HALF, max(1, int(pixels.max())))).astype(np.uint8), 1)
    lines, _ = cv2.findContours(inside, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    corner = np.array((around.x, around.y), np.float64)
    return tuple(corner + (line.reshape(-1, 2) - 0.5) * step for line in lines)
