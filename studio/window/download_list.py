"""Models to begin with: what each is, how large, and under what licence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio.downloads.recommended import Recommended, recommended
from studio.panels.elided import ElidedLabel
from studio.text import tr
from studio.window.download_words import licence_words, recommended_words


class RecommendedList(QScrollArea):
    """A row for each, with a button that looks it up."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        self.buttons: dict[str, QPushButton] = {}
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(10)
        for one in recommended():
            rows.addLayout(self._row(one))
        rows.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _row(self, one: Recommended) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(one.repository))
        for line in (recommended_words(one), licence_words(one)):
            label = ElidedLabel(line)
            label.setProperty("quiet", True)  # noqa: FBT003
            words.addWidget(label)
        button = self.buttons[one.repository] = QPushButton(tr("Look up"))
        button.setAutoDefault(False)
        button.setAccessibleName(tr("Look up {name}", name=one.repository))
        button.clicked.connect(lambda: self.wanted.emit(one.repository))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
