"""Colours as the user's screen shows them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QColor, QColorSpace, QColorTransform, QImage, QPainter

from studio.colour import Colour
from studio.geometry import Bounds


def correction_of(profile: bytes) -> QColorTransform | None:
    """From sRGB to what a screen of that profile needs; None without one that Qt can use."""
    if not profile:
        return None
    screen = QColorSpace.fromIccProfile(QByteArray(profile))
    if not screen.isValid():
        return None
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    return srgb.transformationToColorSpace(screen)


def corrected(colour: Colour, correction: QColorTransform | None) -> Colour:
    """One colour for the screen."""
    if correction is None:
        return colour
    shown = correction.map(QColor(colour.red, colour.green, colour.blue))
    return Colour(shown.red(), shown.green(), shown.blue())


def correct(image: QImage, area: Bounds, correction: QColorTransform) -> None:
    """Change a part of an image, as large as its area needs, for the screen."""
    part = image.copy(QRect(area.x, area.y, area.width, area.height))
    part.applyColorTransform(correction)
    painter = QPainter(image)
    try:
        painter.drawImage(area.x, area.y, part)
    finally:
        painter.end()
