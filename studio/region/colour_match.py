"""The result's colours brought back to the picture's: where a model drifts, a patch shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.generation.request import Mask, Rgb

Lab: TypeAlias = NDArray[np.float32]

# LAB units added to both deviations: between nearly flat pictures their ratio says nothing.
FLATNESS = 8.0
# Pixels at which what was measured counts by half.
FEW = 256


def match_colours(result: Rgb, reference: Rgb, mask: Mask) -> Rgb:
    """The result with the LAB mean and deviation of the reference, a new array.

    Both are measured where the mask is below one half, the less the nearer it comes: what was
    painted there reaches into it, and a green tree would count as a green drift.
    All three are of one size. The fewer pixels there are to measure, the less is changed.
    """
    is_kept = mask < 128
    weights = (1 - mask[is_kept].astype(np.float64) / 128) ** 8
    if not weights.any():
        return result.copy()
    ours = _lab(result)
    have = _Spread.of(ours[is_kept], weights)
    want = _Spread.of(_lab(reference)[is_kept], weights)
    trust = weights.sum() / (weights.sum() + FEW)
    ratio = (want.deviation + FLATNESS) / (have.deviation + FLATNESS)
    gain = 1 + trust * (np.clip(ratio, 2 / 3, 3 / 2) - 1)
    mean = have.mean + trust * (want.mean - have.mean)
    return _rgb(ours * gain + (mean - have.mean * gain))


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]

    @staticmethod
    def of(lab: Lab, weights: NDArray[np.float64]) -> _Spread:
        """Summed in double: a million float32 added up lose the last digits that matter."""
        mean = weights @ lab / weights.sum()
        variance = weights @ np.square(lab - mean) / weights.sum()
        return _Spread(mean, np.sqrt(variance))


def _lab(rgb: Rgb) -> Lab:
    """In float: 8-bit LAB has 100 steps of lightness in 255 and bands skies."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _rgb(lab: NDArray[np.float64]) -> Rgb:
    rgb = cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB)
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
