"""More than 8 bits a channel brought to 8 without bands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.document.tiles import Pixels

_ROWS = 256


def dithered(tones: NDArray[np.floating], top: int = 0) -> Pixels:
    """Tones 0..255, [h, w(, channels)], as whole ones that are right on average: uint8.

    A tone that is whole stays what it is. top: the row of the picture that the first one is.
    The pattern is interleaved gradient noise (Jimenez 2014), the same for every channel, so that
    grey stays grey.
    """
    height, width = tones.shape[:2]
    rows = np.arange(top, top + height, dtype=np.float32)[:, np.newaxis]
    columns = np.arange(width, dtype=np.float32)
    noise = np.modf(0.00583715 * rows + 0.06711056 * columns)[0] * 52.9829189
    threshold = np.modf(noise)[0].astype(np.float32)
    if tones.ndim == 3:
        threshold = threshold[..., np.newaxis]
    # Beneath 1 by more than a float32 of 255 can tell apart: what is whole is not raised.
    raised = np.clip(tones, 0, 255) + threshold * np.float32(0.9999)
    return np.asarray(raised).astype(np.uint8)


def eight_bits(deep: NDArray[np.uint16]) -> Pixels:
    """16 bits a channel, uint16[h, w(, channels)], as 8; strip by strip, as floats are large."""
    out = np.empty(deep.shape, np.uint8)
    for top in range(0, deep.shape[0], _ROWS):
        strip = deep[top : top + _ROWS].astype(np.float32) / np.float32(257)
        out[top : top + _ROWS] = dithered(strip, top)
    return out
