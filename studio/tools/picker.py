"""Taking a colour from the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.geometry import Point
from studio.session.actions.shortcuts import Preset
from studio.session.painting import ToolName
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class PickerTool:
    """The colour under the pointer becomes the foreground."""

    name: ToolName = ToolName.picker

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer until the release."""
        yield from picking(session, press)


def picking_key(session: Session) -> Modifiers:
    """What is held to take a colour with a tool that paints: Alt, or Ctrl as in Krita."""
    is_krita = session.preferences.current.shortcuts.preset is Preset.krita
    return Modifiers.ctrl if is_krita else Modifiers.alt


def picking(session: Session, press: PointerEvent) -> Gesture:
    """Take colours up to the release; the earlier one comes back when cancelled."""
    painting = session.painting
    before = painting.foreground
    event = press
    try:
        while True:
            found = session.picking.colour_at(pixel_at(event))
            painting.set_colours(found or painting.foreground, painting.background)
            if event.kind is Pointer.release:
                return
            event = yield None
    except BaseException:
        painting.set_colours(before, painting.background)
        raise


def pixel_at(event: PointerEvent) -> Point:
    """The pixel a pointer is on."""
    return Point(math.floor(event.sample.x), math.floor(event.sample.y))
