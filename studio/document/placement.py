"""Where things go: from one set of pixels to another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

Spot: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a canvas that is reshaped takes its spots: x to a·x + c·y + e, y to b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @property
    def is_quarter(self) -> bool:
        """Whether it lays upright lines level."""
        return self.a == 0

    @property
    def is_mirror(self) -> bool:
        """Whether it turns the canvas over."""
        return self._area < 0

    @property
    def scale(self) -> float:
        """How much larger it makes things, both ways taken together."""
        return math.sqrt(abs(self._area))

    def of(self, spot: Spot) -> Spot:
        """Where it takes a spot."""
        x, y = spot
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def back(self, spot: Spot) -> Spot:
        """The spot that it takes here."""
        x, y = spot[0] - self.e, spot[1] - self.f
        return (self.d * x - self.c * y) / self._area, (self.a * y - self.b * x) / self._area

    def followed_by(self, then: Placement) -> Placement:
        """Both, one after the other."""
        a, b = then.a * self.a + then.c * self.b, then.b * self.a + then.d * self.b
        c, d = then.a * self.c + then.c * self.d, then.b * self.c + then.d * self.d
        return Placement(a, b, c, d, *then.of((self.e, self.f)))

    @property
    def _area(self) -> float:
        return self.a * self.d - self.b * self.c


# Where everything is as it is.
IN_PLACE = Placement()
