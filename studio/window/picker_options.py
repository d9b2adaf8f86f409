"""What can be set of the colour picker."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.session.picking import SIDES
from studio.session.session import Session
from studio.text import tr


class PickerOptions(QWidget):
    """How many pixels are averaged, and of which layers."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._picking = session.picking
        self.side = QComboBox()
        self.side.setAccessibleName(tr("Sample size"))
        self.side.setToolTip(
            tr("Averaged as light, so that fine patterns give what they look like")
        )
        for side in SIDES:
            self.side.addItem(tr("{side} × {side} px", side=side), side)
        self.side.setCurrentIndex(self.side.findData(self._picking.side))
        self.merged = QCheckBox(tr("All layers"))
        self.merged.setToolTip(tr("Otherwise only the active layer"))
        self.merged.setChecked(self._picking.merged)
        label = QLabel(tr("Sample size"))
        label.setBuddy(self.side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (label, self.side, self.merged):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.side.activated.connect(lambda _: self._set_side())
        self.merged.toggled.connect(self._set_merged)

    def _set_side(self) -> None:
        self._picking.side = self.side.currentData()

    def _set_merged(self, on: bool) -> None:  # noqa: FBT001
        self._picking.merged = on
