"""What dialogs that ask for a size are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLayout,
    QSpinBox,
    QVBoxLayout,
)

from studio.text import tr


def side_box(pixels: int, most: int) -> QSpinBox:
    """A field for a width or a height."""
    box = QSpinBox()
    box.setRange(1, most)
    box.setValue(pixels)
    box.setSuffix(" px")
    # The style sheet hides the buttons: told to have none, Qt 6.11 would hide the number with them.
    box.lineEdit().setTextMargins(7, 0, 7, 0)
    return box


def fill_dialog(dialog: QDialog, form: QFormLayout, accept: str) -> None:
    """The form, and beneath it the button that accepts and the one that does not."""
    buttons = QDialogButtonBox()
    chief = buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(16, 16, 16, 12)
    layout.setSpacing(14)
    layout.addLayout(form)
    layout.addWidget(buttons)
    # Only now the dialog knows of it; else Enter would press the first button of the form.
    chief.setDefault(True)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
