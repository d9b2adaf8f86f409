"""A stroke of the brush in hand, as a pen that presses and lifts would make it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.brush.brush import Brush
from studio.brush.ink import Ink
from studio.brush.limits import Limits
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.tiles import TileStore
from studio.geometry import Extent
from studio.text import tr

_SAMPLES = 24
_LARGEST = 34.0


class StrokePreview(QWidget):
    """Drawn by the brush itself, a large one smaller so that it fits."""

    def __init__(self) -> None:
        super().__init__()
        self._brush = Brush()
        self._picture: QImage | None = None
        self.setAccessibleName(tr("Preview of the brush"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_brush(self, brush: Brush) -> None:
        """Show another brush."""
        fitting = replace(brush, size=min(brush.size, _LARGEST))
        if fitting != self._brush:
            self._brush, self._picture = fitting, None
            self.update()

    def _drawn(self, size: Extent) -> QImage:
        text = self.palette().color(QPalette.ColorRole.Text)
        tiles = TileStore()
        ink = Ink.of(Colour(text.red(), text.green(), text.blue()))
        stroke = Stroke(tiles, self._brush, ink, limits=Limits(size.bounds))
        for sample in wave(size):
            stroke.add(sample)
        pixels = np.ascontiguousarray(tiles.read(size.bounds))
        form = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(pixels.data, size.width, size.height, 4 * size.width, form).copy()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(200, 52)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme paints in another colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the stroke on a well."""
        ratio = self.devicePixelRatioF()
        size = Extent(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        if self._picture is None or self._picture.width() != size.width:
            self._picture = self._drawn(size)
            self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        well = QPainterPath()
        well.addRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.fillPath(well, QColor(self.palette().color(QPalette.ColorRole.Base)))
        painter.drawImage(QPointF(0, 0), self._picture)


def wave(size: Extent) -> tuple[PenSample, ...]:
    """A lying S, pressed most in its middle."""
    margin = 0.1 * size.width
    samples = []
    for number in range(_SAMPLES + 1):
        share = number / _SAMPLES
        x = margin + share * (size.width - 2 * margin)
        y = size.height / 2 - math.sin(share * 2 * math.pi) * size.height * 0.2
        samples.append(PenSample(x, y, math.sin(share * math.pi) ** 0.7, time=share * 400))
    return tuple(samples)
