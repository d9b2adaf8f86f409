"""What can be set of the pen tool."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from studio.panels.buttons import action_button
from studio.session.actions.action import Action
from studio.session.pathing import PathUse
from studio.session.session import Session
from studio.text import tr
from studio.window.tool_options import row_of


class PathOptions(QWidget):
    """What becomes of the path, and the two ways to end."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._pathing = session.pathing
        self.use = QComboBox()
        self.use.setAccessibleName(tr("What becomes of the path"))
        self.use.setToolTip(tr("What Enter makes of the path"))
        titles = {
            PathUse.stroke: tr("Stroke"),
            PathUse.fill: tr("Fill"),
            PathUse.select: tr("Selection"),
        }
        for use, title in titles.items():
            self.use.addItem(title, use)
        self.use.setCurrentIndex(self.use.findData(self._pathing.use))
        label = QLabel(tr("Path becomes"))
        label.setProperty("quiet", True)  # noqa: FBT003
        self._ends = (
            action_button(session, actions["apply"], "check"),
            action_button(session, actions["give_up"], "x"),
        )
        layout = row_of(self)
        for part in (label, self.use, *self._ends):
            layout.addWidget(part)
        self.use.activated.connect(lambda _: self._set_use())
        self._pathing.changed.connect(lambda _: self._show_ends())
        self._show_ends()

    def _set_use(self) -> None:
        self._pathing.use = self.use.currentData()

    def _show_ends(self) -> None:
        for button in self._ends:
            button.setEnabled(self._pathing.is_on)
