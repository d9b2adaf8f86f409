"""The numbers of a free transform."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.panels.buttons import action_button
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr
from studio.transform.net import SIDES
from studio.transform.pose import Pose, pose_of, posed

_FAR = 99_999.0


class TransformOptions(QWidget):
    """Where, how large, how turned and how slanted it is; and the two ways to end."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._transforming = session.transforming
        self.warp = action_button(session, actions["warp"], "grid-3x3")
        self._numbers = QWidget()
        numbers, layout = _row(self._numbers), _row(self)
        self.fields = {
            "x": _field(numbers, "X", tr("Middle, across"), " px"),
            "y": _field(numbers, "Y", tr("Middle, down"), " px"),
            "width": _field(numbers, tr("W"), tr("Width"), " px"),
            "height": _field(numbers, tr("H"), tr("Height"), " px"),
            "rotation": _field(numbers, tr("Turn"), tr("Turned by"), "°"),
            "shear": _field(numbers, tr("Slant"), tr("Slanted by"), "°"),
        }
        self.fields["shear"].setRange(-89, 89)
        layout.addWidget(self.warp)
        layout.addWidget(self._numbers)
        for field in self.fields.values():
            field.valueChanged.connect(lambda _: self._pose())
        self.side = _sides(layout)
        layout.addSpacing(4)
        layout.addWidget(action_button(session, actions["apply"], "check"))
        layout.addWidget(action_button(session, actions["give_up"], "x"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.side.activated.connect(lambda _: self._transforming.bend(self.side.currentData()))
        session.transforming.changed.connect(lambda _: self._show_shape())

    def _pose(self) -> None:
        """Bring it to the pose that was typed."""
        quad = self._transforming.quad
        if quad is not None:
            typed = {name: field.value() for name, field in self.fields.items()}
            self._transforming.pull(posed(quad, replace(pose_of(quad), **typed)))

    def _show_shape(self) -> None:
        """The numbers of a quad, or how many nodes a net has."""
        net, quad = self._transforming.net, self._transforming.quad
        self.warp.setChecked(net is not None)
        self._numbers.setVisible(net is None)
        self.side.setVisible(net is not None)
        if net is not None:
            self.side.setCurrentIndex(self.side.findData(net.side))
        if quad is not None:
            for name, value in _numbers(pose_of(quad)).items():
                field = self.fields[name]
                # What is being typed stays as it is.
                if not field.hasFocus():
                    field.blockSignals(True)  # noqa: FBT003
                    field.setValue(value)
                    field.blockSignals(False)  # noqa: FBT003


def _row(inside: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(inside)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(5)
    return layout


def _sides(layout: QHBoxLayout) -> QComboBox:
    sides = QComboBox()
    sides.setAccessibleName(tr("Nodes of the net"))
    sides.setToolTip(tr("Nodes of the net"))
    for side in SIDES:
        sides.addItem(tr("{side} × {side} nodes", side=side), side)
    layout.addWidget(sides)
    sides.hide()
    return sides


def _numbers(pose: Pose) -> dict[str, float]:
    return {
        "x": pose.x,
        "y": pose.y,
        "width": pose.width,
        "height": pose.height,
        "rotation": pose.rotation,
        "shear": pose.shear,
    }


def _field(layout: QHBoxLayout, label: str, name: str, suffix: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(-_FAR, _FAR)
    field.setDecimals(1)
    field.setSuffix(suffix)
    # The style sheet hides the buttons; told to have none, Qt 6.11 would hide the number too.
    field.lineEdit().setTextMargins(6, 0, 6, 0)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(84)
    field.setAccessibleName(name)
    field.setToolTip(name)
    shown = QLabel(label)
    shown.setProperty("quiet", True)  # noqa: FBT003
    layout.addWidget(shown)
    layout.addWidget(field)
    return field
