"""What a panel says while it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words_where_nothing_is(words: str) -> QLabel:
    """A quiet sentence in the middle of the room."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setProperty("quiet", True)  # noqa: FBT003
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setContentsMargins(20, 8, 20, 8)
    return label
