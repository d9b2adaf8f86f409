"""The question which folders of other programs to look in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.models.programs import Place
from studio.panels.elided import ElidedLabel
from studio.text import tr

_WIDTH = 460
_TALLEST = 320
# Of a tick box and what is between it and its words.
_INDENT = 20


class PlacesDialog(QDialog):
    """What was found, all of it chosen until the user says otherwise."""

    def __init__(self, parent: QWidget | None, places: tuple[Place, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models of other programs"))
        self._places = places
        self.boxes = [QCheckBox(place.program) for place in places]
        for box in self.boxes:
            box.setChecked(True)
            box.toggled.connect(lambda _: self._show_accept())
        words = QLabel(tr("These folders are looked in now and at every start. They stay as is."))
        words.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton(
            tr("List their models"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setDefault(True)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(14)
        layout.addWidget(words)
        layout.addWidget(self._list())
        layout.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)

    def chosen(self) -> tuple[Path, ...]:
        """The folders that are ticked."""
        pairs = zip(self.boxes, self._places, strict=True)
        return tuple(place.folder for box, place in pairs if box.isChecked())

    def _list(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for box, place in zip(self.boxes, self._places, strict=True):
            folder = ElidedLabel(str(place.folder))
            folder.setProperty("quiet", True)  # noqa: FBT003
            beneath = QHBoxLayout()
            beneath.setContentsMargins(_INDENT, 0, 0, 8)
            beneath.addWidget(folder)
            rows.addWidget(box)
            rows.addLayout(beneath)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(min(_TALLEST, inside.sizeHint().height() + 2))
        return area

    def _show_accept(self) -> None:
        self.accept_button.setEnabled(bool(self.chosen()))
