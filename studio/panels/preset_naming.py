"""The question what a brush that is kept is called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from studio.session.session import Session
from studio.text import tr


def ask_preset_name(parent: QWidget, session: Session) -> QInputDialog:
    """Ask for a name, and keep the brush in hand under it."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Save the brush"))
    dialog.setLabelText(tr("Name"))
    dialog.textValueSelected.connect(lambda name: _save(session, name))
    dialog.open()
    return dialog


def _save(session: Session, name: str) -> None:
    if name.strip():
        session.attempt(lambda: session.brushes.save_as(name))
