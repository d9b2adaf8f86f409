"""The keyboard goes to the canvas along with the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDockWidget,
    QLineEdit,
    QPlainTextEdit,
    QToolBar,
    QWidget,
)

_TYPED_IN = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
_AROUND = (QDockWidget, QToolBar)


class CanvasFocus(QObject):
    """After a click on a layer or a list, keys are for the brush as soon as it is over the canvas.

    Not while words or a number are being typed, which the pointer may leave.
    """

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on as the pointer enters the canvas."""
        if event.type() is QEvent.Type.Enter and _gives_way(QApplication.focusWidget()):
            self._canvas.setFocus()
        return super().eventFilter(watched, event)


def _gives_way(held: QWidget | None) -> bool:
    """Whether what has the keyboard is of a panel and no field that is being filled in."""
    if held is None or isinstance(held, _TYPED_IN):
        return False
    around: QWidget | None = held
    while around is not None and not isinstance(around, _AROUND):
        around = around.parentWidget()
    return around is not None
