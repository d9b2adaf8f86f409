"""The mark a round brush leaves at one point."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from studio.brush.coverage import Coverage

LIMIT_BYTES = 64 << 20

# Diameter, and the sub-pixel place of the centre in its pixel.
_Shape: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Dab:
    """Coverage float32[h, w], 0..1, read-only; left, top: where it goes, canvas px."""

    left: int
    top: int
    mask: Coverage


class DabCache:
    """Dabs of one hardness; masks are kept, the longest unused are dropped over the limit."""

    def __init__(self, hardness: float, limit_bytes: int = LIMIT_BYTES) -> None:
        self.hardness = hardness
        self._limit_bytes = limit_bytes
        self._masks: OrderedDict[_Shape, Coverage] = OrderedDict()
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """Memory of the masks kept."""
        return self._nbytes

    def at(self, x: float, y: float, size: float) -> Dab:
        """The dab of this diameter around a point, canvas px."""
        size = _rounded(size)
        phases = 4 if size < 128.0 else 2
        x, y = round(x * phases) / phases, round(y * phases) / phases
        column, row = math.floor(x), math.floor(y)
        mask = self._mask((size, x - column, y - row))
        reach = mask.shape[0] // 2
        return Dab(column - reach, row - reach, mask)

    def _mask(self, shape: _Shape) -> Coverage:
        found = self._masks.get(shape)
        if found is not None:
            self._masks.move_to_end(shape)
            return found
        mask = self._masks[shape] = _rendered(shape, self.hardness)
        self._nbytes += mask.nbytes
        while self._nbytes > self._limit_bytes and len(self._masks) > 1:
            self._nbytes -= self._masks.popitem(last=False)[1].nbytes
        return mask


def _rounded(size: float) -> float:
    """To 1/8 px, or under 1.6 % when large: so dabs of a pressure stroke are found again."""
    step = max(0.125, math.ldexp(1.0, math.frexp(size)[1] - 7))
    return max(step, round(size / step) * step)


def _rendered(shape: _Shape, hardness: float) -> Coverage:
    """Solid to hardness · radius, then a smooth step to nothing, at least a pixel wide.

    The step is Ken Perlin's smoother one: flat at its top, so that a stroke of soft dabs is even.
    """
    size, phase_x, phase_y = shape
    outer = size / 2
    inner = hardness * outer
    # A small dab is drawn 8 times as large and averaged, as its edge is most of it.
    scale = 8 if outer < 8.0 else 1
    short = max(0.0, 1.0 / scale - (outer - inner)) / 2
    inner, outer = inner - short, outer + short
    reach = math.ceil(outer + 0.5)
    count = (2 * reach + 1) * scale
    centres = (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(scale) - reach
    across, down = centres - np.float32(phase_x), centres - np.float32(phase_y)
    ramp = np.sqrt(across * across + (down * down)[:, np.newaxis])
    np.subtract(np.float32(outer), ramp, out=ramp)
    ramp *= np.float32(1.0 / (outer - inner))
    np.clip(ramp, 0.0, 1.0, out=ramp)
    mask: Coverage = ramp * np.float32(6.0)
    mask -= np.float32(15.0)
    mask *= ramp
    mask += np.float32(10.0)
    mask *= ramp * ramp * ramp
    if scale > 1:
        side = 2 * reach + 1
        mask = mask.reshape(side, scale, side, scale).mean(axis=(1, 3), dtype=np.float32)
    mask.flags.writeable = False
    return mask
