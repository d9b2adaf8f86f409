"""A line to type in, of a panel that lies beside the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Line(QLineEdit):
    """Enter is its own: elsewhere it keeps the candidate that is shown."""

    def event(self, event: QEvent) -> bool:
        """Take Enter before the keys of the window do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and event.modifiers() in _PLAIN
        ):
            event.accept()
            return True
        return super().event(event)
