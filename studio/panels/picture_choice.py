"""Small pictures side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from studio.signals import Signal

_SIDE, _CELL, _GAP = 44, QSize(84, 62), 4
_SMALLER = 0.88
_Role = QPalette.ColorRole


class PictureChoice(QListWidget):
    """Each has a name and is drawn as coverage, float32[side, side] in 0..1, in the text's colour.

    `picked` tells the id of what the user chose; `show_chosen` never emits it.
    """

    def __init__(
        self, title: str, draw: Callable[[str, int], NDArray[np.float32]], *, rows: int = 1
    ) -> None:
        super().__init__()
        self.picked: Signal[str] = Signal()
        self._draw = draw
        self.setAccessibleName(title)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setGridSize(_CELL + QSize(_GAP, _GAP))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(rows * (_CELL.height() + _GAP) + 10)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        self.setFont(font)
        self.itemClicked.connect(self._tell)
        self.itemActivated.connect(self._tell)

    def fill(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these: id and name."""
        self.clear()
        for id, name in choices:  # noqa: A001
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, id)
            item.setToolTip(name)
            item.setSizeHint(_CELL)
            self.addItem(item)
        self._draw_all()

    def show_chosen(self, id: str) -> None:  # noqa: A002
        """Show what the session holds."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == id:
                self.setCurrentRow(row)

    def _tell(self, item: QListWidgetItem) -> None:
        self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _draw_all(self) -> None:
        colour = self.palette().color(_Role.Text)
        for row in range(self.count()):
            item = self.item(row)
            coverage = self._draw(str(item.data(Qt.ItemDataRole.UserRole)), _SIDE)
            item.setIcon(_icon_of(coverage, colour))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme draws in another colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_all()


def _icon_of(coverage: NDArray[np.float32], colour: QColor) -> QIcon:
    """The same picture whether chosen or not: Qt would tint it."""
    height, width = coverage.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = colour.blue(), colour.green(), colour.red()
    pixels[..., 3] = np.rint(255 * np.clip(coverage, 0, 1))
    form = QImage.Format.Format_ARGB32
    picture = QPixmap.fromImage(QImage(pixels.data, width, height, 4 * width, form).copy())
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
