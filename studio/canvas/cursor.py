"""What the pointer looks like over the canvas: a ring as large as the brush, or a shape."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from studio.canvas.viewport import Spot
from studio.session.painting import ToolName

# View px; a smaller ring cannot be seen, so a cross stands for it.
SMALLEST_RING = 5.0
# From this on the eye no longer finds the middle by itself.
NEEDS_MIDDLE = 48.0

# Two lines of opposite greys: one of them stands out from any picture.
_DARK, _LIGHT = QColor(0, 0, 0, 190), QColor(255, 255, 255, 230)
_SHAPES = {
    ToolName.move: Qt.CursorShape.SizeAllCursor,
    ToolName.fill: Qt.CursorShape.PointingHandCursor,
    ToolName.text: Qt.CursorShape.IBeamCursor,
}
# By eighths of a turn: across, falling, down, rising.
_SIZING = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)


def shape_of(tool: ToolName, ring: float | None) -> Qt.CursorShape:
    """The system's cursor for a tool; none where a ring is drawn."""
    if ring is not None and ring >= SMALLEST_RING:
        return Qt.CursorShape.BlankCursor
    return _SHAPES.get(tool, Qt.CursorShape.CrossCursor)


def sizing_shape(direction: int) -> Qt.CursorShape:
    """The cursor for pulling an edge, by the eighth of a turn it moves along."""
    return _SIZING[direction % 4]


def ring_region(middle: Spot, diameter: float) -> QRegion:
    """View px that a ring covers: without its inside, which a large brush has a lot of."""
    outer, inner = diameter / 2 + 3, diameter / 2 / math.sqrt(2) - 3
    region = QRegion(_square(middle, outer))
    if inner > 8:
        region = region.subtracted(QRegion(_square(middle, inner)))
    return region.united(QRegion(_square(middle, 4))) if diameter >= NEEDS_MIDDLE else region


def draw_ring(painter: QPainter, middle: Spot, diameter: float) -> None:
    """Draw a ring, diameter in view px."""
    if diameter < SMALLEST_RING:
        return
    x, y = middle
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, radius in ((_DARK, diameter / 2 + 1), (_LIGHT, diameter / 2)):
        painter.setPen(QPen(colour, 1.2))
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    if diameter >= NEEDS_MIDDLE:
        _draw_middle(painter, x, y)
    painter.restore()


def _draw_middle(painter: QPainter, x: float, y: float) -> None:
    for colour, width in ((_DARK, 3.0), (_LIGHT, 1.2)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x - 2, y), QPointF(x + 2, y))
        painter.drawLine(QPointF(x, y - 2), QPointF(x, y + 2))


def _square(middle: Spot, half: float) -> QRect:
    x, y = middle
    return QRectF(x - half, y - half, 2 * half, 2 * half).toAlignedRect()
