"""A curve to pull by its points, with the mouse or with keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.document.adjustments import curve_through
from studio.panels.buttons import tooltip
from studio.panels.curve_points import FEWEST, Point, Points, added, halfway, moved, removed
from studio.signals import Signal
from studio.text import tr

Through: TypeAlias = Callable[[Points, NDArray[np.float64]], NDArray[np.float64]]

_REACH, _DOT, _MARGIN = 10, 3.5, 6
# So far outside (px) a point that is pulled out of the field is gone.
_GONE = 24.0
_STEP, _FINE_STEP = 0.02, 0.002
_Key, _Role = Qt.Key, QPalette.ColorRole
_WAYS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, 1),
    _Key.Key_Down: (0, -1),
}
_ADDING = (_Key.Key_Insert, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Plus)
_REMOVING = (_Key.Key_Delete, _Key.Key_Backspace, _Key.Key_Minus)
_CHOOSING = (_Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Home, _Key.Key_End)
_KEYS = (*_WAYS, *_ADDING, *_REMOVING, *_CHOOSING)


class CurveField(QWidget):
    """A curve whose points are dragged.

    A press beside them adds one; a double click, or pulling it out of the field, takes it away.
    Page keys choose a point, arrows move it, Insert adds one, Delete takes it away.

    `edited` tells the points; `gesture` grows with every press, so that one drag can be one step.
    through: the heights of the curve through points.
    """

    def __init__(self, title: str = "", through: Through = curve_through) -> None:
        super().__init__()
        self.edited: Signal[Points] = Signal()
        self.gesture = 0
        self._through = through
        self._points: Points = ((0.0, 0.0), (1.0, 1.0))
        self._chosen = 0
        self._held: int | None = None
        # As they were before the press, and with the held point among them.
        self._before: Points = self._points
        self._grabbed: Points = self._points
        self._reading: float | None = None
        self._is_faint = False
        self._show_title(title or tr("Curve"))
        # Not by a click: single keys stay the painter's.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Points) -> None:
        """Show what the session holds."""
        if self._held is None and points != self._points:
            self._points = points
            self._choose(self._chosen)

    def show_reading(self, x: float | None) -> None:
        """Mark what comes in just now, 0..1; None for nothing."""
        self._reading = x
        self.update()

    def show_faint(self, *, is_faint: bool) -> None:
        """Draw it as something that is not in use, though it can be edited."""
        self._is_faint = is_faint
        self.update()

    def spot_of(self, point: Point) -> QPointF:
        """Where a point is drawn."""
        field = self._field()
        return QPointF(
            field.left() + point[0] * field.width(), field.bottom() - point[1] * field.height()
        )

    def _show_title(self, title: str) -> None:
        self.setAccessibleName(title)
        tip = tr("Drag points; press to add one, double-click to take it away.")
        self.setToolTip(tooltip(title, tip))
        self._choose(0)

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _point_at(self, spot: QPointF) -> Point:
        field = self._field()
        x, y = spot.x() - field.left(), field.bottom() - spot.y()
        return x / field.width(), y / field.height()

    def _index_at(self, spot: QPointF) -> int | None:
        """The nearest point within reach."""
        far = [(self.spot_of(one) - spot).manhattanLength() for one in self._points]
        nearest = int(np.argmin(far))
        return nearest if far[nearest] <= _REACH else None

    def _choose(self, index: int) -> None:
        """Let keys move this point, and tell who cannot see which it is."""
        self._chosen = min(max(0, index), len(self._points) - 1)
        x, y = self._points[self._chosen]
        self.setAccessibleDescription(
            tr(
                "Point {number} of {count}: {x} % becomes {y} %",
                number=self._chosen + 1,
                count=len(self._points),
                x=round(100 * x),
                y=round(100 * y),
            )
        )
        self.update()

    def _put(self, points: Points, chosen: int) -> None:
        is_other = points != self._points
        self._points = points
        self._choose(chosen)
        if is_other:
            self.edited.emit(points)

    def _pull(self, spot: QPointF) -> None:
        """Move what is held; outside the field it is gone until it comes back."""
        if self._held is None:
            return
        near = self._field().adjusted(-_GONE, -_GONE, _GONE, _GONE)
        if near.contains(spot) or len(self._grabbed) <= FEWEST:
            self._put(moved(self._grabbed, self._held, self._point_at(spot)), self._held)
        else:
            self._put(removed(self._grabbed, self._held), self._held)

    def _press_key(self, key: Qt.Key, *, fine: bool) -> None:
        self.gesture += 1
        points, chosen = self._points, self._chosen
        if key in _WAYS:
            step = _FINE_STEP if fine else _STEP
            (x, y), (right, up) = points[chosen], _WAYS[key]
            self._put(moved(points, chosen, (x + right * step, y + up * step)), chosen)
        elif key in _ADDING:
            self._put(*added(points, halfway(points, chosen)))
        elif key in _REMOVING:
            self._put(removed(points, chosen), chosen)
        else:
            ends = {_Key.Key_Home: 0, _Key.Key_End: len(points) - 1}
            self._choose(ends.get(key, chosen + (1 if key == _Key.Key_PageUp else -1)))

    def _draw_grid(self, painter: QPainter) -> None:
        palette = self.palette()
        edge = _Role.Highlight if self.hasFocus() else _Role.Mid
        painter.setPen(palette.color(edge))
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(self._field(), 3, 3)
        lines = palette.color(_Role.Text)
        lines.setAlphaF(0.13)
        painter.setPen(lines)
        for part in (0.25, 0.5, 0.75):
            painter.drawLine(self.spot_of((part, 0)), self.spot_of((part, 1)))
            painter.drawLine(self.spot_of((0, part)), self.spot_of((1, part)))

    def _draw_curve(self, painter: QPainter) -> None:
        tones = np.linspace(0, 1, 97)
        heights = np.clip(self._through(self._points, tones), 0, 1)
        line = [self.spot_of(point) for point in zip(tones.tolist(), heights.tolist(), strict=True)]
        role = _Role.PlaceholderText if self._is_faint else _Role.Text
        painter.setPen(QPen(self.palette().color(role), 1.6))
        painter.drawPolyline(QPolygonF(line))
        if self._reading is not None:
            self._draw_reading(painter, self._reading)

    def _draw_reading(self, painter: QPainter, x: float) -> None:
        height = float(np.clip(self._through(self._points, np.array([x])), 0, 1)[0])
        accent = QColor(self.palette().color(_Role.Highlight))
        painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(self.spot_of((x, 0)), self.spot_of((x, height)))
        painter.drawLine(self.spot_of((x, height)), self.spot_of((0, height)))

    def _draw_points(self, painter: QPainter) -> None:
        accent, text = self.palette().color(_Role.Highlight), self.palette().color(_Role.Text)
        if self._is_faint:
            accent = text = self.palette().color(_Role.PlaceholderText)
        for index, point in enumerate(self._points):
            painter.setPen(QPen(text, 1.4))
            painter.setBrush(accent)
            painter.drawEllipse(self.spot_of(point), _DOT, _DOT)
            if index == self._chosen and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(accent, 1.4))
                painter.drawEllipse(self.spot_of(point), _DOT + 3, _DOT + 3)

    def sizeHint(self) -> QSize:
        """Nearly square in a dock."""
        return QSize(200, 160)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw a grid, the curve, and its points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_grid(painter)
        self._draw_curve(painter)
        self._draw_points(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a point, or add one."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.gesture += 1
        self._before = self._grabbed = self._points
        self._held = self._index_at(event.position())
        if self._held is None:
            self._grabbed, self._held = added(self._points, self._point_at(event.position()))
            self._put(self._grabbed, self._held)
        else:
            self._choose(self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull it."""
        self._pull(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let it go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a point away; two always stay."""
        index = self._index_at(event.position())
        self._held = None
        if index is not None:
            self.gesture += 1
            self._put(removed(self._points, index), index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, add and take away; Escape puts what is held back."""
        key = Qt.Key(event.key())
        if key == _Key.Key_Escape and self._held is not None:
            self._held = None
            self._put(self._before, self._chosen)
        elif key in _KEYS:
            fine = Qt.KeyboardModifier.ShiftModifier in event.modifiers()
            self._press_key(key, fine=fine)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are used here from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() in _KEYS)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show that it went."""
        self.update()
