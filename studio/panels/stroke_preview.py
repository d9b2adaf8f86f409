"""A stroke of a brush, as a pen that presses and lifts would make it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.brush.brush import Brush
from studio.brush.ink import ERASING, Ink
from studio.brush.limits import Limits
from studio.brush.preset import Use
from studio.brush.sample import PenSample
from studio.brush.smudging import Smudge
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from studio.text import tr

_SAMPLES = 24
# Of the height of what it is drawn on: a larger brush would leave it.
_LARGEST = 0.62
_STRIPES = 7
_MOST_TILT = 55.0


class StrokePreview(QWidget):
    """Drawn by the brush itself, a large one smaller so that it fits.

    leans: the pen leans and hurries more and more, so that what follows that is seen.
    """

    def __init__(self, height: int = 52, *, leans: bool = False) -> None:
        super().__init__()
        self._height = height
        self._hand = leaning_wave if leans else wave
        self._brush = Brush()
        self._use = Use.paint
        self._picture: QImage | None = None
        self.setAccessibleName(tr("Preview of the brush"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_brush(self, brush: Brush, use: Use = Use.paint) -> None:
        """Show another brush."""
        if (brush, use) != (self._brush, self._use):
            self._brush, self._use, self._picture = brush, use, None
            self.update()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(200, self._height)

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
            role = QPalette.ColorRole
            # A grey has no hue that could stray.
            colour = self.palette().color(role.Highlight if self._brush.is_tinted else role.Text)
            self._picture = stroke_picture(
                self._brush, self._use, size, colour, hand=self._hand(size)
            )
            self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        well = QPainterPath()
        well.addRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.fillPath(well, QColor(self.palette().color(QPalette.ColorRole.Base)))
        painter.drawImage(QPointF(0, 0), self._picture)


def stroke_picture(
    brush: Brush,
    use: Use,
    size: Extent,
    colour: QColor,
    *,
    hand: Sequence[PenSample] | None = None,
) -> QImage:
    """A stroke in a colour on nothing; an eraser's through a bar, a smudge over stripes.

    hand: how the pen goes; along a wave unless told otherwise.
    """
    fitting = replace(
        brush,
        size=min(brush.size, _LARGEST * size.height),
        fade=min(brush.fade, float(size.width)),
        blend=BlendMode.normal,
        smoothing=0.0,
        string=0.0,
    )
    paint = Colour(colour.red(), colour.green(), colour.blue())
    tiles = TileStore()
    erases = use is Use.erase or brush.erases
    if erases:
        tiles.write(*_bar(size, paint))
    elif use is Use.smudge:
        tiles.write(*_stripes(size, paint))
    stroke = stroke_of(fitting, use, paint, on=tiles, within=size.bounds)
    for sample in hand or wave(size):
        stroke.add(sample)
    stroke.finish()
    pixels = np.ascontiguousarray(tiles.read(size.bounds))
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, size.width, size.height, 4 * size.width, form).copy()


def stroke_of(
    brush: Brush, use: Use, paint: Colour, *, on: TileStore, within: Bounds
) -> Stroke | Smudge:
    """A stroke of a brush on nobody's layer."""
    limits = Limits(within)
    if use is Use.smudge:
        return Smudge(on, brush, paint, limits=limits)
    erases = use is Use.erase or brush.erases
    return Stroke(on, brush, ERASING if erases else Ink.of(paint), limits=limits)


def use_of(tool: ToolName) -> Use:
    """What a tool does with its brush."""
    if tool is ToolName.eraser:
        return Use.erase
    return Use.smudge if tool in (ToolName.smudge, ToolName.blur) else Use.paint


def _bar(size: Extent, paint: Colour) -> tuple[Bounds, Pixels]:
    """What an eraser goes through."""
    bounds = Bounds(0, size.height // 8, size.width, size.height * 3 // 4)
    pixels = np.empty((bounds.height, bounds.width, 4), np.uint8)
    pixels[...] = (paint.blue, paint.green, paint.red, 255)
    return bounds, (pixels * np.float32(0.55)).astype(np.uint8)


def _stripes(size: Extent, paint: Colour) -> tuple[Bounds, Pixels]:
    """What a smudge pushes about: upright stripes with gaps between them."""
    pixels = np.zeros((size.height, size.width, 4), np.uint8)
    stripe = max(1, size.width // (2 * _STRIPES))
    on = np.arange(size.width) // stripe % 2 == 1
    pixels[:, on] = (paint.blue, paint.green, paint.red, 255)
    return size.bounds, pixels


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


def leaning_wave(size: Extent) -> tuple[PenSample, ...]:
    """The same, the pen leaning, turning and hurrying more and more."""
    samples = wave(size)
    return tuple(
        replace(
            sample,
            tilt_x=_MOST_TILT * share,
            rotation=180 * share,
            time=sample.time * (1 - share / 2),
        )
        for sample, share in ((one, index / _SAMPLES) for index, one in enumerate(samples))
    )
