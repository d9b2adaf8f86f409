"""What stands in the masked area before it is encoded."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.generation.recipe import Fill
from studio.generation.request import Mask, Rgb

# Below this strength of a pixel its content is what the painter wants changed, not replaced.
WEAKEST = 0.75
NEUTRAL = 128

Floats: TypeAlias = NDArray[np.float32]


def fill_weight(selected: Mask, strength: float) -> Mask:
    """How much of each pixel is filled: none up to a strength of 0.75, all at 1, even between.

    Even, so that the picture does not jump when the slider leaves 100 %. Greys of the selection
    are strengths too: what is kept on the way of the original must not be filled.
    """
    levels = np.arange(256, dtype=np.float64) / 255 * strength
    weights = np.clip((levels - WEAKEST) / (1 - WEAKEST), 0, 1)
    return np.rint(weights * 255).astype(np.uint8)[selected]


def fill_masked(rgb: Rgb, mask: Mask, fill: Fill, seed: int) -> Rgb:
    """The picture with its masked content replaced, a new array.

    mask: uint8[h, w], how much of each pixel is replaced; only where it is 0 are colours taken.
    """
    if fill is Fill.original or not mask.any():
        return rgb.copy()
    weight = (mask.astype(np.float32) / 255)[..., None]
    filled = _filled(rgb, mask == 0, fill, seed)
    return np.rint(rgb * (1 - weight) + filled * weight).astype(np.uint8)


def _filled(rgb: Rgb, is_known: NDArray[np.bool_], fill: Fill, seed: int) -> Floats:
    match fill:
        case Fill.noise:
            noise = np.random.default_rng(seed).normal(NEUTRAL, NEUTRAL / 2, rgb.shape)
            return np.clip(noise, 0, 255).astype(np.float32)
        case Fill.blur if is_known.any():
            return _blurred_in(rgb, is_known)
        case Fill.edges if is_known.any():
            return _pushed_in(rgb, is_known)
        case Fill.neutral | Fill.blur | Fill.edges:
            return np.full(rgb.shape, NEUTRAL, np.float32)
        case Fill.original:
            return rgb.astype(np.float32)
        case _:
            assert_never(fill)


def _blurred_in(rgb: Rgb, is_known: NDArray[np.bool_]) -> Floats:
    """The surroundings as a smooth membrane across the hole; nothing of the hole is in it.

    Push-pull (Gortler et al. 1996): known colours averaged down a pyramid with their weights, then
    carried up again, each level filling only what the finer one does not know.
    """
    weight = is_known.astype(np.float32)
    levels: list[Floats] = [np.dstack((rgb * weight[..., None], weight))]
    while max(levels[-1].shape[:2]) > 1:
        levels.append(np.asarray(cv2.pyrDown(levels[-1]), np.float32))
    colours = _colours(levels[-1])
    for level in reversed(levels[:-1]):
        height, width = level.shape[:2]
        coarse = cv2.resize(colours, (width, height), interpolation=cv2.INTER_LINEAR)
        known = np.minimum(level[..., 3:], 1)
        colours = coarse * (1 - known) + _colours(level) * known
    return np.asarray(colours, np.float32)


def _colours(level: Floats) -> Floats:
    return np.asarray(level[..., :3] / np.maximum(level[..., 3:], 1e-6), np.float32)


def _pushed_in(rgb: Rgb, is_known: NDArray[np.bool_]) -> Floats:
    """Each pixel of the hole in the colour of the nearest known one, lightly smoothed."""
    _, labels = cv2.distanceTransformWithLabels(
        (~is_known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colour_of = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    colour_of[labels[is_known]] = rgb[is_known]
    pushed = colour_of[labels].astype(np.float32)
    side = max(3, max(is_known.shape) // 64 | 1)
    return np.asarray(cv2.blur(pushed, (side, side)), np.float32)
