"""A ring of hues around a square of purity and brightness."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QConicalGradient,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.colour import BLACK, Colour
from studio.colour_spaces import ColourSpace
from studio.panels.on_screen import OnScreen
from studio.panels.wheel_space import Place, colour_at, place_of, plane_of, ring_of
from studio.signals import Signal
from studio.text import tr

_RING = 0.16
_RING_STOPS = 25


class _Part(Enum):
    ring = "ring"
    square = "square"


class ColourWheel(QWidget):
    """Choose a colour; `edited` tells what the user chose, `show_colour` never emits it."""

    def __init__(self, on_screen: OnScreen | None = None) -> None:
        super().__init__()
        self._on_screen = on_screen or OnScreen()
        self._on_screen.changed.connect(lambda _: self._draw_anew())
        self.edited: Signal[Colour] = Signal()
        self._space = ColourSpace.hsv
        self._place = Place()
        self._plane: tuple[float, QImage] | None = None
        self._shown = BLACK
        self._held: _Part | None = None
        self.setAccessibleName(tr("Colour wheel"))
        self.setToolTip(tr("Hue on the ring; saturation and brightness in the square"))
        # Not by a click: keys go on being for the brush.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds."""
        if colour == self._shown:
            return
        self._shown = colour
        self._place = place_of(colour, self._space, self._place)
        self._tell_reader()
        self.update()

    def use_space(self, space: ColourSpace) -> None:
        """Lay out the colours by HSV or by OKLCH."""
        if space is not self._space:
            self._space, self._plane = space, None
            self._place = place_of(self._shown, space, Place())
            self.update()

    def _set(self, place: Place) -> None:
        self._place, self._shown = place, colour_at(place, self._space)
        self._tell_reader()
        self.update()
        self.edited.emit(self._shown)

    def _draw_anew(self) -> None:
        self._plane = None
        self.update()

    def _tell_reader(self) -> None:
        self.setAccessibleDescription(self._shown.hex)

    def _follow(self, at: QPointF) -> None:
        if self._held is _Part.ring:
            away = at - self._disc().center()
            hue = math.atan2(-away.y(), away.x()) / (2 * math.pi)
            self._set(replace(self._place, hue=hue % 1.0))
        elif self._held is _Part.square:
            square = self._square()
            across = (at.x() - square.left()) / square.width()
            down = (at.y() - square.top()) / square.height()
            self._set(Place(self._place.hue).moved(across=across, up=1 - down))

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
        for number, colour in enumerate(ring_of(self._space, _RING_STOPS)):
            hues.setColorAt(number / (_RING_STOPS - 1), self._on_screen.colour(colour))
        painter.setPen(QPen(QBrush(hues), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        angle, reach = self._place.hue * 2 * math.pi, (disc.width() - width) / 2
        at = disc.center() + QPointF(math.cos(angle) * reach, -math.sin(angle) * reach)
        _draw_mark(painter, at, width / 2 - 1)

    def _draw_square(self, painter: QPainter) -> None:
        square = self._square()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(square, self._plane_of_hue())
        x = square.left() + self._place.across * square.width()
        y = square.top() + (1 - self._place.up) * square.height()
        _draw_mark(painter, QPointF(x, y), 5)

    def _plane_of_hue(self) -> QImage:
        """The square, made anew only for another hue."""
        if self._plane is None or self._plane[0] != self._place.hue:
            plane = plane_of(self._place.hue, self._space)
            self._plane = self._place.hue, self._on_screen.image(plane)
        return self._plane[1]

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
        place = self._place
        moves = {
            Qt.Key.Key_Left: place.moved(across=-0.02),
            Qt.Key.Key_Right: place.moved(across=0.02),
            Qt.Key.Key_Up: place.moved(up=0.02),
            Qt.Key.Key_Down: place.moved(up=-0.02),
            Qt.Key.Key_PageUp: place.moved(hue=1 / 72),
            Qt.Key.Key_PageDown: place.moved(hue=-1 / 72),
        }
        moved = moves.get(Qt.Key(event.key()))
        if moved is None:
            super().keyPressEvent(event)
        else:
            self._set(moved)


def _draw_mark(painter: QPainter, at: QPointF, radius: float) -> None:
    """A white ring in a dark one, to be seen on every colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3.2))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255), 1.6))
    painter.drawEllipse(at, radius, radius)
