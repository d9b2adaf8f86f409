"""What a fill or adjustment layer is made of, to be set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QPushButton, QVBoxLayout, QWidget

from studio.colour import BLACK, Colour
from studio.document.adjustments import (
    Blur,
    BrightnessContrast,
    ColourBalance,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
    Sharpen,
)
from studio.document.contents import Content
from studio.panels.curve import CurveField
from studio.panels.slider import Scale, ValueSlider
from studio.session.session import Session
from studio.signals import Signal
from studio.text import tr

_EITHER_WAY = Scale(-1.0, 1.0, 0.01, factor=100)
_TONE = Scale(0.0, 1.0, 1 / 255, factor=255)
_BEND = Scale(0.1, 10.0, 0.01, bend=2.6)
_DEGREES = Scale(-180.0, 180.0, 1.0, "°")
_TONES = Scale(2.0, 64.0, 1.0, bend=2.0)
_RADIUS = Scale(0.2, 100.0, 0.1, " px", bend=3.0)
_AMOUNT = Scale(0.0, 5.0, 0.01, " %", bend=2.0, factor=100)


class LayerContent(QWidget):
    """Sliders, curve or colours of the active layer; hidden where it has none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._kind: type[Content] | None = None
        self._shown: list[Callable[[Content], None]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        session.easel.active_changed.connect(lambda _: self.show_active())
        session.easel.document_changed.connect(lambda _: self.show_active())
        self.show_active()

    def show_active(self) -> None:
        """Show what the active layer is made of."""
        content = self._session.adjusting.content
        if (None if content is None else type(content)) is not self._kind:
            self._build(content)
        self.setVisible(bool(self._shown))
        if content is not None:
            for show in self._shown:
                show(content)

    def _build(self, content: Content | None) -> None:
        self._kind = None if content is None else type(content)
        self._shown = []
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        match content:
            case None | Invert():
                pass
            case Colour():
                self._add_colour(tr("Colour"), "")
            case GradientMap():
                self._add_colour(tr("Shadows"), "dark")
                self._add_colour(tr("Lights"), "light")
            case Curves():
                self._add_curve()
            case _:
                for name, title, scale in _numbers_of(content):
                    self._add_number(name, title, scale)

    def _add_number(self, name: str, title: str, scale: Scale) -> None:
        slider = ValueSlider(title, scale)
        slider.setObjectName(name)
        slider.edited.connect(lambda value: self._set({name: value}, f"{name} {slider.gesture}"))
        self._shown.append(lambda content: slider.show_value(_number_in(content, name)))
        self._layout.addWidget(slider)

    def _add_curve(self) -> None:
        field = CurveField()

        def show(content: Content) -> None:
            if isinstance(content, Curves):
                field.show_points(content.points)

        field.edited.connect(lambda points: self._put(Curves(points), f"curve {field.gesture}"))
        self._shown.append(show)
        self._layout.addWidget(field)

    def _add_colour(self, title: str, name: str) -> None:
        button = ColourButton(title)
        button.edited.connect(partial(self._set_colour, name, button))
        self._shown.append(lambda content: button.show_colour(_colour_in(content, name)))
        self._layout.addWidget(button)

    def _set_colour(self, name: str, button: ColourButton, colour: Colour) -> None:
        scrub = f"colour {name} {button.gesture}"
        content = self._session.adjusting.content
        if isinstance(content, GradientMap):
            ends = (colour, content.light) if name == "dark" else (content.dark, colour)
            self._put(GradientMap(*ends), scrub)
        else:
            self._put(colour, scrub)

    def _set(self, values: dict[str, float], scrub: str) -> None:
        content = self._session.adjusting.content
        if content is not None and not isinstance(content, Colour):
            make: Callable[..., Content] = type(content)
            self._put(make(**(asdict(content) | values)), scrub)

    def _put(self, content: Content, scrub: str) -> None:
        adjusting = self._session.adjusting
        self._session.attempt(lambda: adjusting.set_content(content, scrub=scrub))


class ColourButton(QPushButton):
    """A colour; a click opens the colour dialog, and `edited` follows it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.edited: Signal[Colour] = Signal()
        self.gesture = 0
        self._colour = QColor()
        self.clicked.connect(self._choose)

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds."""
        self._colour = QColor(colour.hex)
        swatch = QPixmap(self.iconSize())
        swatch.fill(self._colour)
        painter = QPainter(swatch)
        painter.setPen(QColor(0, 0, 0, 110))
        painter.drawRect(swatch.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.setIcon(swatch)

    def _choose(self) -> None:
        self.gesture += 1
        dialog, before = QColorDialog(self._colour, self), QColor(self._colour)
        dialog.currentColorChanged.connect(lambda colour: self._tell(colour))
        dialog.rejected.connect(lambda: self._tell(before))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, colour: QColor) -> None:
        self.edited.emit(Colour(colour.red(), colour.green(), colour.blue()))


def _numbers_of(content: Content) -> tuple[tuple[str, str, Scale], ...]:
    """Each setting that is a number: its field, what it is called, and its values."""
    kinds: dict[type[Content], tuple[tuple[str, str, Scale], ...]] = {
        BrightnessContrast: (
            ("brightness", tr("Brightness"), _EITHER_WAY),
            ("contrast", tr("Contrast"), _EITHER_WAY),
        ),
        Levels: (
            ("black", tr("Black from"), _TONE),
            ("gamma", tr("Midtones"), _BEND),
            ("white", tr("White from"), _TONE),
            ("out_black", tr("Black becomes"), _TONE),
            ("out_white", tr("White becomes"), _TONE),
        ),
        HueSaturation: (
            ("hue", tr("Hue"), _DEGREES),
            ("saturation", tr("Saturation"), _EITHER_WAY),
            ("lightness", tr("Lightness"), _EITHER_WAY),
        ),
        ColourBalance: (
            ("red", tr("Cyan – red"), _EITHER_WAY),
            ("green", tr("Magenta – green"), _EITHER_WAY),
            ("blue", tr("Yellow – blue"), _EITHER_WAY),
        ),
        Posterise: (("tones", tr("Tones"), _TONES),),
        Blur: (("radius", tr("Radius"), _RADIUS),),
        Sharpen: (("amount", tr("Amount"), _AMOUNT), ("radius", tr("Radius"), _RADIUS)),
    }
    return kinds.get(type(content), ())


def _number_in(content: Content, name: str) -> float:
    return float(asdict(content)[name])


def _colour_in(content: Content, name: str) -> Colour:
    if isinstance(content, GradientMap):
        return content.dark if name == "dark" else content.light
    return content if isinstance(content, Colour) else BLACK
