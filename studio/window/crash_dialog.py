"""What somebody sees of an error that nobody foresaw."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.panels.icons import pixmap
from studio.session.notice import Notice
from studio.text import tr
from studio.window.crash import log_file


def tell_crash(window: QWidget, notice: Notice) -> None:
    """Show it beside the window, in the dialog that is open for an earlier one if it is."""
    found = window.findChild(CrashDialog)
    (found if isinstance(found, CrashDialog) else CrashDialog(window)).tell(notice)


class CrashDialog(QDialog):
    """A sentence, a hint, and the details to copy; it waits beside the window."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("Details"))
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.copy = buttons.addButton(tr("Copy details"), role.ActionRole)
        self.open_log = buttons.addButton(tr("Open the log"), role.ActionRole)
        for button in (self.copy, self.open_log):
            button.setAutoDefault(False)
        self.open_log.setEnabled(log_file() is not None)
        buttons.addButton(tr("Close"), role.RejectRole).setDefault(True)
        self.copy.clicked.connect(self._copy)
        self.open_log.clicked.connect(_open_log)
        buttons.rejected.connect(self.reject)
        sign = QLabel()
        sign.setPixmap(pixmap("circle-alert", QColor("#e0675c"), 32))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(sign)
        head.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)
        self.resize(640, 380)

    def tell(self, notice: Notice) -> None:
        """Show one; while it is open, others are added beneath, as often as they come anew."""
        known = self.details.toPlainText() if self.isVisible() else ""
        if notice.details and notice.details.strip() in known:
            return
        self.words.setText(f"<b>{notice.message}</b><br>{notice.hint}")
        self.details.setPlainText(f"{known}\n{notice.details}".strip())
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def _open_log() -> None:
    path = log_file()
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
