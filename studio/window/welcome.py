"""What is seen first: a card over the empty canvas, which is ready to be painted on beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio import APP_NAME
from studio.panels.buttons import flat_button
from studio.panels.icons import dress
from studio.resources import resource
from studio.session.repaint.trying import try_sample
from studio.session.session import Session
from studio.text import tr
from studio.window.file_actions import FileVerbs

MOST_RECENT = 4
_WIDTH, _NARROWEST, _MARGIN = 380, 220, 12
_Type = QEvent.Type
# Whoever does any of these to the canvas has begun.
_BEGINNINGS = (_Type.MouseButtonPress, _Type.TabletPress, _Type.DragEnter)


class Welcome(QFrame):
    """Goes by itself as soon as something is begun."""

    def __init__(self, canvas: QWidget, session: Session, files: FileVerbs) -> None:
        super().__init__(canvas)
        self.setObjectName("welcome")
        self.setAccessibleName(tr("Welcome"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._canvas = canvas
        self._session = session
        self.paint = self._button(tr("Paint on this canvas"), "brush", self.leave)
        self.paint.setProperty("primary", True)  # noqa: FBT003
        dress(self.paint, "brush")
        self.new = self._button(tr("New canvas…"), "file-plus", files.new)
        self.open = self._button(tr("Open…"), "folder-open", files.open)
        self.sample = self._button(tr("Try a repaint on a sample"), "sparkles", self._try)
        self.recent = tuple(
            self._recent(path, files) for path in session.filing.recent[:MOST_RECENT]
        )
        self.close_button = flat_button("x", tr("Close"))
        self.close_button.clicked.connect(self.leave)
        self.again = QCheckBox(tr("Show this at the start"))
        self.again.setChecked(session.preferences.current.welcomes)
        self.again.clicked.connect(self._keep_choice)
        self._lay_out()
        self._ends: tuple[Callable[[], None], ...] = (
            session.easel.document_changed.connect(lambda _: self.leave()),
            session.easel.document_replaced.connect(lambda _: self.leave()),
            session.repainting.asked.connect(lambda _: self.leave()),
            session.live.changed.connect(lambda _: self.leave()),
        )
        canvas.installEventFilter(self)
        self._centre()
        self.show()
        self.paint.setFocus()

    def leave(self) -> None:
        """Give the canvas free, for good."""
        self._canvas.removeEventFilter(self)
        for end in self._ends:
            end()
        self._ends = ()
        self.hide()
        self.deleteLater()
        self._canvas.setFocus()

    def _button(self, title: str, icon: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumHeight(34)
        dress(button, icon)
        button.clicked.connect(lambda: self._session.attempt(run))
        return button

    def _recent(self, path: Path, files: FileVerbs) -> QPushButton:
        button = self._button(path.name, "image", partial(files.open_path, path))
        button.setToolTip(str(path))
        return button

    def _try(self) -> None:
        try_sample(self._session)

    def _keep_choice(self, on: bool) -> None:  # noqa: FBT001
        kept = self._session.preferences
        kept.change(replace(kept.current, welcomes=on))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 14, 16)
        layout.setSpacing(7)
        layout.addLayout(self._head())
        words = QLabel(tr("The canvas is ready: press anywhere beside this, and paint."))
        words.setWordWrap(True)
        words.setProperty("quiet", True)  # noqa: FBT003
        layout.addWidget(words)
        layout.addSpacing(4)
        for button in (self.paint, self.sample, self.new, self.open):
            layout.addWidget(button)
        if self.recent:
            layout.addSpacing(4)
            title = QLabel(tr("Lately"))
            title.setProperty("quiet", True)  # noqa: FBT003
            layout.addWidget(title)
        for button in self.recent:
            layout.addWidget(button)
        layout.addSpacing(4)
        layout.addWidget(self.again)

    def _head(self) -> QHBoxLayout:
        sign = QLabel()
        picture = QPixmap(str(resource("app", "repaint-studio.png")))
        smooth = Qt.TransformationMode.SmoothTransformation
        sign.setPixmap(picture.scaledToWidth(36, smooth))
        name = QLabel(f"<b style='font-size:16px'>{APP_NAME}</b>")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(sign)
        row.addWidget(name, 1)
        row.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _centre(self) -> None:
        self.setFixedWidth(min(_WIDTH, max(_NARROWEST, self._canvas.width() - 2 * _MARGIN)))
        self.adjustSize()
        middle = self._canvas.rect().center() - self.rect().center()
        self.move(max(0, middle.x()), max(0, middle.y()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle; the first press on the canvas is a stroke already."""
        if watched is self._canvas:
            if event.type() == _Type.Resize:
                self._centre()
            elif event.type() in _BEGINNINGS or _is_escape(event):
                self.leave()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the card is none on the canvas."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the canvas free from here, too; Enter presses what has the focus."""
        held = self.focusWidget()
        if _is_escape(event):
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held is not None:
            event.accept()
            if isinstance(held, QAbstractButton):
                held.click()
        else:
            super().keyPressEvent(event)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
