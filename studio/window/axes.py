"""The question where symmetry lies, and the action that asks it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from studio.document.aids import Axes
from studio.geometry import Extent
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.grid import length_box
from studio.window.size_fields import fill_dialog

_FARTHEST = 65536.0


class AxesDialog(QDialog):
    """The middle and the angle of the axes."""

    def __init__(self, parent: QWidget | None, axes: Axes, extent: Extent) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Symmetry axes"))
        self._usual = extent.width / 2, extent.height / 2
        x, y = axes.middle or self._usual
        self.left, self.top = (length_box(one, -_FARTHEST, _FARTHEST) for one in (x, y))
        self.angle = QDoubleSpinBox()
        self.angle.setRange(-180.0, 180.0)
        self.angle.setDecimals(1)
        self.angle.setSuffix("°")
        self.angle.setValue(axes.angle)
        self.angle.lineEdit().setTextMargins(7, 0, 7, 0)
        hint = QLabel(tr("With Ctrl held, the middle can be dragged on the canvas."))
        hint.setProperty("quiet", True)  # noqa: FBT003
        form = QFormLayout()
        form.addRow(tr("From the left"), self.left)
        form.addRow(tr("From the top"), self.top)
        form.addRow(tr("Angle"), self.angle)
        form.addRow(hint)
        fill_dialog(self, form, tr("OK"))
        self.left.selectAll()

    def chosen(self) -> Axes:
        """What was asked for; the middle of the canvas stays that whatever its size."""
        middle = self.left.value(), self.top.value()
        return Axes(None if middle == self._usual else middle, self.angle.value() % 180)


class AskingAxes(Protocol):
    """Who answers; None means that the user thought better of it."""

    def axes(self, axes: Axes, extent: Extent) -> Axes | None:
        """Where symmetry is to lie on a canvas of that size."""


def axes_actions(session: Session, asking: AskingAxes) -> tuple[Action, ...]:
    """The one that asks."""
    mirroring = session.painting.mirroring

    def set_axes() -> None:
        chosen = asking.axes(mirroring.axes, session.easel.document.extent)
        if chosen is not None:
            mirroring.set_axes(chosen)

    tip = tr("Where strokes are mirrored, and at what angle.")
    return (Action("symmetry_axes", Menu.symmetry, tr("Set the symmetry axes…"), tip, set_axes),)
