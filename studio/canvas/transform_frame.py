"""The quad of a free transform: its handles, what is under the pointer, and a pull at it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from studio.canvas.context_frame import HANDLE_REACH, HANDLES
from studio.canvas.cursor import sizing_shape
from studio.canvas.drags import Looking
from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Bounds
from studio.session.session import Session
from studio.tools.tool import Gesture, Modifiers, Outline, Pointer, PointerEvent
from studio.transform.pulling import Grip, Pull, pulled, spot_of
from studio.transform.quad import Quad
from studio.transform.snapping import Caught, Lines, caught

# View px within which what is moved catches at a line.
CATCH = 7.0
GRIPS = tuple(Grip(Pull.scale, handle.across, handle.down) for handle in HANDLES)


def grip_at(viewport: Viewport, quad: Quad, place: Spot, modifiers: Modifiers) -> Grip:
    """What a press at a place of the view would pull at; with Ctrl corners bend, edges shear."""
    for grip in GRIPS:
        x, y = viewport.to_view(*spot_of(quad, grip))
        if max(abs(x - place[0]), abs(y - place[1])) <= HANDLE_REACH:
            return _bending(grip) if Modifiers.ctrl in modifiers else grip
    return Grip(Pull.move if quad.holds(viewport.to_canvas(*place)) else Pull.turn)


def shape_over(viewport: Viewport, quad: Quad, place: Spot, modifiers: Modifiers) -> Qt.CursorShape:
    """The cursor that says what a press there would do."""
    grip = grip_at(viewport, quad, place, modifiers)
    match grip.pull:
        case Pull.move:
            return Qt.CursorShape.SizeAllCursor
        case Pull.turn:
            return Qt.CursorShape.PointingHandCursor
        case Pull.corner:
            return Qt.CursorShape.CrossCursor
        case Pull.scale | Pull.shear:
            turned = 2 if grip.pull is Pull.shear else 0
            return sizing_shape(_direction(viewport, quad, grip) + turned)


def pull_quad(session: Session, look: Looking, press: PointerEvent) -> Gesture:
    """Pull at what was pressed on: Shift keeps aspect, axis or steps, Alt the middle.

    What is moved catches at the edges and middles of the canvas and of the selection, unless
    Ctrl is held.
    """
    transforming = session.transforming
    before = transforming.quad
    if before is None:
        return
    start = press.sample.x, press.sample.y
    grip = grip_at(look.viewport, before, look.viewport.to_view(*start), press.modifiers)
    document = session.easel.document
    lines = Lines.of([document.bounds, document.selection.bounds])
    event, seen = press, Caught(before)
    try:
        while event.kind is not Pointer.release:
            event = yield _line_of(seen, document.bounds)
            now = event.sample.x, event.sample.y
            held, centred = (key in event.modifiers for key in (Modifiers.shift, Modifiers.alt))
            seen = Caught(pulled(before, grip, start, now, held=held, centred=centred))
            if grip.pull is Pull.move and not event.modifiers & (Modifiers.ctrl | Modifiers.shift):
                seen = caught(seen.quad, lines, CATCH / look.viewport.scale)
            transforming.show(seen.quad)
    except GeneratorExit:
        transforming.show(before)
        raise
    transforming.settle()


def _line_of(seen: Caught, canvas: Bounds) -> Outline | None:
    """A line to show where it catches; of two the upright one."""
    if seen.x is not None:
        return Outline(((seen.x, canvas.y), (seen.x, canvas.bottom)), closed=False)
    if seen.y is not None:
        return Outline(((canvas.x, seen.y), (canvas.right, seen.y)), closed=False)
    return None


def _bending(grip: Grip) -> Grip:
    pull = Pull.corner if grip.across and grip.down else Pull.shear
    return Grip(pull, grip.across, grip.down)


def _direction(viewport: Viewport, quad: Quad, grip: Grip) -> int:
    """The way a handle moves on screen, in eighths of a turn."""
    (x0, y0), (x1, y1) = viewport.to_view(*quad.middle), viewport.to_view(*spot_of(quad, grip))
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 45) % 4
