"""Strokes that are painted in several places at once."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.brush.marks import Mark

MOST_ARMS = 24


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Where else dabs go.

    x, y: the middle, canvas px. across: left and right are mirrored; down: top and bottom are.
    arms: how often it is repeated around the middle, 1 for not at all. angle: degrees that all
    this is turned clockwise. A tip is turned along, never turned over.
    """

    x: float = 0.0
    y: float = 0.0
    across: bool = False
    down: bool = False
    arms: int = 1
    angle: float = 0.0

    @property
    def is_none(self) -> bool:
        """Whether a stroke is painted once."""
        return not self.across and not self.down and self.arms == 1

    def copies(self, marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
        """The marks, and what they are everywhere else."""
        yield marks
        if self.is_none:
            return
        for arm in range(self.arms):
            for across, down in self._mirrors:
                if arm or across or down:
                    turn = 360.0 * arm / self.arms
                    yield [self._copy(mark, turn, across=across, down=down) for mark in marks]

    @property
    def _mirrors(self) -> Iterator[tuple[bool, bool]]:
        """With an even number of arms both mirrors together are one of the turns."""
        yield False, False
        if self.across:
            yield True, False
        if self.down and not (self.across and self.arms % 2 == 0):
            yield False, True
        if self.across and self.down and self.arms % 2:
            yield True, True

    def _copy(self, mark: Mark, turn: float, *, across: bool, down: bool) -> Mark:
        way = cmath.rect(1.0, math.radians(self.angle))
        # As a complex number, in the directions of the axes.
        spot = complex(mark.x - self.x, mark.y - self.y) / way
        spot = complex(-spot.real if across else spot.real, -spot.imag if down else spot.imag)
        spot *= way * cmath.rect(1.0, math.radians(turn))
        is_mirrored = across != down
        angle = 2 * self.angle - mark.angle if is_mirrored else mark.angle
        return mark._replace(x=self.x + spot.real, y=self.y + spot.imag, angle=angle + turn)


NO_SYMMETRY = Symmetry()
