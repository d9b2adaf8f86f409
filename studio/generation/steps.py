"""How many denoising steps a strength asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass

FEWEST = 4


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A schedule of `total` steps, of which those before `start` are skipped."""

    total: int
    start: int

    @property
    def count(self) -> int:
        """Steps that run."""
        return self.total - self.start


def plan_steps(steps: int, strength: float) -> StepPlan:
    """The schedule that runs at least four steps however low the strength.

    `steps` full steps at strength 1; below, the first round(steps * (1 - strength)) are skipped.
    Where fewer than four (or `steps`, if that is less) would run, the schedule is made finer.
    """
    # Halves are skipped: round(0.5) is 0, and one step at half strength would ignore the picture.
    start = _floor(steps * (1 - strength) + 0.5)
    fewest = min(FEWEST, steps)
    if steps - start >= fewest:
        return StepPlan(steps, start)
    total = _floor(fewest / strength)
    return StepPlan(total, total - fewest)


def _floor(number: float) -> int:
    """1e-9: 4 / 0.8 must not become 4 by a rounding error."""
    return math.floor(number + 1e-9)
