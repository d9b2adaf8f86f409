"""Colours to see and to click: the pair in hand, and a row of others."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.colour import Colour
from studio.panels.buttons import tooltip
from studio.panels.on_screen import OnScreen
from studio.session.session import Session
from studio.signals import Signal
from studio.text import tr

_SIDE = 20
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ColourPair(QWidget):
    """The foreground colour over the background colour; a click or Enter exchanges them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        title, tip = tr("Foreground and background colour"), tr("Click to exchange them.")
        self.setAccessibleName(title)
        self.setToolTip(tooltip(title, tip, ("X",)))
        self.setFixedSize(QSize(_SIDE * 2 - 6, _SIDE * 2 - 6))
        # Not by a click: the painter's single keys stay the painter's.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._on_screen = OnScreen(session.screen)
        self._on_screen.changed.connect(lambda _: self.update())
        session.painting.colours_changed.connect(lambda _: self._show_colours())
        self._show_colours()

    def _show_colours(self) -> None:
        painting = self._session.painting
        self.setAccessibleDescription(f"{painting.foreground.hex}, {painting.background.hex}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw both, the foreground on top."""
        painting, painter = self._session.painting, QPainter(self)
        offset = self.width() - _SIDE - 1
        back = QRect(QPoint(offset, offset), QSize(_SIDE, _SIDE))
        shown = self._on_screen.colour
        _draw_swatch(painter, back, shown(painting.background), self.palette())
        front = QRect(QPoint(0, 0), QSize(_SIDE, _SIDE))
        _draw_swatch(painter, front, shown(painting.foreground), self.palette())
        if self.hasFocus():
            _draw_focus(painter, front, self.palette())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Exchange them."""
        if Qt.Key(event.key()) in _TAKE:
            self._session.painting.swap_colours()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Exchange them."""
        self._session.painting.swap_colours()


class SwatchRow(QWidget):
    """Colours in a row; `picked` tells which was clicked, or reached by arrows and taken."""

    def __init__(self, title: str, most: int, on_screen: OnScreen | None = None) -> None:
        super().__init__()
        self._on_screen = on_screen or OnScreen()
        self._on_screen.changed.connect(lambda _: self.update())
        self.picked: Signal[Colour] = Signal()
        self.colours: tuple[Colour, ...] = ()
        self._most = most
        self._reached = 0
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_colours(self, colours: tuple[Colour, ...]) -> None:
        """Show what the session holds, as many as there is room for."""
        if colours[: self._most] != self.colours:
            self.colours = colours[: self._most]
            self._reach(0)

    def _reach(self, index: int) -> None:
        if self.colours:
            self._reached = min(max(0, index), len(self.colours) - 1)
            self.setAccessibleDescription(self.colours[self._reached].hex)
        self.update()

    def _place(self, index: int) -> QRect:
        step = self.width() / self._most
        return QRect(round(index * step), 0, round(step) - 2, self.height() - 1)

    def sizeHint(self) -> QSize:
        """One row of small squares."""
        return QSize(self._most * 16, 17)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the colours, and the empty places still to come."""
        painter = QPainter(self)
        for index in range(self._most):
            if index < len(self.colours):
                colour = self._on_screen.colour(self.colours[index])
                _draw_swatch(painter, self._place(index), colour, self.palette())
            else:
                painter.fillRect(self._place(index), self.palette().color(QPalette.ColorRole.Base))
        if self.hasFocus():
            _draw_focus(painter, self._place(self._reached), self.palette())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show that it went."""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from colour to colour, Enter takes one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._reach(self._reached + steps[key])
        elif key in _TAKE and self.colours:
            self.picked.emit(self.colours[self._reached])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the colour there."""
        for index, colour in enumerate(self.colours):
            if self._place(index).contains(event.position().toPoint()):
                self.picked.emit(colour)


def _draw_swatch(painter: QPainter, place: QRect, colour: QColor, palette: QPalette) -> None:
    painter.setPen(palette.color(QPalette.ColorRole.Dark))
    painter.setBrush(colour)
    painter.drawRect(place)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(255, 255, 255, 50))
    painter.drawRect(place.adjusted(1, 1, -1, -1))


def _draw_focus(painter: QPainter, place: QRect, palette: QPalette) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
    painter.drawRect(place)
