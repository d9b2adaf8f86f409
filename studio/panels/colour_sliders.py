"""A colour by its three numbers."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.colour import BLACK, Colour
from studio.colour_spaces import (
    MOST_CHROMA,
    ColourSpace,
    colour_of,
    numbers_of,
    srgb_of,
)
from studio.panels.on_screen import OnScreen
from studio.panels.slider import Scale, ValueSlider
from studio.signals import Signal
from studio.text import tr

_STOPS = 13
_RAMP = 6
_BYTE = Scale(0, 255)
_DEGREES = Scale(0, 360, suffix="°")
_PER_CENT = Scale(0, 1, 0.01, suffix=" %", factor=100)
_CHROMA = Scale(0, MOST_CHROMA, 0.005)
_SCALES = {
    ColourSpace.rgb: (_BYTE, _BYTE, _BYTE),
    ColourSpace.hsv: (_DEGREES, _PER_CENT, _PER_CENT),
    ColourSpace.oklch: (_PER_CENT, _CHROMA, _DEGREES),
}
_HUE_AT = {ColourSpace.hsv: 0, ColourSpace.oklch: 2}


class GradientSlider(ValueSlider):
    """A bar that shows the colours it would give; `colours` are those from left to right."""

    def __init__(self, title: str, scale: Scale) -> None:
        super().__init__(title, scale)
        self._colours: tuple[QColor, ...] = ()

    def show_colours(self, colours: tuple[QColor, ...]) -> None:
        """Evenly from the lowest value to the highest."""
        self._colours = colours
        self.update()

    def _draw_bar(self, painter: QPainter, outline: QRectF) -> None:
        super()._draw_bar(painter, outline)
        strip = QRectF(outline)
        strip.setTop(outline.bottom() - _RAMP)
        ramp = QLinearGradient(strip.topLeft(), strip.topRight())
        for number, colour in enumerate(self._colours):
            ramp.setColorAt(number / (len(self._colours) - 1), colour)
        painter.fillRect(strip, ramp)

    def _draw_words(self, painter: QPainter) -> None:
        painter.translate(0, -_RAMP / 2)
        super()._draw_words(painter)

    def sizeHint(self) -> QSize:
        """Room for the ramp beneath the words."""
        return super().sizeHint() + QSize(0, 4)


class ColourSliders(QWidget):
    """Three sliders of one colour space; `edited` tells what the user set."""

    def __init__(self, space: ColourSpace, on_screen: OnScreen | None = None) -> None:
        super().__init__()
        self._on_screen = on_screen or OnScreen()
        self._on_screen.changed.connect(lambda _: self._show_ramps())
        self.edited: Signal[Colour] = Signal()
        self.sliders = sliders_of(space)
        self._space = space
        self._shown = BLACK
        # Not what the bars show: they round, and what is not dragged must stay as it is.
        self._numbers: list[float] = [0.0, 0.0, 0.0]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for index, slider in enumerate(self.sliders):
            layout.addWidget(slider)
            slider.edited.connect(partial(self._on_edited, index))

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds; a grey leaves the hue where it was."""
        if colour == self._shown:
            return
        self._shown = colour
        is_grey = colour.red == colour.green == colour.blue
        for index, number in enumerate(numbers_of(colour, self._space)):
            if not (is_grey and index == _HUE_AT.get(self._space)):
                self._numbers[index] = number
                self.sliders[index].show_value(number)
        self._show_ramps()

    def _on_edited(self, index: int, value: float) -> None:
        self._numbers[index] = value
        first, second, third = self._numbers
        self._shown = colour_of((first, second, third), self._space)
        self._show_ramps()
        self.edited.emit(self._shown)

    def _show_ramps(self) -> None:
        """Only where they are seen: these are three spaces of colour, mostly folded away."""
        if not self.isVisible():
            return
        for index, (slider, scale) in enumerate(
            zip(self.sliders, _SCALES[self._space], strict=True)
        ):
            numbers = np.tile(np.array(self._numbers), (_STOPS, 1))
            numbers[:, index] = np.linspace(scale.low, scale.high, _STOPS)
            ramp = srgb_of(numbers, self._space)
            colours = (QColor.fromRgbF(*map(float, rgb)) for rgb in ramp)
            slider.show_colours(tuple(map(self._on_screen.colour, colours)))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what the colour became meanwhile."""
        super().showEvent(event)
        self._show_ramps()


def sliders_of(space: ColourSpace) -> tuple[GradientSlider, ...]:
    """The sliders of a colour space, in the order of its numbers."""
    return tuple(map(GradientSlider, _titles_of(space), _SCALES[space]))


def _titles_of(space: ColourSpace) -> tuple[str, str, str]:
    match space:
        case ColourSpace.rgb:
            return tr("Red"), tr("Green"), tr("Blue")
        case ColourSpace.hsv:
            return tr("Hue"), tr("Saturation"), tr("Value")
        case ColourSpace.oklch:
            return tr("Lightness"), tr("Chroma"), tr("Hue")
