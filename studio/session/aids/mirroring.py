"""What the brush is mirrored at."""

from __future__ import annotations

from dataclasses import replace

from studio.brush.symmetry import MOST_ARMS, NO_SYMMETRY, Symmetry
from studio.document.aiding import ChangeAids
from studio.document.aids import Axes
from studio.geometry import Extent
from studio.session.easel import Easel
from studio.signals import Signal
from studio.text import tr


class Mirroring:
    """Mirrors and arms, for every stroke until they are off; where they lie is the document's."""

    def __init__(self, easel: Easel) -> None:
        self.changed: Signal[None] = Signal()
        self._easel = easel
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

    @property
    def axes(self) -> Axes:
        """Where they lie on the document."""
        return self._easel.document.aids.axes

    def set_axes(self, axes: Axes) -> None:
        """Lay them elsewhere: a step of the document's history."""
        document = self._easel.document
        after = replace(document.aids, axes=axes)
        if after != document.aids:
            document.do(ChangeAids(document.aids, after, tr("Symmetry axes")))

    def on(self, extent: Extent) -> Symmetry:
        """For a canvas of that size."""
        x, y = self.axes.middle or (extent.width / 2, extent.height / 2)
        return replace(self._symmetry, x=x, y=y, angle=self.axes.angle)

    def _set(self, symmetry: Symmetry) -> None:
        if symmetry != self._symmetry:
            self._symmetry = symmetry
            self.changed.emit(None)
