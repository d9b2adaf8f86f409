"""What was painted meets what stays: the difference at the edge is spread over what lands."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.generation.request import Mask, Rgb

Floats: TypeAlias = NDArray[np.float32]

# Of 255: a difference as large as this counts by 0.6, one twice as large by 0.1. Where a painted
# thing reaches the edge it differs by more, and is to stay as it is.
LIKELY = 48.0
# The correction is smooth: px of the longer side at which it is worked out.
SIDE = 96
# How far a difference reaches, as a share of the side of what lands.
REACH = 0.25
# Of all that was measured, as much as says that nothing differs: where little is to be trusted,
# little is changed.
DOUBT = 0.05


def meet_at_edge(result: Rgb, reference: Rgb, mask: Mask, landing: Mask) -> Rgb:
    """The result moved towards the reference's colours by what differs around where it lands.

    A model sees what is around a hole, and yet may paint another tint of it: it drifts within the
    hole alone, which the rest of the picture does not tell. Measured where the model may paint and
    nothing lands: there both are to be the same. All are of one size; a new array, or the result
    itself where nothing can be measured. mask: what the model may change; landing: what is seen.
    """
    height, width = mask.shape
    scale = min(1.0, SIDE / max(height, width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    painted, wanted = _shrunk(result, small), _shrunk(reference, small)
    maybe, landed = _shrunk(mask, small), _shrunk(landing, small)
    rim = np.where((maybe < 255) & (landed == 0), (maybe / 255) ** 2, 0).astype(np.float32)
    if not rim.any():
        return result
    offset = _spread(_smooth(wanted - painted, rim), rim, float(np.sqrt((landed > 0).sum())))
    offset *= np.minimum(maybe / 128, 1)[..., None]
    whole = cv2.resize(offset, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.add(result, whole, dtype=cv2.CV_8U), np.uint8)


def _shrunk(array: Rgb | Mask, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(array, size, interpolation=cv2.INTER_AREA), np.float32)


def _smooth(difference: Floats, rim: Floats) -> Floats:
    """Along the rim, without the grain of either picture."""
    total = np.asarray(cv2.GaussianBlur(rim, (0, 0), 1.5), np.float32)
    return _averaged(difference, rim, 1.5, total)


def _spread(difference: Floats, rim: Floats, side: float) -> Floats:
    """From the rim over everything, the nearer the more; px of the small pictures."""
    likely = rim * np.exp(-np.square(difference).sum(-1) / (2 * LIKELY**2))
    reach = max(1.0, side * REACH)
    trusted, measured = (cv2.GaussianBlur(one, (0, 0), reach) for one in (likely, rim))
    return _averaged(difference, likely, reach, trusted + DOUBT * measured)


def _averaged(difference: Floats, weight: Floats, reach: float, total: Floats) -> Floats:
    """By weights that are blurred as far, and make so much together."""
    summed = cv2.GaussianBlur(difference * weight[..., None], (0, 0), reach)
    return np.asarray(summed / np.maximum(total, 1e-6)[..., None], np.float32)
