"""The bar at the top: what matters most of the tool in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QWidget

from studio.brush.numbers import Number
from studio.panels.brush_knobs import brush_in_hand, knobs
from studio.panels.buttons import action_button
from studio.session.actions.action import Action
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import DRAWING, SELECTING, WITH_BRUSH
from studio.text import tr
from studio.window.crop_options import CropOptions
from studio.window.mirror_options import MirrorOptions
from studio.window.path_options import PathOptions
from studio.window.picker_options import PickerOptions
from studio.window.retouching_options import RetouchingOptions
from studio.window.text_options import TextOptions
from studio.window.tool_options import (
    SLIDER_WIDTH,
    EdgeOptions,
    GradientOptions,
    LikenessOptions,
    ShapeOptions,
    row_of,
)
from studio.window.transform_options import TransformOptions

_SELECTING_LIKE = frozenset({ToolName.wand})
_FILLING = frozenset({ToolName.fill})
_MIRRORED = frozenset({ToolName.brush, ToolName.eraser}) | DRAWING
_FADING = frozenset({ToolName.gradient})
_PICKING = frozenset({ToolName.picker})
_CROPPING = frozenset({ToolName.crop})
_DRAWING_PATHS = frozenset({ToolName.pen})
_TAKING = frozenset({ToolName.clone, ToolName.heal})
_WRITING = frozenset({ToolName.text})


class BrushOptions(QWidget):
    """Size, opacity and hardness of the brush in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.knobs = knobs(session, Number.size, Number.opacity, Number.hardness)
        layout = row_of(self)
        for knob in self.knobs:
            knob.setFixedWidth(SLIDER_WIDTH)
            layout.addWidget(knob)
        session.painting.brush_changed.connect(lambda _: self._show_brush())
        session.painting.tool_changed.connect(lambda _: self._show_brush())
        self._show_brush()

    def _show_brush(self) -> None:
        for knob in self.knobs:
            knob.show_brush(brush_in_hand(self._session))


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
        self._parts = (
            (self.addWidget(BrushOptions(session)), WITH_BRUSH | DRAWING | _DRAWING_PATHS),
            (self.addWidget(RetouchingOptions(session)), _TAKING),
            (self.addWidget(MirrorOptions(session, actions)), _MIRRORED),
            (self.addWidget(ShapeOptions(session)), DRAWING - {ToolName.line}),
            (self.addWidget(LikenessOptions(session.filling)), _FILLING),
            (self.addWidget(GradientOptions(session)), _FADING),
            (self.addWidget(LikenessOptions(session.wand)), _SELECTING_LIKE),
            (self.addWidget(EdgeOptions(session, actions)), SELECTING),
            (self.addWidget(PickerOptions(session)), _PICKING),
            (self.addWidget(CropOptions(session, actions)), _CROPPING),
            (self.addWidget(PathOptions(session, actions)), _DRAWING_PATHS),
            (self.addWidget(TextOptions(session)), _WRITING),
        )
        self.transform = TransformOptions(session, actions)
        self._transform = self.addWidget(self.transform)
        self._tip = self.addWidget(self.tip)
        self.addWidget(_spring())
        session.painting.tool_changed.connect(lambda _: self._show_tool())
        session.transforming.changed.connect(lambda _: self._on_transformed())
        session.unfinished.changed.connect(lambda _: self.show_history())
        session.filing.state_changed.connect(lambda _: self.show_history())
        self._show_tool()
        self.show_history()

    def show_history(self) -> None:
        """Whether there is something to take back."""
        for button, action in self._undoing:
            button.setEnabled(action.is_enabled())

    def _on_transformed(self) -> None:
        if self._transform.isVisible() != self._session.transforming.is_on:
            self._show_tool()
            self.show_history()

    def _show_tool(self) -> None:
        tool, transforms = self._session.painting.tool, self._session.transforming.is_on
        self.title.setText(tr("Free transform") if transforms else self._titles[tool].title)
        self.tip.setText(self._titles[tool].tip)
        for part, tools in self._parts:
            part.setVisible(tool in tools and not transforms)
        self._transform.setVisible(transforms)
        has_part = transforms or any(tool in tools for _, tools in self._parts)
        self._tip.setVisible(not has_part)


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
