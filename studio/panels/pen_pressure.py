"""How hard the painter has to press the pen: a curve, and a place to try it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.brush.dynamics import LINE, Curve
from studio.panels.buttons import flat_button
from studio.panels.curve import CurveField
from studio.panels.curve_points import Points
from studio.panels.slider import Scale, ValueSlider
from studio.session.preferences import PreferencesFile
from studio.signals import Signal
from studio.text import tr

_FIRMNESS = Scale(-2.0, 2.0, 0.1)
_BENDS = 4
_Role = QPalette.ColorRole


class PenPressure(QWidget):
    """The pressure curve of the preferences, kept as soon as it is edited."""

    def __init__(self, preferences: PreferencesFile) -> None:
        super().__init__()
        self._preferences = preferences
        self.firmness = ValueSlider(tr("Pen"), _FIRMNESS)
        self.firmness.caption = firmness_words
        self.reset = flat_button("undo-2", tr("Straight again"), tr("Pressure as the pen tells it"))
        self.field = CurveField(tr("Pen pressure"), straight)
        self.pad = TryPad()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.firmness, 1)
        row.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.field)
        layout.addWidget(self.pad)
        self.firmness.edited.connect(lambda value: self._keep(pressure_curve(value)))
        self.reset.clicked.connect(lambda: self._keep(LINE.points))
        self.field.edited.connect(self._keep)
        self.pad.pressed.connect(self._show_reading)
        preferences.changed.connect(lambda _: self._show_curve())
        self._show_curve()

    def _keep(self, points: Points) -> None:
        kept = self._preferences
        kept.change(replace(kept.current, pressure_curve=points))

    def _show_curve(self) -> None:
        points = self._preferences.current.pressure_curve
        self.field.show_points(points)
        self.firmness.show_value(firmness_of(points))

    def _show_reading(self, pressure: float) -> None:
        felt = Curve(self._preferences.current.pressure_curve).at(pressure)
        self.field.show_reading(pressure or None)
        self.pad.show_felt(felt if pressure else 0.0)


class TryPad(QWidget):
    """A strip to press the pen on; it fills as far as the pressure is felt."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: Signal[float] = Signal()
        self._felt = 0.0
        self.setAccessibleName(tr("Press here with the pen"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_felt(self, felt: float) -> None:
        """Show how hard it is pressed, 0..1."""
        self._felt = felt
        self.update()

    def sizeHint(self) -> QSize:
        """Room to rest the hand."""
        return QSize(200, 54)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Tell the pressure; none once the pen is lifted."""
        lifted = event.type() == QEvent.Type.TabletRelease
        self.pressed.emit(0.0 if lifted else event.pressure())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the well, how far it is filled, and what it is for."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        well = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(palette.color(_Role.Mid))
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(well, 4, 4)
        filled = QColor(palette.color(_Role.Highlight))
        filled.setAlphaF(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(filled)
        well.setWidth(well.width() * self._felt)
        painter.drawRoundedRect(well, 4, 4)
        painter.setPen(palette.color(_Role.PlaceholderText))
        words = tr("Press here with the pen to try it")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


def straight(points: Points, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Heights of the straight lines through points, as brushes follow them."""
    x, y = zip(*points, strict=True)
    return np.asarray(np.interp(at, x, y), np.float64)


def pressure_curve(firmness: float) -> Points:
    """The curve of a pen that has to be pressed harder above 0, less hard below; -2..2."""
    if abs(firmness) < _FIRMNESS.step / 2:
        return LINE.points
    steps = [number / _BENDS for number in range(_BENDS + 1)]
    return tuple((share, share ** (2.0**firmness)) for share in steps)


def firmness_of(points: Points) -> float:
    """How firm a curve is, by its middle."""
    middle = Curve(points).at(0.5)
    return math.log2(-math.log2(min(max(middle, 0.01), 0.99)))


def firmness_words(firmness: float) -> str:
    """How firm a pen is, in words."""
    if abs(firmness) < _FIRMNESS.step / 2:
        return tr("as it is")
    return tr("firmer") if firmness > 0 else tr("softer")
