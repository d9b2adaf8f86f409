"""A part of a panel that can be folded away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.panels.icons import dress


class Section(QWidget):
    """A title that folds and unfolds what is beneath it."""

    def __init__(self, title: str, inside: QWidget, *, is_open: bool = False) -> None:
        super().__init__()
        self._inside = inside
        self.header = QToolButton()
        self.header.setText(title)
        self.header.setCheckable(True)
        self.header.setProperty("fold", True)  # noqa: FBT003
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setIconSize(QSize(14, 14))
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.header.toggled.connect(self._fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.header)
        layout.addWidget(inside)
        self.header.setChecked(is_open)
        self._fold(is_open)

    def _fold(self, is_open: bool) -> None:  # noqa: FBT001
        self._inside.setVisible(is_open)
        dress(self.header, "chevron-down" if is_open else "chevron-right")
