"""What a brush is like."""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALLEST = 0.5


@dataclass(frozen=True, slots=True)
class Brush:
    """A round brush.

    size: diameter, canvas px. hardness: the part of the radius that is solid, 0..1.
    opacity: what a stroke reaches at most; flow: what one dab adds of it; both 0..1.
    spacing: from dab to dab, as a part of the diameter.
    """

    size: float = 40.0
    hardness: float = 0.8
    opacity: float = 1.0
    flow: float = 1.0
    spacing: float = 0.05
    size_by_pressure: bool = True
    opacity_by_pressure: bool = False
    flow_by_pressure: bool = False

    def size_at(self, pressure: float) -> float:
        """Diameter of a dab, canvas px."""
        return max(SMALLEST, self.size * pressure if self.size_by_pressure else self.size)

    def opacity_at(self, pressure: float) -> float:
        """What dabs of this pressure reach at most, 0..1."""
        return self.opacity * pressure if self.opacity_by_pressure else self.opacity

    def flow_at(self, pressure: float) -> float:
        """What a dab adds of what is missing, 0..1."""
        return self.flow * pressure if self.flow_by_pressure else self.flow

    def step_at(self, pressure: float) -> float:
        """Way to the next dab, canvas px."""
        size = self.size_at(pressure)
        # At this step the edge of a row of discs is even to 1/32 px: closer dabs add only cost.
        return max(math.sqrt(size / 8), self.spacing * size)
