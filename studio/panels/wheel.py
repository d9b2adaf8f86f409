"""A ring of hues around a square of saturation and brightness."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QConicalGradient,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.colour import BLACK, Colour
from studio.signals import Signal
from studio.text import tr

_RING = 0.16


class _Part(Enum):
    ring = "ring"
    square = "square"


class ColourWheel(QWidget):
    """Choose a colour; `edited` tells what the user chose, `show_colour` never emits it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edited: Signal[Colour] = Signal()
        # Black and greys have no hue of their own: the wheel keeps the one last chosen.
        self._hue, self._saturation, self._value = 0.0, 0.0, 0.0
        self._shown = BLACK
        self._held: _Part | None = None
        self.setAccessibleName(tr("Colour wheel"))
        self.setToolTip(tr("Hue on the ring; saturation and brightness in the square"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds."""
        if colour == self._shown:
            return
        self._shown = colour
        wanted = QColor(colour.hex)
        self._hue = wanted.hsvHueF() if wanted.hsvHueF() >= 0 else self._hue
        self._saturation = wanted.hsvSaturationF() if wanted.valueF() else self._saturation
        self._value = wanted.valueF()
        self.update()

    def _set(self, hue: float, saturation: float, value: float) -> None:
        self._hue, self._saturation, self._value = hue % 1.0, _unit(saturation), _unit(value)
        colour = QColor.fromHsvF(self._hue, self._saturation, self._value)
        self._shown = Colour(colour.red(), colour.green(), colour.blue())
        self.update()
        self.edited.emit(self._shown)

    def _follow(self, at: QPointF) -> None:
        if self._held is _Part.ring:
            away = at - self._disc().center()
            hue = math.atan2(-away.y(), away.x()) / (2 * math.pi)
            self._set(hue, self._saturation, self._value)
        elif self._held is _Part.square:
            square = self._square()
            across = (at.x() - square.left()) / square.width()
            down = (at.y() - square.top()) / square.height()
            self._set(self._hue, across, 1 - down)

    def _disc(self) -> QRectF:
        side = min(self.width(), self.height()) - 4.0
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _square(self) -> QRectF:
        disc = self._disc()
        inner = disc.width() * (1 - 2 * _RING * 0.62)
        side = inner / math.sqrt(2) - 4
        return QRectF(disc.center().x() - side / 2, disc.center().y() - side / 2, side, side)

    def _draw_ring(self, painter: QPainter) -> None:
        disc = self._disc()
        width = disc.width() * _RING * 0.62
        hues = QConicalGradient(disc.center(), 0)
        for sixth in range(7):
            hues.setColorAt(sixth / 6, QColor.fromHsvF(sixth / 6 % 1.0, 1, 1))
        painter.setPen(QPen(QBrush(hues), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        angle, reach = self._hue * 2 * math.pi, (disc.width() - width) / 2
        at = disc.center() + QPointF(math.cos(angle) * reach, -math.sin(angle) * reach)
        _draw_mark(painter, at, width / 2 - 1)

    def _draw_square(self, painter: QPainter) -> None:
        square = self._square()
        across = QLinearGradient(square.topLeft(), square.topRight())
        across.setColorAt(0, QColor(255, 255, 255))
        across.setColorAt(1, QColor.fromHsvF(self._hue, 1, 1))
        down = QLinearGradient(square.topLeft(), square.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, QColor(0, 0, 0, 255))
        painter.fillRect(square, across)
        painter.fillRect(square, down)
        x = square.left() + self._saturation * square.width()
        y = square.top() + (1 - self._value) * square.height()
        _draw_mark(painter, QPointF(x, y), 5)

    def sizeHint(self) -> QSize:
        """Comfortable to aim at."""
        return QSize(190, 190)

    def minimumSizeHint(self) -> QSize:
        """Still usable."""
        return QSize(110, 110)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw ring, square and the two marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ring(painter)
        self._draw_square(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the ring or of the square."""
        at = event.position()
        away = at - self._disc().center()
        outside = math.hypot(away.x(), away.y()) > self._disc().width() / 2 * (1 - _RING * 1.24)
        in_square = self._square().adjusted(-4, -4, 4, 4).contains(at)
        self._held = _Part.square if in_square else _Part.ring if outside else None
        self._follow(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        self._follow(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the square, Page Up and Down along the ring."""
        moves = {
            Qt.Key.Key_Left: (0.0, -0.02, 0.0),
            Qt.Key.Key_Right: (0.0, 0.02, 0.0),
            Qt.Key.Key_Up: (0.0, 0.0, 0.02),
            Qt.Key.Key_Down: (0.0, 0.0, -0.02),
            Qt.Key.Key_PageUp: (1 / 72, 0.0, 0.0),
            Qt.Key.Key_PageDown: (-1 / 72, 0.0, 0.0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self._set(self._hue + move[0], self._saturation + move[1], self._value + move[2])


def _unit(number: float) -> float:
    return min(1.0, max(0.0, number))


def _draw_mark(painter: QPainter, at: QPointF, radius: float) -> None:
    """A white ring in a dark one, to be seen on every colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3.2))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255), 1.6))
    painter.drawEllipse(at, radius, radius)
