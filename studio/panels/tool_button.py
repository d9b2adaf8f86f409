"""One button for tools that share a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton

from studio.panels.buttons import key_words, tooltip
from studio.panels.icons import dress
from studio.session.actions.action import Action
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr

_TRIANGLE = 5.0


@dataclass(frozen=True, slots=True)
class ToolFace:
    """What a tool looks like in the toolbar, and the action that takes it up."""

    icon: str
    action: Action


class ToolButton(QToolButton):
    """Takes up the tool it shows; held down or right-clicked, offers the others of its group."""

    def __init__(self, session: Session, faces: Mapping[ToolName, ToolFace]) -> None:
        super().__init__()
        self._session = session
        self._faces = dict(faces)
        self._choices: list[QAction] = []
        self.setCheckable(True)
        self.setIconSize(QSize(20, 20))
        # Not by a click: single keys go on working on the canvas.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: session.attempt(self._face.action.run))
        if len(faces) > 1:
            self._add_menu()
        self.show_tool(next(iter(faces)))

    def show_tool(self, name: ToolName) -> None:
        """Be the button of one of its tools."""
        self._face = face = self._faces[name]
        action = face.action
        self.setObjectName(action.id)
        dress(self, face.icon)
        self.setAccessibleName(action.title)
        tip = action.tip
        if len(self._faces) > 1:
            tip += "\n" + tr("Hold or right-click for more.")
        self.setToolTip(tooltip(action.title, tip, action.keys))

    def show_keys(self, actions: Mapping[str, Action]) -> None:
        """Say the keys that actions have now."""
        shown = next(name for name, face in self._faces.items() if face is self._face)
        self._faces = {
            name: replace(face, action=actions[face.action.id])
            for name, face in self._faces.items()
        }
        for face, choice in zip(self._faces.values(), self._choices, strict=False):
            choice.setText(_choice_words(face.action))
        self.show_tool(shown)

    def _add_menu(self) -> None:
        menu = QMenu(self)
        for face in self._faces.values():
            shown = menu.addAction(_choice_words(face.action))
            dress(shown, face.icon)
            self._choices.append(shown)
            shown.triggered.connect(lambda _, run=face.action.run: self._session.attempt(run))
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _: menu.popup(self._beside()))

    def _beside(self) -> QPoint:
        return self.mapToGlobal(self.rect().topRight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A small triangle in the corner says that there is more."""
        super().paintEvent(event)
        if len(self._faces) < 2:
            return
        corner = QPointF(self.width() - 2.5, self.height() - 2.5)
        along, up = QPointF(_TRIANGLE, 0), QPointF(0, _TRIANGLE)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        role = QPalette.ColorRole.HighlightedText if self.isChecked() else QPalette.ColorRole.Text
        painter.setBrush(self.palette().color(role))
        painter.setOpacity(0.75)
        painter.drawPolygon(QPolygonF([corner, corner - along, corner - up]))
        painter.end()


def _choice_words(action: Action) -> str:
    """As in a menu: what it is, and its key at the right."""
    return f"{action.title}\t{key_words(action.keys[0])}" if action.keys else action.title
