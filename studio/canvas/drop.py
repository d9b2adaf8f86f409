"""Pictures from elsewhere: dragged onto the canvas, or on the clipboard."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QImage

from studio.session.files.outgoing import OWN_DRAG

_WITHIN = re.compile(r"data:image/(?:png|jpe?g|webp|gif);base64,([A-Za-z0-9+/=]+)")
_LONGEST = 64 << 20


def has_pictures(dragged: QMimeData) -> bool:
    """Whether what is dragged may be files or a picture; whether they can be read is seen later."""
    if dragged.hasFormat(OWN_DRAG):
        return False
    return bool(files_of(dragged)) or dragged.hasImage() or picture_of(dragged) is not None


def files_of(dragged: QMimeData) -> tuple[Path, ...]:
    """The files that are dragged, or were copied."""
    return tuple(Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile())


def picture_of(dragged: QMimeData) -> QImage | None:
    """The picture that is dragged without a file, from a browser for instance.

    Some give it as it is, some only within the words of the page or its address.
    """
    picture = dragged.imageData() if dragged.hasImage() else None
    if isinstance(picture, QImage) and not picture.isNull():
        return picture
    addresses = [url.toString() for url in dragged.urls()] if dragged.hasUrls() else []
    found = _WITHIN.search(" ".join((*addresses, dragged.html()[:_LONGEST])))
    if found is None:
        return None
    image = QImage.fromData(QByteArray.fromBase64(found[1].encode()))
    return None if image.isNull() else image
