"""Between Qt's pictures and ours."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from studio.document.tiles import Pixels


def pixels_of(image: QImage) -> Pixels:
    """Premultiplied BGRA uint8[h, w, 4], a copy."""
    wanted = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    rows = np.frombuffer(wanted.constBits(), np.uint8).reshape(wanted.height(), -1)
    return rows[:, : 4 * wanted.width()].reshape(wanted.height(), wanted.width(), 4).copy()


def image_of(pixels: Pixels) -> QImage:
    """A copy of premultiplied BGRA pixels, with straight alpha as other programs want it."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(whole.data, width, height, 4 * width, form)
    return image.convertToFormat(QImage.Format.Format_ARGB32)
