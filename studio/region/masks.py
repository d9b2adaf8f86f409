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
# Px of a shape's rim that antialiasing made grey: no weak selection, though it looks like one.
RIM = 3

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
    core = _without_rim(selected)
    distance, nearest = _distance_outside(core)
    edge = _grown(core, 1).reshape(-1)[nearest]
    around = _blurred(edge, feather / 4) * (1 - _smooth(distance / max(feather, 1.0)))
    whole = _bytes(np.where(core > 0, core, np.maximum(selected, around)))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, _disc(RIM)), np.uint8)


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
    nearby = _grown(selected, RIM).reshape(-1)[nearest]
    return _landing(1 - _smooth(distance / fade), nearby)


def _grown(selected: Mask, by: int) -> Mask:
    """Each pixel as selected as the most selected one within px."""
    return np.asarray(cv2.dilate(selected, _disc(by)), np.uint8)


def _without_rim(selected: Mask) -> Mask:
    """The selection without what antialiasing made grey: the edge is where it is strong."""
    is_strong = selected >= _grown(selected, RIM) / 2
    return np.where(is_strong, selected, 0).astype(np.uint8)


def _disc(radius: int) -> Mask:
    """A disc of px, a square where a disc would be slow."""
    shape = cv2.MORPH_ELLIPSE if radius <= 12 else cv2.MORPH_RECT
    return np.asarray(cv2.getStructuringElement(shape, (2 * radius + 1,) * 2), np.uint8)


def _blurred(mask: Mask, radius: float) -> Mask:
    side = 2 * round(radius) + 1
    return np.asarray(cv2.blur(mask, (side, side)), np.uint8)


def _landing(opacity: Distance, selected: Mask) -> Mask:
    """Opaque where selected enough: there the model decided how much changes, not a cross-fade.

    Enough is a quarter of the strongest. Weaker pixels hardly change, and landing them whole would
    put a softer, re-encoded copy in place of what the painter wanted kept.
    """
    enough = max(int(selected.max()) / 4, 1.0)
    return _bytes(255 * opacity * np.minimum(selected.astype(np.float32) / enough, 1))


def _distance_inside(selected: Mask, at: Bounds, canvas: Extent) -> Distance:
    """How far each pixel is from the nearest one not selected; px, at least 1 inside."""
    open_sides = (at.y > 0, at.bottom < canvas.height, at.x > 0, at.right < canvas.width)
    top, bottom, left, right = map(int, open_sides)
    support = (selected > 0).astype(np.uint8)
    framed = cv2.copyMakeBorder(support, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_5)
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
