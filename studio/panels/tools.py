"""The strip of tools, and the two colours beneath it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from studio.panels.swatches import ColourPair
from studio.panels.tool_button import ToolButton, ToolFace
from studio.session.actions.action import Action
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import GROUPS

_ICONS = {
    ToolName.brush: "brush",
    ToolName.eraser: "eraser",
    ToolName.mask: "venetian-mask",
    ToolName.strength: "thermometer",
    ToolName.smudge: "pointer",
    ToolName.blur: "droplet",
    ToolName.liquify: "waves",
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
    ToolName.text: "type",
    ToolName.picker: "pipette",
    ToolName.move: "move",
    ToolName.crop: "crop",
    ToolName.pen: "pen-tool",
}
_FIRST_OF_GROUP = (ToolName.rectangle, ToolName.fill)


class ToolsPanel(QWidget):
    """One button a group of tools, showing the one used last; the one in hand is lit."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self._buttons: dict[ToolName, ToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 6, 5, 8)
        layout.setSpacing(3)
        group = QButtonGroup(self)
        for names in GROUPS:
            layout.addSpacing(7 if names[0] in _FIRST_OF_GROUP else 0)
            faces = {name: ToolFace(_ICONS[name], actions[f"tool_{name.value}"]) for name in names}
            button = ToolButton(session, faces)
            group.addButton(button)
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
            self._buttons.update(dict.fromkeys(names, button))
        layout.addStretch()
        layout.addWidget(ColourPair(session), alignment=Qt.AlignmentFlag.AlignHCenter)
        session.painting.tool_changed.connect(lambda _: self._show_tool())
        self._show_tool()

    def show_keys(self, actions: Mapping[str, Action]) -> None:
        """Say the keys that actions have now."""
        for button in dict.fromkeys(self._buttons.values()):
            button.show_keys(actions)

    def _show_tool(self) -> None:
        tool = self._session.painting.tool
        button = self._buttons[tool]
        button.show_tool(tool)
        button.setChecked(True)
