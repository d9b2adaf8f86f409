"""Between Qt's pictures and ours."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from studio.document.tiles import Pixels


def image_of(pixels: Pixels) -> QImage:
    """A copy of premultiplied BGRA pixels, with straight alpha as other programs want it."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(whole.data, width, height, 4 * width, form)
    return image.convertToFormat(QImage.Format.Format_ARGB32)
