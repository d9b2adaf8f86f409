"""What can be set of a crop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QWidget

from studio.document.document import MAX_SIDE
from studio.geometry import Bounds
from studio.panels.buttons import action_button
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr
from studio.window.tool_options import row_of

_ASPECTS = ((1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1), (4, 5), (3, 4), (2, 3), (9, 16))


class CropOptions(QWidget):
    """The aspect, the size, whether what is cut away is kept; and the two ways to end."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._cropping = session.cropping
        self.aspect = QComboBox()
        self.aspect.setAccessibleName(tr("Aspect"))
        self.aspect.addItem(tr("Free"))
        self.aspect.addItem(tr("As the canvas"))
        for across, down in _ASPECTS:
            self.aspect.addItem(f"{across} : {down}", across / down)
        self.width_field, self.height_field = _field(tr("Width")), _field(tr("Height"))
        self.keeps = QCheckBox(tr("Keep what is cut off"))
        self.keeps.setToolTip(tr("Layers keep it beyond the canvas, to be moved back in."))
        self.keeps.setChecked(self._cropping.keeps_outside)
        layout = row_of(self)
        for part in (
            *(_quiet(tr("Aspect")), self.aspect),
            *(_quiet(tr("W")), self.width_field, _quiet(tr("H")), self.height_field),
            self.keeps,
        ):
            layout.addWidget(part)
        layout.addWidget(action_button(session, actions["apply"], "check"))
        layout.addWidget(action_button(session, actions["give_up"], "x"))
        self.aspect.activated.connect(lambda _: self._set_aspect())
        self.width_field.valueChanged.connect(lambda _: self._set_size())
        self.height_field.valueChanged.connect(lambda _: self._set_size())
        self.keeps.toggled.connect(self._set_keeps)
        self._cropping.changed.connect(lambda _: self._show_size())
        session.easel.document_replaced.connect(lambda _: self._show_size())
        self._show_size()

    def _set_aspect(self) -> None:
        canvas = self._cropping.canvas
        as_canvas = canvas.width / canvas.height if self.aspect.currentIndex() == 1 else None
        self._cropping.set_aspect(self.aspect.currentData() or as_canvas)

    def _set_size(self) -> None:
        """Bring the box to the size that was typed, about the same middle."""
        width, height = self.width_field.value(), self.height_field.value()
        frame, aspect = self._cropping.frame, self._cropping.aspect
        if aspect is not None and height != frame.height:
            width = round(height * aspect)
        elif aspect is not None:
            height = round(width / aspect)
        x, y = frame.x + (frame.width - width) // 2, frame.y + (frame.height - height) // 2
        self._cropping.pull(Bounds(x, y, width, height))

    def _set_keeps(self, on: bool) -> None:  # noqa: FBT001
        self._cropping.keeps_outside = on

    def _show_size(self) -> None:
        frame = self._cropping.frame
        for field, side in ((self.width_field, frame.width), (self.height_field, frame.height)):
            # What is being typed stays as it is.
            if not field.hasFocus():
                field.blockSignals(True)  # noqa: FBT003
                field.setValue(side)
                field.blockSignals(False)  # noqa: FBT003


def _field(name: str) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, MAX_SIDE)
    field.setSuffix(" px")
    # The style sheet hides the buttons; told to have none, Qt 6.11 would hide the number too.
    field.lineEdit().setTextMargins(6, 0, 6, 0)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(84)
    field.setAccessibleName(name)
    field.setToolTip(name)
    return field


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", True)  # noqa: FBT003
    return label
