"""The question how large a picture is to be; the actions that ask for a size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLabel, QSpinBox, QWidget

from studio.geometry import Extent
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.size_fields import fill_dialog, side_box

if TYPE_CHECKING:
    from studio.window.canvas_size import CanvasSize


class ImageSizeDialog(QDialog):
    """Width and height, which may keep their proportion."""

    def __init__(self, parent: QWidget | None, extent: Extent, most: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Image size"))
        self._extent = extent
        self._most = most
        self.width_box = side_box(extent.width, most)
        self.height_box = side_box(extent.height, most)
        self.proportional = QCheckBox(tr("Keep the proportions"))
        self.proportional.setChecked(True)
        self.scale = QLabel()
        self.scale.setProperty("quiet", True)  # noqa: FBT003
        form = QFormLayout()
        form.addRow(tr("Width"), self.width_box)
        form.addRow(tr("Height"), self.height_box)
        form.addRow("", self.proportional)
        form.addRow("", self.scale)
        fill_dialog(self, form, tr("Resize"))
        self.width_box.valueChanged.connect(self._follow_width)
        self.height_box.valueChanged.connect(self._follow_height)
        self.proportional.toggled.connect(lambda _: self._follow_width(self.width_box.value()))
        self._show_scale()
        self.width_box.selectAll()

    def chosen(self) -> Extent:
        """What was asked for."""
        return Extent(self.width_box.value(), self.height_box.value())

    def _follow_width(self, width: int) -> None:
        self._pull(self.height_box, width * self._extent.height / self._extent.width)

    def _follow_height(self, height: int) -> None:
        self._pull(self.width_box, height * self._extent.width / self._extent.height)

    def _pull(self, other: QSpinBox, side: float) -> None:
        """Let the other side follow, without it pulling back."""
        if self.proportional.isChecked():
            other.blockSignals(True)  # noqa: FBT003
            other.setValue(min(max(1, round(side)), self._most))
            other.blockSignals(False)  # noqa: FBT003
        self._show_scale()

    def _show_scale(self) -> None:
        chosen = self.chosen()
        across = 100 * chosen.width / self._extent.width
        down = 100 * chosen.height / self._extent.height
        self.scale.setText(f"{across:.4g} % × {down:.4g} %")


class AskingSizes(Protocol):
    """Who answers; None means that the user thought better of it."""

    def image_size(self, extent: Extent) -> Extent | None:
        """How large the picture is to be."""

    def canvas_size(self, extent: Extent) -> CanvasSize | None:
        """How large the canvas is to be, and what stays where."""


def size_actions(session: Session, asking: AskingSizes) -> tuple[Action, ...]:
    """The part of the Image menu that asks."""
    resizing, easel = session.resizing, session.easel

    def resize_image() -> None:
        extent = asking.image_size(easel.document.extent)
        if extent is not None:
            resizing.resample(extent)

    def resize_canvas() -> None:
        size = asking.canvas_size(easel.document.extent)
        if size is not None:
            resizing.resize_canvas(size.extent, size.anchor)

    return (
        Action(
            "image_size",
            Menu.image,
            tr("Image size…"),
            tr("Make the picture larger or smaller."),
            resize_image,
            ("Ctrl+Alt+I",),
        ),
        Action(
            "canvas_size",
            Menu.image,
            tr("Canvas size…"),
            tr("Add room around the picture, or take some away."),
            resize_canvas,
            ("Ctrl+Alt+C",),
        ),
    )
