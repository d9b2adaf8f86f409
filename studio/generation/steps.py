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
    start = round(steps * (1 - strength))
    fewest = min(FEWEST, steps)
    if steps - start >= fewest:
        return StepPlan(steps, start)
    # 1e-9: 4 / 0.8 must not become 4 by a rounding error.
    total = math.floor(fewest / strength + 1e-9)
    return StepPlan(total, total - fewest)
