"""Taking the tremble out of a hand."""

from __future__ import annotations

import math
from dataclasses import replace

from studio.brush.sample import PenSample

# The last samples that are weighed when steadied fully.
_MOST = 24
# In how many steps a line that was held back reaches the pen when it is lifted.
_CATCH_UP = 8


class Steadying:
    """Draws a calmer line behind the pen and catches up with it when it is lifted.

    smoothing: 0..1, a weighted mean of the last samples. string: length of a string that the pen
    pulls the line by, canvas px; it moves only while the string is taut.
    """

    def __init__(self, smoothing: float = 0.0, string: float = 0.0) -> None:
        self._most = 1 + round(_MOST * smoothing)
        self._string = string
        self._latest: list[PenSample] = []
        self._drawn: PenSample | None = None

    def add(self, sample: PenSample) -> PenSample:
        """Where the line goes for where the pen is."""
        if self._most == 1 and not self._string:
            return sample
        self._latest = [*self._latest[-self._most + 1 :], sample] if self._most > 1 else [sample]
        calm = self._weighed() if self._most > 1 else sample
        self._drawn = self._pulled(calm)
        return self._drawn

    def finish(self) -> list[PenSample]:
        """What is left of the way to where the pen was lifted."""
        drawn, last = self._drawn, self._latest[-1] if self._latest else None
        if drawn is None or last is None or (drawn.x, drawn.y) == (last.x, last.y):
            return []
        return [_toward(drawn, last, (i + 1) / _CATCH_UP) for i in range(_CATCH_UP)]

    def _weighed(self) -> PenSample:
        """The later a sample, the more it weighs."""
        weights = [i + 1 for i in range(len(self._latest))]
        total = sum(weights)

        def mean(values: list[float]) -> float:
            return sum(w * v for w, v in zip(weights, values, strict=True)) / total

        latest = self._latest
        return replace(
            latest[-1],
            x=mean([one.x for one in latest]),
            y=mean([one.y for one in latest]),
            pressure=mean([one.pressure for one in latest]),
        )

    def _pulled(self, pen: PenSample) -> PenSample:
        drawn = self._drawn
        if drawn is None or not self._string:
            return pen
        length = math.hypot(pen.x - drawn.x, pen.y - drawn.y)
        if length <= self._string:
            return replace(pen, x=drawn.x, y=drawn.y)
        share = 1 - self._string / length
        return replace(
            pen, x=drawn.x + share * (pen.x - drawn.x), y=drawn.y + share * (pen.y - drawn.y)
        )


def _toward(start: PenSample, end: PenSample, share: float) -> PenSample:
    return replace(
        end,
        x=start.x + share * (end.x - start.x),
        y=start.y + share * (end.y - start.y),
        pressure=start.pressure + share * (end.pressure - start.pressure),
    )
