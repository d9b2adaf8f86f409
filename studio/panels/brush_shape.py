"""The shape of a brush's dabs, how they stray, and how the line is steadied."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from studio.brush.brush import Brush
from studio.brush.numbers import Number
from studio.panels.brush_knobs import change_brush, knobs
from studio.session.session import Session
from studio.text import tr

_SELDOM = (
    *(Number.angle, Number.roundness, Number.scatter),
    *(Number.smoothing, Number.string),
)


class BrushShape(QWidget):
    """What is set less often."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.knobs = knobs(session, *_SELDOM)
        self.builds_up = QCheckBox(tr("Dabs build up"))
        self.erases = QCheckBox(tr("Erase with this brush"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for part in (*self.knobs, self.builds_up, self.erases):
            layout.addWidget(part)
        self.builds_up.clicked.connect(
            lambda on: change_brush(session, lambda brush: replace(brush, builds_up=on))
        )
        self.erases.clicked.connect(
            lambda on: change_brush(session, lambda brush: replace(brush, erases=on))
        )

    def show_brush(self, brush: Brush) -> None:
        """Show another brush."""
        for knob in self.knobs:
            knob.show_brush(brush)
        self.builds_up.setChecked(brush.builds_up)
        self.erases.setChecked(brush.erases)
