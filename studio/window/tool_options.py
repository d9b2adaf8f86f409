"""What can be set of the tools that select, fill and draw shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from studio.brush.likeness import Likeness
from studio.document.gradients import GradientShape
from studio.panels.buttons import action_button
from studio.panels.slider import Scale, ValueSlider
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr

SLIDER_WIDTH = 168
_TOLERANCE = Scale(0, 255, 1)
_GAP = Scale(0, 60, 1, " px", bend=2.0)
_DISTANCE = Scale(1, 500, 1, " px", bend=3.0)
_EDGE_ICONS = {
    "grow_selection": "expand",
    "shrink_selection": "shrink",
    "border_selection": "frame",
    "smooth_selection": "square-round-corner",
    "feather_selection": "feather",
}


class HasLikeness(Protocol):
    """A part of the session that looks for what is like a pixel."""

    likeness: Likeness


class LikenessOptions(QWidget):
    """What counts as like the pixel pointed at: to fill it, or to select it."""

    def __init__(self, kept: HasLikeness) -> None:
        super().__init__()
        self._kept = kept
        now = kept.likeness
        self.tolerance = _slider(tr("Tolerance"), _TOLERANCE, now.tolerance)
        self.gap = _slider(tr("Close gaps"), _GAP, now.gap)
        self.contiguous = _box(tr("Contiguous"), tr("Only what hangs together."), now.contiguous)
        self.merged = _box(tr("All layers"), tr("Look at the whole picture."), now.merged)
        self.smooth = _box(tr("Soft edge"), tr("As soft as the picture is there."), now.smooth)
        layout = row_of(self)
        for part in (self.tolerance, self.contiguous, self.merged, self.smooth, self.gap):
            layout.addWidget(part)
        self.tolerance.edited.connect(lambda v: self._set(lambda k: replace(k, tolerance=round(v))))
        self.gap.edited.connect(lambda v: self._set(lambda k: replace(k, gap=round(v))))
        self.contiguous.toggled.connect(lambda on: self._set(lambda k: replace(k, contiguous=on)))
        self.merged.toggled.connect(lambda on: self._set(lambda k: replace(k, merged=on)))
        self.smooth.toggled.connect(lambda on: self._set(lambda k: replace(k, smooth=on)))
        self._show_gap()

    def _set(self, how: Callable[[Likeness], Likeness]) -> None:
        self._kept.likeness = how(self._kept.likeness)
        self._show_gap()

    def _show_gap(self) -> None:
        """Gaps matter only to what has to hang together."""
        self.gap.setEnabled(self._kept.likeness.contiguous)


class EdgeOptions(QWidget):
    """How far to move the edge of the selection, and what to do with it."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.distance = _slider(tr("Edge"), _DISTANCE, session.selecting.distance)
        layout = row_of(self)
        layout.setSpacing(2)
        layout.addWidget(self.distance)
        layout.addSpacing(4)
        for name, icon in _EDGE_ICONS.items():
            layout.addWidget(action_button(session, actions[name], icon))
        self.distance.edited.connect(self._set_distance)

    def _set_distance(self, value: float) -> None:
        self._session.selecting.distance = round(value)


class GradientOptions(QWidget):
    """What a gradient is like."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._filling = filling = session.filling
        is_radial = filling.fade.shape is GradientShape.radial
        self.radial = _box(tr("Radial"), tr("Outward from where it starts."), is_radial)
        to_nothing, tip = filling.fade.to_nothing, tr("End in nothing, not in the background.")
        self.to_nothing = _box(tr("To transparent"), tip, to_nothing)
        layout = row_of(self)
        layout.addWidget(self.radial)
        layout.addWidget(self.to_nothing)
        self.radial.toggled.connect(self._set_radial)
        self.to_nothing.toggled.connect(self._set_to_nothing)

    def _set_radial(self, on: bool) -> None:  # noqa: FBT001
        shape = GradientShape.radial if on else GradientShape.linear
        self._filling.fade = replace(self._filling.fade, shape=shape)

    def _set_to_nothing(self, on: bool) -> None:  # noqa: FBT001
        self._filling.fade = replace(self._filling.fade, to_nothing=on)


class ShapeOptions(QWidget):
    """Whether shapes are filled."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._drawing = session.drawing
        self.filled = _box(tr("Filled"), tr("Not drawn around."), session.drawing.is_filled)
        row_of(self).addWidget(self.filled)
        self.filled.toggled.connect(self._set_filled)

    def _set_filled(self, on: bool) -> None:  # noqa: FBT001
        self._drawing.is_filled = on


def row_of(inside: QWidget) -> QHBoxLayout:
    """A row that is no wider than what it holds."""
    layout = QHBoxLayout(inside)
    layout.setContentsMargins(0, 0, 8, 0)
    layout.setSpacing(8)
    inside.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return layout


def _slider(title: str, scale: Scale, value: float) -> ValueSlider:
    slider = ValueSlider(title, scale)
    slider.setFixedWidth(SLIDER_WIDTH)
    slider.show_value(value)
    return slider


def _box(title: str, tip: str, is_on: bool) -> QCheckBox:  # noqa: FBT001
    box = QCheckBox(title)
    box.setToolTip(tip)
    box.setChecked(is_on)
    return box
