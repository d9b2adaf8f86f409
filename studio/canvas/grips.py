"""What a press on the canvas begins: the tool's gesture, or a drag of the view's own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import closing, suppress

from studio.canvas.aid_grips import aid_for, drag_aid
from studio.canvas.context_frame import Handle, handle_at
from studio.canvas.drags import Looking, drag_context, pan, rotate, size_brush, zoom
from studio.canvas.net_frame import pull_net
from studio.canvas.pointer import without
from studio.canvas.transform_frame import pull_quad
from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Bounds
from studio.session.painting import MASKING, ToolName
from studio.session.session import Session
from studio.session.tool_groups import DRAWING, FRAMING, WITH_BRUSH
from studio.tools.picker import picking_key
from studio.tools.tool import Buttons, Gesture, Modifiers, Pointer, PointerEvent, Tool

# They give way to the picker while its key is held; with the others Alt takes away.
PICKING = DRAWING | {ToolName.brush, ToolName.eraser, ToolName.fill, ToolName.gradient}

# View px within which a press and its release are a click.
CLICK_SLACK = 4.0


def grip_for(
    session: Session,
    tools: Mapping[ToolName, Tool],
    look: Looking,
    press: PointerEvent,
    *,
    is_space_held: bool,
) -> Gesture | None:
    """The gesture for a press; None when it means nothing to the canvas (a menu, say)."""
    if moves_view(press, is_space_held=is_space_held):
        return _view_drag(look, press)
    if net := session.transforming.net:
        return pull_net(session, look, net, press) if Buttons.left in press.buttons else None
    if session.transforming.is_on:
        return pull_quad(session, look, press) if Buttons.left in press.buttons else None
    if Buttons.right in press.buttons:
        return _right_grip(session, tools, look, press)
    return _left_grip(session, tools, look, press)


def moves_view(press: PointerEvent, *, is_space_held: bool) -> bool:
    """Whether a press moves the view and leaves the painting alone."""
    return Buttons.middle in press.buttons or (is_space_held and Buttons.left in press.buttons)


def context_shown(session: Session) -> Bounds | None:
    """The context box, unless it is the whole canvas, or a tool has a frame there."""
    box = session.repainting.context_box
    is_in_the_way = session.painting.tool in FRAMING
    return None if is_in_the_way or box == session.easel.document.bounds else box


def handle_under(session: Session, viewport: Viewport, place: Spot) -> Handle | None:
    """The handle of the context box at a place of the view; brushes pass over its edges."""
    box = context_shown(session)
    if box is None:
        return None
    return handle_at(viewport, box, place, edges=session.painting.tool not in WITH_BRUSH)


def _view_drag(look: Looking, press: PointerEvent) -> Gesture:
    if Modifiers.shift in press.modifiers:
        return rotate(look, press)
    if Modifiers.ctrl in press.modifiers:
        return zoom(look, press)
    return pan(look, press)


def _right_grip(
    session: Session, tools: Mapping[ToolName, Tool], look: Looking, press: PointerEvent
) -> Gesture | None:
    tool = session.painting.tool
    if Modifiers.alt in press.modifiers and tool in WITH_BRUSH:
        return size_brush(session, look, press, hardness=True)
    return tools[tool].gesture(session, press) if tool in MASKING else None


def _left_grip(
    session: Session, tools: Mapping[ToolName, Tool], look: Looking, press: PointerEvent
) -> Gesture:
    tool = session.painting.tool
    place = look.viewport.to_view(press.sample.x, press.sample.y)
    handle, box = handle_under(session, look.viewport, place), context_shown(session)
    if handle is not None and box is not None:
        return drag_context(session, box, handle, press)
    if aid := aid_for(session, look.viewport, place, press.modifiers):
        return drag_aid(session, look, press, aid)
    if Modifiers.shift in press.modifiers and tool in WITH_BRUSH:
        return _line_or_size(session, tools[tool], look, press)
    key = picking_key(session)
    if key in press.modifiers and tool in PICKING:
        return tools[ToolName.picker].gesture(session, without(press, key))
    return tools[tool].gesture(session, press)


def _line_or_size(session: Session, tool: Tool, look: Looking, press: PointerEvent) -> Gesture:
    """With Shift a click is the tool's (a straight line), a drag sizes the brush."""
    x0, y0 = look.viewport.to_view(press.sample.x, press.sample.y)
    event = press
    while event.kind is not Pointer.release:
        event = yield None
        x, y = look.viewport.to_view(event.sample.x, event.sample.y)
        if event.kind is Pointer.move and math.dist((x, y), (x0, y0)) > CLICK_SLACK:
            yield from size_brush(session, look, press, hardness=False, latest=event)
            return
    with suppress(StopIteration), closing(tool.gesture(session, press)) as line:
        next(line)
        line.send(event)
