"""What the brush is mirrored at."""

from __future__ import annotations

from dataclasses import replace

from studio.brush.symmetry import MOST_ARMS, NO_SYMMETRY, Symmetry
from studio.geometry import Extent
from studio.signals import Signal


class Mirroring:
    """Mirrors and arms through the middle of the canvas, for every stroke until they are off."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self._symmetry = NO_SYMMETRY

    @property
    def across(self) -> bool:
        """Whether left and right are mirrored."""
        return self._symmetry.across

    @property
    def down(self) -> bool:
        """Whether top and bottom are mirrored."""
        return self._symmetry.down

    @property
    def arms(self) -> int:
        """How often a stroke is repeated around the middle, 1 for not at all."""
        return self._symmetry.arms

    def toggle_across(self) -> None:
        """Mirror left and right, or no longer."""
        self._set(replace(self._symmetry, across=not self.across))

    def toggle_down(self) -> None:
        """Mirror top and bottom, or no longer."""
        self._set(replace(self._symmetry, down=not self.down))

    def set_arms(self, arms: int) -> None:
        """Repeat around the middle so often."""
        self._set(replace(self._symmetry, arms=min(max(1, arms), MOST_ARMS)))

    def on(self, extent: Extent) -> Symmetry:
        """For a canvas of that size."""
        return replace(self._symmetry, x=extent.width / 2, y=extent.height / 2)

    def _set(self, symmetry: Symmetry) -> None:
        if symmetry != self._symmetry:
            self._symmetry = symmetry
            self.changed.emit(None)
