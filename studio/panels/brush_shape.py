"""The shape of a brush's dabs, how they stray, and how the line is steadied."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from studio.brush.brush import Brush
from studio.brush.dynamics import Curve
from studio.panels.slider import Scale, ValueSlider
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH
from studio.text import tr

_SHARE = Scale(0.0, 1.0, 0.01, " %", factor=100)
_ROUND = Scale(0.05, 1.0, 0.01, " %", factor=100)
_STRAY = Scale(0.0, 2.0, 0.01, " %", bend=2.0, factor=100)
_GRAIN = Scale(0.0, 4.0, 0.01, " %", bend=1.5, factor=100)
_TURN = Scale(-180.0, 180.0, 1.0, "°")
_FIRMNESS = Scale(-2.0, 2.0, 0.1)
_STRING = Scale(0.0, 200.0, 1.0, " px", bend=2.0)


@dataclass(frozen=True, slots=True)
class _Knob:
    """A slider, what it shows of a brush, and the brush it makes."""

    slider: ValueSlider
    shown: Callable[[Brush], float]
    turned: Callable[[Brush, float], Brush]


class BrushShape(QWidget):
    """What is set less often."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.knobs = _knobs()
        self.builds_up = QCheckBox(tr("Dabs build up"))
        self.erases = QCheckBox(tr("Erase with this brush"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for knob in self.knobs:
            layout.addWidget(knob.slider)
            knob.slider.edited.connect(partial(self._turn, knob))
        layout.addWidget(self.builds_up)
        self.pen = ValueSlider(tr("Pen pressure"), _FIRMNESS)
        self.pen.caption = _firmness_words
        self.aligned = QCheckBox(tr("The source keeps its distance"))
        self.aligned.setToolTip(tr("Otherwise every stroke begins at the source again."))
        self.aligned.setChecked(session.retouching.aligned)
        self.aligned.clicked.connect(self._align)
        layout.addWidget(self.erases)
        layout.addWidget(self.aligned)
        layout.addWidget(self.pen)
        self.pen.edited.connect(self._set_pen)
        session.preferences.changed.connect(lambda _: self._show_pen())
        self._show_pen()
        self.builds_up.clicked.connect(
            lambda on: self._change(lambda brush: replace(brush, builds_up=on))
        )
        self.erases.clicked.connect(
            lambda on: self._change(lambda brush: replace(brush, erases=on))
        )

    def show_brush(self, brush: Brush) -> None:
        """Show another brush."""
        for knob in self.knobs:
            knob.slider.show_value(knob.shown(brush))
        self.builds_up.setChecked(brush.builds_up)
        self.erases.setChecked(brush.erases)
        tool = self._session.painting.tool
        self.aligned.setVisible(tool in (ToolName.clone, ToolName.heal))

    def _align(self, on: bool) -> None:  # noqa: FBT001
        self._session.retouching.aligned = on

    def _set_pen(self, firmness: float) -> None:
        preferences = self._session.preferences
        points = pressure_curve(firmness)
        preferences.change(replace(preferences.current, pressure_curve=points))

    def _show_pen(self) -> None:
        middle = Curve(self._session.preferences.current.pressure_curve).at(0.5)
        self.pen.show_value(math.log2(-math.log2(min(max(middle, 0.01), 0.99))))

    def _turn(self, knob: _Knob, value: float) -> None:
        self._change(lambda brush: knob.turned(brush, value))

    def _change(self, how: Callable[[Brush], Brush]) -> None:
        painting = self._session.painting
        tool = painting.tool if painting.tool in WITH_BRUSH else ToolName.brush
        painting.set_brush(tool, how(painting.brush_of(tool)))


def pressure_curve(firmness: float) -> tuple[tuple[float, float], ...]:
    """The curve of a pen that has to be pressed harder above 0, less hard below; -2..2."""
    if firmness == 0:
        return ((0.0, 0.0), (1.0, 1.0))
    steps = [number / 8 for number in range(9)]
    return tuple((share, share ** (2.0**firmness)) for share in steps)


def _firmness_words(firmness: float) -> str:
    if abs(firmness) < 0.05:
        return tr("as it is")
    return tr("firmer") if firmness > 0 else tr("softer")


def _knobs() -> tuple[_Knob, ...]:
    return (
        _Knob(ValueSlider(tr("Angle"), _TURN), lambda b: b.angle, lambda b, v: replace(b, angle=v)),
        _Knob(
            ValueSlider(tr("Roundness"), _ROUND),
            lambda b: b.roundness,
            lambda b, v: replace(b, roundness=v),
        ),
        _Knob(
            ValueSlider(tr("Scatter"), _STRAY),
            lambda b: b.scatter,
            lambda b, v: replace(b, scatter=v),
        ),
        _Knob(
            ValueSlider(tr("Hue strays"), _SHARE), lambda b: b.hue, lambda b, v: replace(b, hue=v)
        ),
        _Knob(
            ValueSlider(tr("Saturation strays"), _SHARE),
            lambda b: b.saturation,
            lambda b, v: replace(b, saturation=v),
        ),
        _Knob(
            ValueSlider(tr("Lightness strays"), _SHARE),
            lambda b: b.lightness,
            lambda b, v: replace(b, lightness=v),
        ),
        _Knob(
            ValueSlider(tr("Paper grain"), _GRAIN),
            lambda b: b.grain if b.texture else 0.0,
            lambda b, v: replace(b, grain=v, texture=b.texture or ("paper" if v else "")),
        ),
        _Knob(
            ValueSlider(tr("Smoothing"), _SHARE),
            lambda b: b.smoothing,
            lambda b, v: replace(b, smoothing=v),
        ),
        _Knob(
            ValueSlider(tr("Pulled by a string"), _STRING),
            lambda b: b.string,
            lambda b, v: replace(b, string=v),
        ),
    )
