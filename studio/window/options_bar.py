"""The bar at the top: what matters most of the tool in hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QToolBar, QWidget

from studio.brush.brush import Brush
from studio.panels.brush import BRUSHES, PER_CENT, SIZE, brush_in_hand
from studio.panels.buttons import action_button
from studio.panels.slider import Scale, ValueSlider
from studio.session.action import Action
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr

_WIDTH = 168
TOLERANCE = Scale(0, 255, 1)


class BrushOptions(QWidget):
    """Size, opacity and hardness of the brush in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.size_slider = ValueSlider(tr("Size"), SIZE)
        self.opacity = ValueSlider(tr("Opacity"), PER_CENT)
        self.hardness = ValueSlider(tr("Hardness"), PER_CENT)
        layout = _row(self)
        for slider in (self.size_slider, self.opacity, self.hardness):
            slider.setFixedWidth(_WIDTH)
            layout.addWidget(slider)
        self.size_slider.edited.connect(lambda v: self._change(lambda b: replace(b, size=v)))
        self.opacity.edited.connect(lambda v: self._change(lambda b: replace(b, opacity=v)))
        self.hardness.edited.connect(lambda v: self._change(lambda b: replace(b, hardness=v)))
        session.painting.brush_changed.connect(lambda _: self._show_brush())
        session.painting.tool_changed.connect(lambda _: self._show_brush())
        self._show_brush()

    def _change(self, how: Callable[[Brush], Brush]) -> None:
        painting, tool = self._session.painting, brush_in_hand(self._session)
        painting.set_brush(tool, how(painting.brush_of(tool)))

    def _show_brush(self) -> None:
        brush = self._session.painting.brush_of(brush_in_hand(self._session))
        self.size_slider.show_value(brush.size)
        self.opacity.show_value(brush.opacity)
        self.hardness.show_value(brush.hardness)


class FillOptions(QWidget):
    """How like the colours must be that are filled."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        filling = session.filling
        self.tolerance = ValueSlider(tr("Tolerance"), TOLERANCE)
        self.tolerance.setFixedWidth(_WIDTH)
        self.contiguous = QCheckBox(tr("Only what hangs together"))
        layout = _row(self)
        layout.addWidget(self.tolerance)
        layout.addWidget(self.contiguous)
        self.tolerance.show_value(filling.likeness.tolerance)
        self.contiguous.setChecked(filling.likeness.contiguous)
        self.tolerance.edited.connect(self._set_tolerance)
        self.contiguous.toggled.connect(self._set_contiguous)
        self._filling = filling

    def _set_tolerance(self, value: float) -> None:
        self._filling.likeness = replace(self._filling.likeness, tolerance=round(value))

    def _set_contiguous(self, on: bool) -> None:  # noqa: FBT001
        self._filling.likeness = replace(self._filling.likeness, contiguous=on)


class OptionsBar(QToolBar):
    """Undo and redo, the tool in hand, and its settings."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__(tr("Tool options"))
        self._session = session
        self._titles = {name: actions[f"tool_{name.value}"] for name in ToolName}
        self.setObjectName("bar_options")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.undo = action_button(session, actions["undo"], "undo-2")
        self.redo = action_button(session, actions["redo"], "redo-2")
        self._undoing = (self.undo, actions["undo"]), (self.redo, actions["redo"])
        self.title = QLabel()
        self.title.setMinimumWidth(120)
        self.title.setIndent(6)
        self.tip = QLabel()
        self.tip.setProperty("quiet", True)  # noqa: FBT003
        self.addWidget(self.undo)
        self.addWidget(self.redo)
        self.addSeparator()
        self.addWidget(self.title)
        self._brush = self.addWidget(BrushOptions(session))
        self._fill = self.addWidget(FillOptions(session))
        self._tip = self.addWidget(self.tip)
        self.addWidget(_spring())
        session.painting.tool_changed.connect(lambda _: self._show_tool())
        session.filing.state_changed.connect(lambda _: self.show_history())
        self._show_tool()
        self.show_history()

    def show_history(self) -> None:
        """Whether there is something to take back."""
        for button, action in self._undoing:
            button.setEnabled(action.is_enabled())

    def _show_tool(self) -> None:
        tool = self._session.painting.tool
        self.title.setText(self._titles[tool].title)
        self.tip.setText(self._titles[tool].tip)
        self._brush.setVisible(tool in BRUSHES)
        self._fill.setVisible(tool is ToolName.fill)
        self._tip.setVisible(tool not in BRUSHES and tool is not ToolName.fill)


def _row(inside: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(inside)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    inside.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return layout


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
