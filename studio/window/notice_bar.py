"""What the user is told: a bar above the canvas that waits to be read."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.panels.buttons import flat_button
from studio.panels.icons import pixmap
from studio.session.notice import Notice, NoticeKind
from studio.text import tr

_LOOKS = {
    NoticeKind.info: ("info", "#5b96e6"),
    NoticeKind.warning: ("triangle-alert", "#d9a441"),
    NoticeKind.error: ("circle-alert", "#e0675c"),
}


class NoticeBar(QWidget):
    """A sentence, a hint, and details on demand; the newest notice takes the place of the last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verb = QPushButton()
        # A click leaves the keyboard where it is: on the canvas.
        self.verb.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._notice: Notice | None = None
        # Its id, which keeps no painting in memory.
        self._said_of = 0
        self.more = QToolButton()
        self.more.setText(tr("Details"))
        self.more.setCheckable(True)
        self.close_button = flat_button("x", tr("Close"))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setMaximumHeight(140)
        self.details.setAccessibleName(tr("Details"))
        self._lay_out()
        self.more.toggled.connect(self.details.setVisible)
        self.verb.clicked.connect(self._on_verb)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.verb, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.addLayout(row)
        layout.addWidget(self.details)

    def show_notice(self, notice: Notice, said_of: object = None) -> None:
        """Show it until it is closed, another comes, or what it was said of is gone."""
        self._said_of = id(said_of)
        icon, colour = _LOOKS[notice.kind]
        self._icon.setPixmap(pixmap(icon, QColor(colour)))
        self.setStyleSheet(f"#notice {{ border-left: 3px solid {colour}; }}")
        hint = f"<br><span>{escape(notice.hint)}</span>" if notice.hint else ""
        self.words.setText(f"<b>{escape(notice.message)}</b>{hint}")
        self.setAccessibleName(f"{notice.message} {notice.hint}".strip())
        self._notice = notice
        self.verb.setVisible(notice.verb is not None)
        self.verb.setText("" if notice.verb is None else notice.verb.title)
        self.more.setVisible(bool(notice.details))
        self.more.setChecked(False)
        self.details.setPlainText(notice.details)
        self.details.hide()
        self.show()

    def let_go(self, there: object) -> None:
        """Something by the way, of a painting that is no longer there, need not be known."""
        is_by_the_way = self._notice is not None and self._notice.kind is NoticeKind.info
        if is_by_the_way and self._said_of != id(there):
            self.hide()

    def _on_verb(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.verb is not None:
            self._notice.verb.run()
