"""Between Qt's pictures and ours."""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from studio.document.tiles import Pixels
from studio.geometry import Bounds

# Beside a picture that was copied: where on its canvas its corner was, as x and y.
PLACE = "application/x-repaint-studio-place"
_PLACE_WORDS = re.compile(rb"(-?\d{1,5}) (-?\d{1,5})")


def image_of(pixels: Pixels) -> QImage:
    """A copy of premultiplied BGRA pixels, with straight alpha as other programs want it."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(whole.data, width, height, 4 * width, form)
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def copy_of(pixels: Pixels, at: Bounds) -> QMimeData:
    """For the clipboard: what was copied, and for ourselves where it was."""
    data = QMimeData()
    data.setImageData(image_of(pixels))
    data.setData(PLACE, f"{at.x} {at.y}".encode())
    return data


def place_copied(data: QMimeData, image: QImage, canvas: Bounds) -> Bounds | None:
    """Where a picture goes back to; None where that is not told, or beside this canvas."""
    told = _PLACE_WORDS.fullmatch(data.data(PLACE).data())
    if told is None:
        return None
    x, y = map(int, told.groups())
    at = Bounds(x, y, image.width(), image.height())
    return None if at.intersection(canvas).is_empty else at
