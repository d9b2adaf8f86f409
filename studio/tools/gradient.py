"""One colour turning into another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.tools.boxes import line_end
from studio.tools.clicking import spot_of
from studio.tools.joining import distance
from studio.tools.picker import picking
from studio.tools.snapping import snapped
from studio.tools.tool import Gesture, Modifiers, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class GradientTool:
    """From the foreground colour at the press to the other at the release; Alt picks a colour."""

    name: ToolName = ToolName.gradient

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Lay it as it is dragged, where it is selected; Shift keeps to steps of 15 degrees."""
        if press.modifiers & Modifiers.alt:
            yield from picking(session, press)
            return
        yield from snapped(session, partial(_laying, session), press)


def _laying(session: Session, press: PointerEvent) -> Gesture:
    """Lay it from the press to the pointer, from when that is a drag."""
    start, event, is_drag = spot_of(press), press, False
    with session.filling.gradient() as lay:
        while event.kind is not Pointer.release:
            end = line_end(press, event)
            event = yield Outline((start, end), closed=False) if is_drag else None
            is_drag = is_drag or distance(press, event) > press.slack
            if is_drag:
                lay(start, line_end(press, event))
