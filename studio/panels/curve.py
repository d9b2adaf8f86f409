"""A tone curve to pull by its points."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.document.adjustments import curve_through
from studio.panels.buttons import tooltip
from studio.signals import Signal
from studio.text import tr

Points: TypeAlias = tuple[tuple[float, float], ...]

_REACH, _DOT, _MARGIN = 10, 3.5, 6
_Role = QPalette.ColorRole


class CurveField(QWidget):
    """Points are dragged, added by a press beside them, and taken away by a double click.

    `edited` tells the points; `gesture` grows with every press, so that one drag can be one step.
    """

    def __init__(self) -> None:
        super().__init__()
        self.edited: Signal[Points] = Signal()
        self.gesture = 0
        self._points: Points = ((0.0, 0.0), (1.0, 1.0))
        self._held: int | None = None
        title = tr("Curve")
        self.setAccessibleName(title)
        self.setToolTip(
            tooltip(title, tr("Drag points; press to add one, double-click to take it away."))
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Points) -> None:
        """Show what the session holds."""
        if self._held is None:
            self._points = points
            self.update()

    def spot_of(self, point: tuple[float, float]) -> QPointF:
        """Where a point is drawn."""
        field = self._field()
        return QPointF(
            field.left() + point[0] * field.width(), field.bottom() - point[1] * field.height()
        )

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _point_at(self, spot: QPointF) -> tuple[float, float]:
        field = self._field()
        x = (spot.x() - field.left()) / field.width()
        y = (field.bottom() - spot.y()) / field.height()
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    def _index_at(self, spot: QPointF) -> int | None:
        """The nearest point within reach."""
        far = [(self.spot_of(one) - spot).manhattanLength() for one in self._points]
        nearest = int(np.argmin(far))
        return nearest if far[nearest] <= _REACH else None

    def _put(self, points: Points) -> None:
        self._points = points
        self.update()
        self.edited.emit(points)

    def _moved(self, index: int, to: tuple[float, float]) -> Points:
        """A point moved, but not past its neighbours."""
        points = list(self._points)
        low = points[index - 1][0] + 0.01 if index else 0.0
        high = points[index + 1][0] - 0.01 if index + 1 < len(points) else 1.0
        points[index] = (min(max(to[0], low), max(low, high)), to[1])
        return tuple(points)

    def sizeHint(self) -> QSize:
        """Nearly square in a dock."""
        return QSize(200, 160)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw a grid, the curve, and its points."""
        painter, field, palette = QPainter(self), self._field(), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.color(_Role.Mid))
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(field, 3, 3)
        for part in (0.25, 0.5, 0.75):
            painter.drawLine(self.spot_of((part, 0)), self.spot_of((part, 1)))
            painter.drawLine(self.spot_of((0, part)), self.spot_of((1, part)))
        tones = np.linspace(0, 1, 97)
        heights = np.clip(curve_through(self._points, tones), 0, 1)
        line = [self.spot_of(point) for point in zip(tones.tolist(), heights.tolist(), strict=True)]
        painter.setPen(QPen(palette.color(_Role.Text), 1.6))
        painter.drawPolyline(QPolygonF(line))
        painter.setBrush(palette.color(_Role.Highlight))
        for point in self._points:
            painter.drawEllipse(self.spot_of(point), _DOT, _DOT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a point, or add one."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.gesture += 1
        self._held = self._index_at(event.position())
        if self._held is None:
            point = self._point_at(event.position())
            self._put(tuple(sorted((*self._points, point))))
            self._held = self._points.index(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull it."""
        if self._held is not None:
            self._put(self._moved(self._held, self._point_at(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let it go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a point away; two always stay."""
        index = self._index_at(event.position())
        self._held = None
        if index is not None and len(self._points) > 2:
            self.gesture += 1
            self._put(self._points[:index] + self._points[index + 1 :])
