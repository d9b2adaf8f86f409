"""The strip of tools, and the two colours beneath it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLayout, QWidget

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
_FIRST_OF_KIN = (ToolName.rectangle, ToolName.fill)
_MARGINS = (5, 6, 5, 8)
_SPACE = 3
# Between kin and kin.
_GAP = 4


class ToolsPanel(QWidget):
    """One button a group of tools, showing the one used last; the one in hand is lit."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self._buttons: dict[ToolName, ToolButton] = {}
        self._kin: list[list[ToolButton]] = [[]]
        group = QButtonGroup(self)
        for names in GROUPS:
            faces = {name: ToolFace(_ICONS[name], actions[f"tool_{name.value}"]) for name in names}
            button = ToolButton(session, faces)
            group.addButton(button)
            if names[0] in _FIRST_OF_KIN:
                self._kin.append([])
            self._kin[-1].append(button)
            self._buttons.update(dict.fromkeys(names, button))
        self._colours = ColourPair(session)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*_MARGINS)
        self._grid.setSpacing(_SPACE)
        # By itself: one column, which it has at first, must not keep it from becoming two.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.columns = 1
        self._arrange()
        session.painting.tool_changed.connect(lambda _: self._show_tool())
        self._show_tool()

    def show_keys(self, actions: Mapping[str, Action]) -> None:
        """Say the keys that actions have now."""
        for button in dict.fromkeys(self._buttons.values()):
            button.show_keys(actions)

    def _arrange(self) -> None:
        """Put the buttons in so many columns, kin beside kin."""
        while self._grid.count():
            self._grid.takeAt(0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
            self._grid.setRowStretch(row, 0)
        row = 0
        for kin in self._kin:
            for at, button in enumerate(kin):
                place = (row + at // self.columns, at % self.columns)
                self._grid.addWidget(button, *place, Qt.AlignmentFlag.AlignHCenter)
            row += math.ceil(len(kin) / self.columns)
            self._grid.setRowMinimumHeight(row, _GAP)
            row += 1
        self._grid.setRowStretch(row - 1, 1)
        self._grid.addWidget(self._colours, row, 0, 1, self.columns, Qt.AlignmentFlag.AlignHCenter)

    def _height_in(self, columns: int) -> int:
        """What so many columns need."""
        rows = [math.ceil(len(kin) / columns) for kin in self._kin]
        button = self._kin[0][0].sizeHint().height()
        inside = sum(rows) * button + len(rows) * _GAP + self._colours.sizeHint().height()
        return inside + (sum(rows) + len(rows)) * _SPACE + _MARGINS[1] + _MARGINS[3]

    def _show_tool(self) -> None:
        tool = self._session.painting.tool
        button = self._buttons[tool]
        button.show_tool(tool)
        button.setChecked(True)

    def sizeHint(self) -> QSize:
        """One column, where there is room."""
        return QSize(self._grid.sizeHint().width(), self._height_in(1))

    def minimumSizeHint(self) -> QSize:
        """Two columns: at 150 % a laptop's screen has not the height for one."""
        return QSize(self._grid.sizeHint().width(), self._height_in(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As few columns as there is height for."""
        super().resizeEvent(event)
        columns = 1 if event.size().height() >= self._height_in(1) else 2
        if columns != self.columns:
            self.columns = columns
            self._arrange()
            self.updateGeometry()
