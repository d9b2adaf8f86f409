"""Vanishing points and the lines that run to them, lightly over the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.canvas.frames import DARK, LIGHT
from studio.canvas.picture import outline_of
from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Extent

# A colour for each point, light enough to draw over.
COLOURS = (QColor(226, 84, 84), QColor(74, 168, 100), QColor(88, 128, 232))
_HORIZON = QColor(230, 170, 60)
_ALPHA, _HORIZON_ALPHA = 80, 170
# Lines to each point, by where they leave a side of the canvas.
_TO_A_SIDE = 8
_RADIUS = 5.0


def draw_perspective(painter: QPainter, viewport: Viewport, points: Sequence[Spot]) -> None:
    """Lines on the canvas, the horizon, and a handle at each point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_lines(painter, viewport, points)
    for point, colour in zip(points, COLOURS, strict=False):
        draw_point(painter, viewport, point, colour)
    painter.restore()


def draw_point(painter: QPainter, viewport: Viewport, point: Spot, colour: QColor) -> None:
    """A handle to drag a point by."""
    place = QPointF(*viewport.to_view(*point))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((DARK, 4.0), (LIGHT, 2.4)):
        painter.setPen(QPen(ink, width))
        painter.drawEllipse(place, _RADIUS, _RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(place, 2.6, 2.6)
    painter.restore()


def _draw_lines(painter: QPainter, viewport: Viewport, points: Sequence[Spot]) -> None:
    painter.save()
    canvas = QPainterPath()
    canvas.addPolygon(outline_of(viewport, viewport.extent.bounds))
    painter.setClipPath(canvas, Qt.ClipOperation.IntersectClip)
    for point, colour in zip(points, COLOURS, strict=False):
        painter.setPen(QPen(_faint(colour, _ALPHA), 1))
        painter.drawLines([_line(viewport, *ends) for ends in _rays(point, viewport.extent)])
    painter.setPen(QPen(_faint(_HORIZON, _HORIZON_ALPHA), 1))
    painter.drawLine(_line(viewport, *_horizon(points, viewport.extent)))
    painter.restore()


def _rays(point: Spot, extent: Extent) -> Iterator[tuple[Spot, Spot]]:
    """Lines through a point and through places evenly around the canvas, as long as needed."""
    for x, y in _around(extent):
        distance = math.dist((x, y), point)
        if distance:
            way = (x - point[0]) / distance, (y - point[1]) / distance
            back = min(distance, extent.bounds.diagonal)
            start = x - way[0] * back, y - way[1] * back
            yield start, (x + way[0] * extent.bounds.diagonal, y + way[1] * extent.bounds.diagonal)


def _around(extent: Extent) -> Iterator[Spot]:
    for part in range(_TO_A_SIDE):
        x, y = extent.width * part / _TO_A_SIDE, extent.height * part / _TO_A_SIDE
        yield from ((x, 0.0), (extent.width - x, float(extent.height)))
        yield from ((float(extent.width), y), (0.0, extent.height - y))


def _horizon(points: Sequence[Spot], extent: Extent) -> tuple[Spot, Spot]:
    """Through the first two points, level where there is one."""
    x, y = points[0]
    way = (points[1][0] - x, points[1][1] - y) if len(points) > 1 else (1.0, 0.0)
    length = math.hypot(*way) or 1.0
    across, down = way[0] / length, way[1] / length
    # From the place on it that is nearest to the middle: the point may lie far away.
    along = (extent.width / 2 - x) * across + (extent.height / 2 - y) * down
    x, y, far = x + across * along, y + down * along, extent.bounds.diagonal
    return (x - across * far, y - down * far), (x + across * far, y + down * far)


def _line(viewport: Viewport, start: Spot, end: Spot) -> QLineF:
    return QLineF(QPointF(*viewport.to_view(*start)), QPointF(*viewport.to_view(*end)))


def _faint(colour: QColor, alpha: int) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue(), alpha)
