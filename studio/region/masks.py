"""The two masks of a repaint: what the model may change, and what lands.

*selected* is what the painter selected: uint8[h, w], 0 = not at all, grey = its strength. Where it
is above 0 is its *support*; the *edge* is the line around that.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.generation.request import Mask
from studio.geometry import Bounds, Extent
from studio.region.resampling import resampled_mask

# Canvas px by which the selection grows: it closes antialiased rims and covers what hugs the edge.
GROWTH = 4
# A selection this strong lands wholly: how much changes there was the model's to decide. Weaker
# ones, the far tails of a feathered selection, fade so that no rim of re-encoded pixels shows.
ENOUGH = 16

Distance: TypeAlias = NDArray[np.float32]


def feather_of(region: Bounds, strength: float) -> float:
    """Canvas px over which the denoise mask fades out around the region."""
    return max(0.10 * strength * region.diagonal, 32 * strength)


def fade_of(region: Bounds, strength: float) -> float:
    """Canvas px over which what lands fades at the selection's edge.

    A quarter of the feather, from 3 to 32: enough to hide a step in brightness, and little enough
    that of an object selected tightly no rim of the old one shows through.
    """
    return min(max(feather_of(region, strength) / 4, 3.0), 32.0)


def working_selection(selected: Mask, size: Extent) -> Mask:
    """The selection of the context (canvas px), grown by 4 px, at the working size.

    Grown before it is made smaller, and by no less than a working pixel: a thin line must not
    become a weak one, nor a dot disappear.
    """
    working_px = math.ceil(max(selected.shape[1] / size.width, selected.shape[0] / size.height))
    return resampled_mask(_grown(selected, max(GROWTH, working_px)), size)


def denoise_mask(selected: Mask, feather: float) -> Mask:
    """What the model may change: the grown selection, its edge carried outwards as it fades.

    Within the selection greys stay as they were painted. Along a straight edge this is the
    selection grown by feather / 2 more and feathered.

    selected: of `working_selection`; feather: working px.
    """
    strong = _grown(selected, 1)
    distance, nearest = _distance_outside(selected)
    return _bytes(strong.reshape(-1)[nearest] * (1 - _smooth(distance / max(feather, 1.0))))


def compositing_mask(selected: Mask, at: Bounds, canvas: Extent, fade: float) -> Mask:
    """What lands: opaque inside, fading inwards to 0 at the edge, 0 wherever nothing is selected.

    Parts thinner than three fades fade over a third of what they are thick, so that they land too.
    The canvas's own border is no edge. `at`: canvas px of `selected`.
    """
    distance = _distance_inside(selected, at, canvas)
    reach = 3 * math.ceil(fade)
    near = np.minimum(distance, 255).astype(np.uint8)
    thickest = cv2.dilate(near, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    width = np.clip(thickest.astype(np.float32) / 3, 1, fade)
    return _landing(_smooth((distance - 0.5) / width), selected)


def compositing_mask_past_edge(selected: Mask, fade: float) -> Mask:
    """The other choice: opaque to the edge, fading outwards; pixels not selected change too."""
    distance, nearest = _distance_outside(selected)
    nearby = _grown(selected, 2).reshape(-1)[nearest]
    return _landing(1 - _smooth(distance / fade), nearby)


def _grown(selected: Mask, by: int) -> Mask:
    """Each pixel as selected as the most selected one nearby, in px; a disc while that is quick."""
    shape = cv2.MORPH_ELLIPSE if by <= 12 else cv2.MORPH_RECT
    kernel = cv2.getStructuringElement(shape, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(selected, kernel), np.uint8)


def _landing(opacity: Distance, selected: Mask) -> Mask:
    enough = np.minimum(selected.astype(np.float32) / ENOUGH, 1)
    return _bytes(255 * opacity * enough)


def _distance_inside(selected: Mask, at: Bounds, canvas: Extent) -> Distance:
    """How far each pixel is from the nearest one not selected; px, at least 1 inside."""
    open_sides = (at.y > 0, at.bottom < canvas.height, at.x > 0, at.right < canvas.width)
    top, bottom, left, right = map(int, open_sides)
    support = (selected > 0).astype(np.uint8)
    framed = cv2.copyMakeBorder(support, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    height, width = selected.shape
    return np.asarray(distance[top : top + height, left : left + width], np.float32)


def _distance_outside(selected: Mask) -> tuple[Distance, NDArray[np.intp]]:
    """How far each pixel is from the nearest selected one, and that one's flat index."""
    support = selected > 0
    distance, labels = cv2.distanceTransformWithLabels(
        (~support).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    where = np.flatnonzero(support)
    index = np.zeros(int(labels.max()) + 1, np.intp)
    index[labels.reshape(-1)[where]] = where
    return np.asarray(distance, np.float32), index[labels]


def _bytes(levels: Distance | NDArray[np.float64]) -> Mask:
    return np.asarray(np.rint(levels), np.uint8)


def _smooth(ramp: Distance | NDArray[np.float64]) -> Distance:
    """0 to 1 with no corner at either end."""
    clipped = np.asarray(np.clip(ramp, 0, 1), np.float32)
    return np.asarray(clipped * clipped * (3 - 2 * clipped), np.float32)
