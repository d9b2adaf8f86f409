"""How the brush in hand is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.brush.dynamics import Sense, Trait
from studio.brush.numbers import Number
from studio.panels.brush_knobs import brush_in_hand, change_brush, knobs, tool_with_brush
from studio.panels.brush_presets import BrushPresets
from studio.panels.brush_shape import BrushShape
from studio.panels.brush_words import tool_title
from studio.panels.scrolling import keep_wheel
from studio.panels.section import Section
from studio.panels.stroke_preview import StrokePreview, use_of
from studio.session.session import Session
from studio.text import tr

if TYPE_CHECKING:
    from studio.panels.brush_editor import BrushEditor

_AWAY = 64
_OFTEN = (Number.size, Number.hardness, Number.opacity, Number.flow, Number.spacing)


class BrushPanel(QScrollArea):
    """Brushes to choose from, and the settings of the one in hand, with a stroke to show them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session = session
        self._editor: BrushEditor | None = None
        self._title = QLabel()
        self._title.setProperty("quiet", True)  # noqa: FBT003
        self.edit = QPushButton(tr("Edit…"))
        self.edit.setToolTip(tr("What its size, opacity and more follow; its tip and its paper."))
        self.edit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.presets = BrushPresets(session)
        self._preview = StrokePreview()
        self.knobs = knobs(session, *_OFTEN)
        self.by_pressure = {
            Trait.size: QCheckBox(tr("Pressure sets the size")),
            Trait.opacity: QCheckBox(tr("Pressure sets the opacity")),
            Trait.flow: QCheckBox(tr("Pressure sets the flow")),
        }
        self.shape = BrushShape(session)
        self._lay_out()
        keep_wheel(self)
        self._listen()
        self._show_brush()

    def edit_brush(self) -> BrushEditor:
        """Open the window in which the brush is made, or bring it to the front."""
        if self._editor is None:
            # Not at the start: there it would take its part of the second that is allowed.
            from studio.panels.brush_editor import BrushEditor

            self._editor = BrushEditor(self._session, self.window())
            # Where it leaves the most of the canvas to be seen.
            corner = self.window().geometry().bottomLeft()
            self._editor.move(corner - QPoint(-_AWAY, self._editor.height() + _AWAY))
        self._editor.show()
        self._editor.raise_()
        self._editor.activateWindow()
        return self._editor

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.edit)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(5)
        layout.addWidget(self.presets, 1)
        layout.addLayout(row)
        for widget in (self._preview, *self.knobs):
            layout.addWidget(widget)
        layout.addSpacing(3)
        for box in self.by_pressure.values():
            layout.addWidget(box)
        layout.addWidget(Section(tr("Shape and line"), self.shape))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _listen(self) -> None:
        self.edit.clicked.connect(self.edit_brush)
        for trait, box in self.by_pressure.items():
            box.clicked.connect(lambda on, trait=trait: self._press(trait, on))
        self._session.painting.tool_changed.connect(lambda _: self._show_brush())
        self._session.painting.brush_changed.connect(lambda _: self._show_brush())

    def _press(self, trait: Trait, on: bool) -> None:  # noqa: FBT001
        pressure = Sense.pressure
        change_brush(
            self._session,
            lambda b: b.responding(trait, pressure) if on else b.ignoring(trait, pressure),
        )

    def _show_brush(self) -> None:
        tool, brush = tool_with_brush(self._session), brush_in_hand(self._session)
        self._title.setText(tool_title(tool))
        self._preview.show_brush(brush, use_of(tool))
        self.shape.show_brush(brush)
        for knob in self.knobs:
            knob.show_brush(brush)
        for trait, box in self.by_pressure.items():
            box.setChecked(brush.response(trait, Sense.pressure) is not None)
