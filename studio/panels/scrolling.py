"""The wheel scrolls a panel, whatever lies under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QScrollArea


def keep_wheel(area: QScrollArea) -> None:
    """Choices inside leave the wheel to the area; else scrolling would choose another model."""
    keeper = _WheelKeeper(area)
    for choices in area.findChildren(QComboBox):
        choices.installEventFilter(keeper)


class _WheelKeeper(QObject):
    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """An event that is ignored goes on to the parent."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False
