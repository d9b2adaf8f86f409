"""The mark a tip leaves at one point."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.tip import RoundTip, Shape, Tip, picture_tip

LIMIT_BYTES = 64 << 20
FLATTEST = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Dab:
    """Coverage float32[h, w], 0..1, read-only; left, top: where it goes, canvas px."""

    left: int
    top: int
    mask: Coverage


class DabCache:
    """Dabs of one tip; masks are kept, the longest unused are dropped over the limit."""

    def __init__(self, tip: Tip, limit_bytes: int = LIMIT_BYTES) -> None:
        self.tip = tip
        self._limit_bytes = limit_bytes
        self._masks: OrderedDict[Shape, Coverage] = OrderedDict()
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """Memory of the masks kept."""
        return self._nbytes

    def at(
        self, x: float, y: float, size: float, angle: float = 0.0, roundness: float = 1.0
    ) -> Dab:
        """The dab of this diameter around a point, canvas px; angle: degrees."""
        size = _rounded(size)
        phases = 4 if size < 128.0 else 2
        x, y = round(x * phases) / phases, round(y * phases) / phases
        column, row = math.floor(x), math.floor(y)
        if roundness < 1.0:
            roundness = max(FLATTEST, round(roundness * 32) / 32)
        angle = 0.0 if roundness == 1.0 and not self.tip.period else self._turned(angle)
        mask = self._mask(Shape(size, x - column, y - row, angle, roundness))
        reach = mask.shape[0] // 2
        return Dab(column - reach, row - reach, mask)

    def _turned(self, angle: float) -> float:
        """To 3 degrees, which can be told apart."""
        return round(angle / 3.0) * 3.0 % (self.tip.period or 180.0)

    def _mask(self, shape: Shape) -> Coverage:
        found = self._masks.get(shape)
        if found is not None:
            self._masks.move_to_end(shape)
            return found
        mask = self._masks[shape] = self.tip.rendered(shape)
        mask.flags.writeable = False
        self._nbytes += mask.nbytes
        while self._nbytes > self._limit_bytes and len(self._masks) > 1:
            self._nbytes -= self._masks.popitem(last=False)[1].nbytes
        return mask


def tip_of(brush: Brush) -> Tip:
    """What a brush touches the ground with.

    Raises:
        OSError: no tip of that name ships with the program.
    """
    return picture_tip(brush.tip) if brush.tip else RoundTip(brush.hardness)


def _rounded(size: float) -> float:
    """To 1/8 px, or under 1.6 % when large: so dabs of a pressure stroke are found again."""
    if size < 16.0:
        return max(0.125, round(size * 8.0) / 8.0)
    step = max(0.125, math.ldexp(1.0, math.frexp(size)[1] - 7))
    return max(step, round(size / step) * step)
