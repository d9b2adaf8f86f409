"""The question how large the canvas is to be, and where the picture stays on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QGridLayout,
    QToolButton,
    QWidget,
)

from studio.geometry import Extent
from studio.session.shaping.resizing import Anchor
from studio.text import tr
from studio.window.size_fields import fill_dialog, side_box

# Where the room goes, seen from the anchored place (which shows a dot).
_ARROWS = {
    **{(-1, -1): "↖", (0, -1): "↑", (1, -1): "↗", (-1, 0): "←", (0, 0): "●"},
    **{(1, 0): "→", (-1, 1): "↙", (0, 1): "↓", (1, 1): "↘"},
}


@dataclass(frozen=True, slots=True)
class CanvasSize:
    """What the canvas is to be."""

    extent: Extent
    anchor: Anchor


class AnchorPad(QWidget):
    """Nine places; arrows show from the one in use where room is added."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Anchor"))
        self.buttons: dict[Anchor, QToolButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        group = QButtonGroup(self)
        for anchor in (Anchor(across, down) for down in range(3) for across in range(3)):
            button = QToolButton()
            button.setCheckable(True)
            button.setFixedSize(QSize(34, 30))
            button.setAccessibleName(_name_of(anchor))
            button.setToolTip(_name_of(anchor))
            button.toggled.connect(lambda _: self._show_arrows())
            grid.addWidget(button, anchor.down, anchor.across)
            group.addButton(button)
            self.buttons[anchor] = button
        grid.setColumnStretch(3, 1)
        self.buttons[Anchor()].setChecked(True)

    @property
    def anchor(self) -> Anchor:
        """The one in use."""
        return next(anchor for anchor, button in self.buttons.items() if button.isChecked())

    def _show_arrows(self) -> None:
        chosen = [anchor for anchor, button in self.buttons.items() if button.isChecked()]
        for anchor, button in self.buttons.items():
            way = (anchor.across - chosen[0].across, anchor.down - chosen[0].down) if chosen else ()
            button.setText(_ARROWS.get(way, "") if len(way) == 2 else "")


class CanvasSizeDialog(QDialog):
    """Width, height, and the anchor."""

    def __init__(self, parent: QWidget | None, extent: Extent, most: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Canvas size"))
        self.width_box = side_box(extent.width, most)
        self.height_box = side_box(extent.height, most)
        self.pad = AnchorPad()
        form = QFormLayout()
        form.addRow(tr("Width"), self.width_box)
        form.addRow(tr("Height"), self.height_box)
        form.addRow(tr("Anchor"), self.pad)
        fill_dialog(self, form, tr("Resize"))
        label = form.labelForField(self.pad)
        if label is not None:
            form.setAlignment(label, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.width_box.selectAll()

    def chosen(self) -> CanvasSize:
        """What was asked for."""
        extent = Extent(self.width_box.value(), self.height_box.value())
        return CanvasSize(extent, self.pad.anchor)


def _name_of(anchor: Anchor) -> str:
    names = (
        (tr("Top left"), tr("Top"), tr("Top right")),
        (tr("Left"), tr("Middle"), tr("Right")),
        (tr("Bottom left"), tr("Bottom"), tr("Bottom right")),
    )
    return names[anchor.down][anchor.across]
