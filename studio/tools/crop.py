"""Cropping."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.brush.polygon import Corner
from studio.geometry import Bounds
from studio.session.aids.snapping import Catching
from studio.session.painting import ToolName
from studio.session.shaping.cropping import Cropping
from studio.tools.clicking import spot_of
from studio.tools.snapping import caught_at, with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent
from studio.transform.framing import Hold, box_between, hold_at, pulled_box

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class CropTool:
    """Drag a box out, or pull at its edges; Enter or a double click in it crops.

    Shift keeps the aspect it has, Alt its middle. What is pulled catches, unless Ctrl is held.
    """

    name: ToolName = ToolName.crop

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Pull at what was pressed on; from beside the box, another one is dragged out."""
        cropping, event = session.cropping, press
        before, hold = cropping.box, hold_of(cropping, spot_of(press), press.slack)
        catching, frame = session.snapping.catching(), cropping.frame
        start = caught_at(catching, press) if hold is None else press
        try:
            while event.kind is not Pointer.release:
                event = yield with_lines(None, catching.caught)
                caught = _caught(catching, frame, hold, press, event)
                cropping.show(_pulled(cropping, hold, start, caught, frame=before))
        except BaseException:
            cropping.show(before)
            raise
        if math.dist(spot_of(press), spot_of(event)) > press.slack:
            cropping.settle()
            return
        cropping.show(before)
        if hold is not None and hold.is_all:
            cropping.click(press.sample.time)


def hold_of(cropping: Cropping, spot: Corner, reach: float) -> Hold | None:
    """What a press takes hold of; None where it begins another box."""
    hold = hold_at(cropping.frame, spot, reach)
    return None if hold is not None and hold.is_all and not cropping.is_on else hold


def _caught(
    catching: Catching, box: Bounds, hold: Hold | None, press: PointerEvent, event: PointerEvent
) -> PointerEvent:
    """Where the pointer would be if what it pulls at were where that catches."""
    if hold is None:
        return caught_at(catching, event)
    if event.modifiers & (Modifiers.ctrl | Modifiers.shift):
        catching.let_go()
        return event
    dx, dy = (now - start for now, start in zip(spot_of(event), spot_of(press), strict=True))
    across, down = (box.x + dx, box.right + dx), (box.y + dy, box.bottom + dy)
    if hold.is_all:
        way = catching.edges(across, down, event.slack)
    else:
        upright = (across[hold.across > 0],) if hold.across else ()
        level = (down[hold.down > 0],) if hold.down else ()
        way = catching.way((upright, level), event.slack)
    sample = event.sample
    return replace(event, sample=replace(sample, x=sample.x + way[0], y=sample.y + way[1]))


def _pulled(
    cropping: Cropping,
    hold: Hold | None,
    press: PointerEvent,
    event: PointerEvent,
    *,
    frame: Bounds | None,
) -> Bounds | None:
    """The box there is for the pointer where it is."""
    start, now = spot_of(press), spot_of(event)
    centred, held = (key in event.modifiers for key in (Modifiers.alt, Modifiers.shift))
    if hold is None:
        aspect = cropping.aspect or (1.0 if held else None)
        return box_between(start, now, aspect=aspect, centred=centred)
    box = frame or cropping.canvas
    aspect = cropping.aspect or (box.width / box.height if held else None)
    by = now[0] - start[0], now[1] - start[1]
    return pulled_box(box, hold, by, aspect=aspect, centred=centred)
