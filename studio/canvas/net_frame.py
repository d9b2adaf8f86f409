"""The net of a warp: its lines and nodes, what is under the pointer, and a pull at it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from studio.canvas.drags import Looking
from studio.canvas.frames import LIGHT, draw_handles, two_tone
from studio.canvas.pointer import SLACK
from studio.canvas.viewport import Spot, Viewport
from studio.session.aids.snapping import Catching
from studio.session.session import Session
from studio.tools.snapping import with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent
from studio.transform.net import Net, lines_across
from studio.transform.pulling import pulled_by, turn_between
from studio.transform.quad import shifted_by, turned_by

# Parts that a line is drawn in between two nodes.
_PARTS = 8


def draw_net(painter: QPainter, viewport: Viewport, net: Net) -> None:
    """Its lines from node to node, and its nodes."""
    x, y = lines_across(net, _PARTS * (net.side - 1))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at in range(0, len(x), _PARTS):
        for across, down in ((x[at], y[at]), (x[:, at], y[:, at])):
            spots = zip(across.tolist(), down.tolist(), strict=True)
            line = QPolygonF([QPointF(*viewport.to_view(*spot)) for spot in spots])
            two_tone(painter, line, closed=False, colour=LIGHT)
    draw_handles(painter, [viewport.to_view(*node) for node in net.nodes])
    painter.restore()


def node_at(viewport: Viewport, net: Net, place: Spot) -> int | None:
    """The node at a place of the view."""
    ways = [math.dist(viewport.to_view(*node), place) for node in net.nodes]
    least = min(ways)
    return ways.index(least) if least <= SLACK + 1 else None


def shape_over_net(viewport: Viewport, net: Net, place: Spot) -> Qt.CursorShape:
    """The cursor that says what a press there would do."""
    if node_at(viewport, net, place) is not None:
        return Qt.CursorShape.CrossCursor
    if _holds(net, viewport.to_canvas(*place)):
        return Qt.CursorShape.SizeAllCursor
    return Qt.CursorShape.PointingHandCursor


def pull_net(session: Session, look: Looking, net: Net, press: PointerEvent) -> Gesture:
    """Pull at a node; from inside move all of it, from outside turn it, with Shift in steps.

    A node catches at lines nearby, unless Ctrl is held.
    """
    transforming = session.transforming
    start = press.sample.x, press.sample.y
    node = node_at(look.viewport, net, look.viewport.to_view(*start))
    catching = session.snapping.catching(apart_from=session.transforming.layers)
    event = press
    try:
        while event.kind is not Pointer.release:
            event = yield with_lines(None, catching.caught)
            catching.let_go()
            if node is None:
                transforming.show(_moved(net, start, event))
            else:
                transforming.show(
                    net.with_node(node, _place(catching, net.nodes[node], start, event))
                )
    except GeneratorExit:
        transforming.show(net)
        raise
    transforming.settle()


def _place(catching: Catching, node: Spot, start: Spot, event: PointerEvent) -> Spot:
    """Where a node is taken."""
    spot = node[0] + event.sample.x - start[0], node[1] + event.sample.y - start[1]
    if Modifiers.ctrl in event.modifiers:
        return spot
    return catching.spot(spot, event.slack)


def _moved(net: Net, start: Spot, event: PointerEvent) -> Net:
    now, held = (event.sample.x, event.sample.y), Modifiers.shift in event.modifiers
    if _holds(net, start):
        return net.through(shifted_by(*pulled_by(start, now, held=held)))
    middle = _middle(net)
    return net.through(turned_by(turn_between(middle, start, now, held=held), middle))


def _middle(net: Net) -> Spot:
    x, y = zip(*net.nodes, strict=True)
    return sum(x) / len(x), sum(y) / len(y)


def _holds(net: Net, spot: Spot) -> bool:
    """Whether a spot is inside of its outermost lines."""
    x, y = lines_across(net, _PARTS * (net.side - 1))
    edge = [
        QPointF(a, b)
        for xs, ys in (
            (x[0], y[0]),
            (x[:, -1], y[:, -1]),
            (x[-1, ::-1], y[-1, ::-1]),
            (x[::-1, 0], y[::-1, 0]),
        )
        for a, b in zip(xs.tolist(), ys.tolist(), strict=True)
    ]
    return QPolygonF(edge).containsPoint(QPointF(*spot), Qt.FillRule.WindingFill)
