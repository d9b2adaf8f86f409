"""The question how large a new painting is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QWidget

from studio.geometry import Extent
from studio.text import tr
from studio.window.size_fields import fill_dialog, side_box

_PRESETS = (
    Extent(512, 512),
    Extent(768, 768),
    Extent(1024, 768),
    Extent(1024, 1024),
    Extent(1920, 1080),
    Extent(2048, 2048),
    Extent(3508, 2480),
    Extent(4096, 4096),
)
USUAL = Extent(1024, 768)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a new painting is to be."""

    extent: Extent
    is_white: bool


class NewDocumentDialog(QDialog):
    """Width, height, and whether the ground is white or transparent."""

    def __init__(self, parent: QWidget | None, most: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New painting"))
        self.presets = QComboBox()
        for extent in _PRESETS:
            self.presets.addItem(f"{extent.width} × {extent.height}", extent)
        self.presets.setCurrentIndex(_PRESETS.index(USUAL))
        self.width_box = side_box(USUAL.width, most)
        self.height_box = side_box(USUAL.height, most)
        self.white = QCheckBox(tr("White background"))
        self.white.setChecked(True)
        form = QFormLayout()
        form.addRow(tr("Preset"), self.presets)
        form.addRow(tr("Width"), self.width_box)
        form.addRow(tr("Height"), self.height_box)
        form.addRow("", self.white)
        fill_dialog(self, form, tr("Create"))
        self.presets.activated.connect(self._use_preset)
        self.width_box.selectAll()

    def chosen(self) -> NewDocument:
        """What was asked for."""
        extent = Extent(self.width_box.value(), self.height_box.value())
        return NewDocument(extent, self.white.isChecked())

    def _use_preset(self) -> None:
        extent = _PRESETS[self.presets.currentIndex()]
        self.width_box.setValue(extent.width)
        self.height_box.setValue(extent.height)
