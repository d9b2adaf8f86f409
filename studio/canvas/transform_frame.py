"""The quad of a free transform: its handles, what is under the pointer, and a pull at it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from studio.canvas.context_frame import HANDLE_REACH, HANDLES
from studio.canvas.cursor import sizing_shape
from studio.canvas.drags import Looking
from studio.canvas.viewport import Spot, Viewport
from studio.session.aids.snapping import Catching
from studio.session.session import Session
from studio.tools.snapping import with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent
from studio.transform.pulling import Grip, Pull, pulled, spot_of
from studio.transform.quad import Quad, shifted_by

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

    What is moved or scaled catches at lines nearby, unless Ctrl is held.
    """
    transforming, snapping = session.transforming, session.snapping
    before = transforming.quad
    if before is None:
        return
    start = press.sample.x, press.sample.y
    grip = grip_at(look.viewport, before, look.viewport.to_view(*start), press.modifiers)
    catching = snapping.catching(apart_from=transforming.layers)
    event = press
    try:
        while event.kind is not Pointer.release:
            event = yield with_lines(None, catching.caught)
            catching.let_go()
            now = event.sample.x, event.sample.y
            held, centred = (key in event.modifiers for key in (Modifiers.shift, Modifiers.alt))
            if not event.modifiers & (Modifiers.ctrl | Modifiers.shift):
                now = _caught(catching, before, grip, start, event)
            transforming.show(pulled(before, grip, start, now, held=held, centred=centred))
    except GeneratorExit:
        transforming.show(before)
        raise
    transforming.settle()


def _caught(catching: Catching, quad: Quad, grip: Grip, start: Spot, event: PointerEvent) -> Spot:
    """Where the pointer would have to be for what it pulls at to lie where that catches."""
    x, y = event.sample.x, event.sample.y
    by = x - start[0], y - start[1]
    if grip.pull is Pull.move:
        across, down = zip(*quad.through(shifted_by(*by)).corners, strict=True)
        dx, dy = catching.edges((min(across), max(across)), (min(down), max(down)), event.slack)
    elif grip.pull is Pull.corner or (grip.pull is Pull.scale and _is_upright(quad)):
        spot = spot_of(quad, grip)
        upright = (spot[0] + by[0],) if grip.across else ()
        dx, dy = catching.way((upright, (spot[1] + by[1],) if grip.down else ()), event.slack)
    else:
        return x, y
    return x + dx, y + dy


def _is_upright(quad: Quad) -> bool:
    """Whether its sides lie as those of the canvas: only then a side can meet a line."""
    return quad.across[1] == 0 == quad.down[0]


def _bending(grip: Grip) -> Grip:
    pull = Pull.corner if grip.across and grip.down else Pull.shear
    return Grip(pull, grip.across, grip.down)


def _direction(viewport: Viewport, quad: Quad, grip: Grip) -> int:
    """The way a handle moves on screen, in eighths of a turn."""
    (x0, y0), (x1, y1) = viewport.to_view(*quad.middle), viewport.to_view(*spot_of(quad, grip))
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 45) % 4
