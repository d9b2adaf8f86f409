"""Moving pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class MoveTool:
    """Move what is selected on the chosen layers, or all of them; Shift keeps to one axis."""

    name: ToolName = ToolName.move

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer by whole pixels."""
        with session.together.moving() as move:
            while True:
                event = yield None
                move.by(*way_between(press, event))
                if event.kind is Pointer.release:
                    return


def way_between(press: PointerEvent, event: PointerEvent) -> tuple[int, int]:
    """How far to move, whole canvas px; with Shift along one axis."""
    dx = round(event.sample.x - press.sample.x)
    dy = round(event.sample.y - press.sample.y)
    if not event.modifiers & Modifiers.shift:
        return dx, dy
    return (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
