"""Symmetry, in the bar at the top."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget

from studio.brush.symmetry import MOST_ARMS
from studio.panels.buttons import action_button
from studio.panels.slider import Scale, ValueSlider
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr
from studio.window.tool_options import row_of

_ARMS = Scale(1, MOST_ARMS, 1)
_WIDTH = 96


class MirrorOptions(QWidget):
    """The two mirrors, and how often a stroke is repeated around the middle."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._mirroring = session.painting.mirroring
        self.across = action_button(session, actions["symmetry_across"], "flip-vertical-2")
        self.down = action_button(session, actions["symmetry_down"], "flip-horizontal-2")
        self.arms = ValueSlider(tr("Arms"), _ARMS)
        self.arms.setFixedWidth(_WIDTH)
        layout = row_of(self)
        layout.setSpacing(3)
        parts: tuple[QToolButton | ValueSlider, ...] = (self.across, self.down, self.arms)
        for part in parts:
            layout.addWidget(part)
        self.arms.edited.connect(lambda value: self._mirroring.set_arms(round(value)))
        self._mirroring.changed.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        self.across.setChecked(self._mirroring.across)
        self.down.setChecked(self._mirroring.down)
        self.arms.show_value(self._mirroring.arms)
