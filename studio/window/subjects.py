"""Dialogs with a list of subjects on the left, and what belongs to one on the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.text import tr


def subject_list(name: str, titles: Iterable[str], width: int) -> QListWidget:
    """The list of subjects, for `fill_beside`."""
    found = QListWidget()
    found.setAccessibleName(name)
    found.setFixedWidth(width)
    found.setSpacing(3)
    for title in titles:
        QListWidgetItem(title, found)
    return found


def fill_beside(dialog: QDialog, subjects: QListWidget, shown: QWidget) -> QPushButton:
    """The subjects, what is shown of one beside them, and beneath the button that closes."""
    buttons = QDialogButtonBox()
    close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(subjects)
    row.addWidget(shown, 1)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(14, 14, 14, 12)
    layout.setSpacing(12)
    layout.addLayout(row, 1)
    layout.addWidget(buttons)
    return close


def put_last(close: QPushButton, page: QWidget) -> None:
    """Let Tab come to the button after all of a page that was made later."""
    last: QWidget | None = None
    widget = page.nextInFocusChain()
    while widget is not None and page.isAncestorOf(widget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
            last = widget
        widget = widget.nextInFocusChain()
    if last is not None:
        QWidget.setTabOrder(last, close)
