"""Drags that are not tools: they move the view, size the brush, or pull the context box."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Protocol

from studio.brush.brush import Brush
from studio.canvas.context_frame import Handle, dragged
from studio.canvas.viewport import Spot, Viewport, corners
from studio.geometry import Bounds
from studio.region.region import region_of
from studio.session.session import Session
from studio.tools.tool import Gesture, Outline, Pointer, PointerEvent

# Turning stops at quarter turns when it comes this near, in degrees.
MAGNET = 2.0
# View px of dragging that double the zoom, and that take the hardness from 0 to 1.
DOUBLING = 120.0
FULL_HARDNESS = 200.0
LARGEST_BRUSH = 2000.0


class Looking(Protocol):
    """Something that looks at the canvas.

    ring_pinned: where the brush ring stays, view px, while dragging sizes it; else None.
    """

    viewport: Viewport
    ring_pinned: Spot | None


def pan(look: Looking, press: PointerEvent) -> Gesture:
    """Move the canvas with the pointer."""
    start, (x0, y0) = look.viewport, _place(look, press)
    event = press
    while event.kind is not Pointer.release:
        event = yield None
        x, y = _place(look, event)
        look.viewport = start.panned(x - x0, y - y0)


def rotate(look: Looking, press: PointerEvent) -> Gesture:
    """Turn the canvas about the middle of the view."""
    start = look.viewport
    before = _angle(start, _place(look, press))
    event = press
    while event.kind is not Pointer.release:
        event = yield None
        turn = _angle(start, _place(look, event)) - before
        look.viewport = start.rotated(_magnetic(start.rotation + turn) - start.rotation)


def zoom(look: Looking, press: PointerEvent) -> Gesture:
    """Zoom by dragging right or left; what was pressed on stays there."""
    start, (x0, y0) = look.viewport, _place(look, press)
    event = press
    while event.kind is not Pointer.release:
        event = yield None
        x, _ = _place(look, event)
        look.viewport = start.zoomed(start.zoom * 2 ** ((x - x0) / DOUBLING), (x0, y0))


def size_brush(
    session: Session,
    look: Looking,
    press: PointerEvent,
    *,
    hardness: bool,
    latest: PointerEvent | None = None,
) -> Gesture:
    """Right and left size the brush of the tool; up and down its hardness, if wanted.

    latest: how far it went before this was asked for.
    """
    painting = session.painting
    tool = painting.tool
    start, pressed = painting.brush_of(tool), _place(look, press)
    event, look.ring_pinned = latest or press, pressed
    try:
        while True:
            x, y = _place(look, event)
            way = (x - pressed[0]) / look.viewport.scale, pressed[1] - y if hardness else 0.0
            painting.set_brush(tool, _resized(start, *way))
            if event.kind is Pointer.release:
                return
            event = yield None
    except GeneratorExit:
        painting.set_brush(tool, start)
        raise
    finally:
        look.ring_pinned = None


def _resized(brush: Brush, outward: float, up: float) -> Brush:
    """Its edge moved by canvas px, its hardness by view px."""
    size = min(max(brush.size + 2 * outward, 1.0), LARGEST_BRUSH)
    hardness = min(max(brush.hardness + up / FULL_HARDNESS, 0.0), 1.0)
    return replace(brush, size=size, hardness=hardness)


def drag_context(session: Session, box: Bounds, handle: Handle, press: PointerEvent) -> Gesture:
    """Pull an edge of the context box; it takes effect on release."""
    document = session.easel.document
    region, origin = region_of(document).bounds, press.sample
    event, pulled = press, box
    while event.kind is not Pointer.release:
        event = yield Outline(corners(pulled), closed=True)
        by = event.sample.x - origin.x, event.sample.y - origin.y
        pulled = dragged(box, handle, by, around=region, canvas=document.bounds)
    session.repainting.drag_context(pulled)


def _place(look: Looking, event: PointerEvent) -> Spot:
    """Where in the view an event was."""
    return look.viewport.to_view(event.sample.x, event.sample.y)


def _angle(viewport: Viewport, place: Spot) -> float:
    x, y = place
    return math.degrees(math.atan2(y - viewport.height / 2, x - viewport.width / 2))


def _magnetic(degrees: float) -> float:
    quarter = 90.0 * round(degrees / 90)
    return quarter if abs(degrees - quarter) <= MAGNET else degrees
