"""The numbers of a free transform."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.panels.buttons import action_button
from studio.session.action import Action
from studio.session.session import Session
from studio.text import tr
from studio.transform.pose import Pose, pose_of, posed

_FAR = 99_999.0


class TransformOptions(QWidget):
    """Where, how large, how turned and how slanted it is; and the two ways to end."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._transforming = session.transforming
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self.fields = {
            "x": _field(layout, "X", tr("Middle, across"), " px"),
            "y": _field(layout, "Y", tr("Middle, down"), " px"),
            "width": _field(layout, tr("W"), tr("Width"), " px"),
            "height": _field(layout, tr("H"), tr("Height"), " px"),
            "rotation": _field(layout, tr("Turn"), tr("Turned by"), "°"),
            "shear": _field(layout, tr("Slant"), tr("Slanted by"), "°"),
        }
        self.fields["shear"].setRange(-89, 89)
        for field in self.fields.values():
            field.valueChanged.connect(lambda _: self._pose())
        layout.addSpacing(4)
        layout.addWidget(action_button(session, actions["apply"], "check"))
        layout.addWidget(action_button(session, actions["give_up"], "x"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        session.transforming.changed.connect(lambda _: self._show_pose())

    def _pose(self) -> None:
        """Bring it to the pose that was typed."""
        quad = self._transforming.quad
        if quad is not None:
            typed = {name: field.value() for name, field in self.fields.items()}
            self._transforming.pull(posed(quad, replace(pose_of(quad), **typed)))

    def _show_pose(self) -> None:
        quad = self._transforming.quad
        if quad is not None:
            for name, value in _numbers(pose_of(quad)).items():
                field = self.fields[name]
                # What is being typed stays as it is.
                if not field.hasFocus():
                    field.blockSignals(True)  # noqa: FBT003
                    field.setValue(value)
                    field.blockSignals(False)  # noqa: FBT003


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
