"""The strip of tools, and the two colours beneath it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from studio.panels.buttons import action_button
from studio.panels.swatches import ColourPair
from studio.session.action import Action
from studio.session.painting import ToolName
from studio.session.session import Session

_ICONS = {
    ToolName.brush: "brush",
    ToolName.eraser: "eraser",
    ToolName.mask: "venetian-mask",
    ToolName.strength: "thermometer",
    ToolName.smudge: "pointer",
    ToolName.blur: "droplet",
    ToolName.clone: "stamp",
    ToolName.heal: "bandage",
    ToolName.rectangle: "square-dashed",
    ToolName.ellipse: "circle-dashed",
    ToolName.lasso: "lasso",
    ToolName.polygon: "lasso-select",
    ToolName.magnetic: "magnet",
    ToolName.wand: "wand-sparkles",
    ToolName.fill: "paint-bucket",
    ToolName.gradient: "gradient",
    ToolName.line: "slash",
    ToolName.draw_rectangle: "square",
    ToolName.draw_ellipse: "circle",
    ToolName.draw_polygon: "pentagon",
    ToolName.picker: "pipette",
    ToolName.move: "move",
}
_FIRST_OF_GROUP = (ToolName.rectangle, ToolName.fill)


class ToolsPanel(QWidget):
    """One button a tool; the one in hand is lit."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self._buttons: dict[ToolName, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 6, 5, 8)
        layout.setSpacing(3)
        group = QButtonGroup(self)
        for name, icon in _ICONS.items():
            layout.addSpacing(7 if name in _FIRST_OF_GROUP else 0)
            button = action_button(session, actions[f"tool_{name.value}"], icon)
            button.setIconSize(QSize(20, 20))
            group.addButton(button)
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
            self._buttons[name] = button
        layout.addStretch()
        layout.addWidget(ColourPair(session), alignment=Qt.AlignmentFlag.AlignHCenter)
        session.painting.tool_changed.connect(lambda _: self._show_tool())
        self._show_tool()

    def _show_tool(self) -> None:
        button = self._buttons.get(self._session.painting.tool)
        if button is not None:
            button.setChecked(True)
