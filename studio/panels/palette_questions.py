"""What is asked about palettes."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from studio.files.palettes import ENDING
from studio.text import tr


class PaletteQuestions(Protocol):
    """Who answers; None means that the painter thought better of it."""

    def name(self) -> str | None:
        """What a new palette is called."""

    def file_to_load(self) -> Path | None:
        """Which palette file."""

    def where_to_save(self, suggested: str) -> Path | None:
        """Under what name."""


class PaletteDialogs:
    """Asks with dialogs (`PaletteQuestions`)."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def name(self) -> str | None:
        """Ask for a name."""
        name, agreed = QInputDialog.getText(self._window, tr("New palette"), tr("Name"))
        return name if agreed else None

    def file_to_load(self) -> Path | None:
        """Ask for a file."""
        found = QFileDialog.getOpenFileName(self._window, tr("Load palette"), "", _kinds())[0]
        return Path(found) if found else None

    def where_to_save(self, suggested: str) -> Path | None:
        """Ask for a name."""
        title = tr("Save palette")
        found = QFileDialog.getSaveFileName(self._window, title, suggested, _kinds())[0]
        return Path(found) if found else None


def _kinds() -> str:
    return f"{tr('GIMP palette')} (*{ENDING})"
