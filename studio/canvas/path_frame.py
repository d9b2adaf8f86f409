"""The path of the pen tool, with its nodes and the handles of the latest."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from studio.canvas.frames import ACCENT, DARK, HANDLE_SIDE, LIGHT, two_tone
from studio.canvas.viewport import Spot, Viewport
from studio.session.pathing import Pathing
from studio.transform.bezier import Node, Side

_HANDLE_RADIUS = 3.5


def draw_path(painter: QPainter, viewport: Viewport, pathing: Pathing) -> None:
    """The curve, where it would go on, and what can be pulled at."""
    path = pathing.path
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    curve = _line(viewport, path.corners)
    two_tone(painter, curve, closed=path.closed, colour=LIGHT)
    if pathing.band:
        two_tone(painter, _line(viewport, pathing.band), closed=False, dashes=(4, 4), colour=LIGHT)
    if pathing.latest < len(path.nodes):
        _draw_handles(painter, viewport, path.nodes[pathing.latest])
    for index, node in enumerate(path.nodes):
        painter.setPen(DARK)
        painter.setBrush(ACCENT if index == pathing.latest else LIGHT)
        _draw_node(painter, viewport.to_view(*node.spot), is_smooth=node.is_smooth)
    painter.restore()


def _draw_handles(painter: QPainter, viewport: Viewport, node: Node) -> None:
    for handle in (node.handle(side) for side in Side):
        if handle != node.spot:
            arm = _line(viewport, (node.spot, handle))
            two_tone(painter, arm, closed=False, colour=ACCENT)
            painter.setPen(DARK)
            painter.setBrush(LIGHT)
            middle = QPointF(*viewport.to_view(*handle))
            painter.drawEllipse(middle, _HANDLE_RADIUS, _HANDLE_RADIUS)


def _draw_node(painter: QPainter, place: Spot, *, is_smooth: bool) -> None:
    """Round where the curve goes through smoothly, else square."""
    half = HANDLE_SIDE / 2
    box = QRectF(round(place[0]) - half, round(place[1]) - half, HANDLE_SIDE, HANDLE_SIDE)
    if is_smooth:
        painter.drawEllipse(box.adjusted(-0.5, -0.5, 0.5, 0.5))
    else:
        painter.drawRect(box)


def _line(viewport: Viewport, spots: tuple[Spot, ...]) -> QPolygonF:
    return QPolygonF([QPointF(*viewport.to_view(*spot)) for spot in spots])
