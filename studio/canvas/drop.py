"""Pictures from elsewhere: dragged onto the canvas, or on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def has_pictures(dragged: QMimeData) -> bool:
    """Whether what is dragged may be files or a picture; whether they can be read is seen later."""
    return bool(files_of(dragged)) or dragged.hasImage()


def files_of(dragged: QMimeData) -> tuple[Path, ...]:
    """The files that are dragged, or were copied."""
    return tuple(Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile())


def picture_of(dragged: QMimeData) -> QImage | None:
    """The picture that is dragged without a file, from a browser for instance."""
    picture = dragged.imageData() if dragged.hasImage() else None
    return picture if isinstance(picture, QImage) else None
