"""Moving pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.geometry import Bounds
from studio.session.aids.snapping import Catching
from studio.session.painting import ToolName
from studio.tools.snapping import with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class MoveTool:
    """Move what is selected on the chosen layers, or all of them; Shift keeps to one axis."""

    name: ToolName = ToolName.move

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer by whole pixels; edges and middles catch, unless Ctrl is held."""
        with session.together.moving() as move:
            box = session.snapping.box_of(move.layers)
            catching, outline = session.snapping.catching(apart_from=move.layers), None
            while True:
                event = yield outline
                way = way_between(press, event)
                if not box.is_empty and not event.modifiers & (Modifiers.ctrl | Modifiers.shift):
                    way = _caught_way(catching, box.translated(*way), way, event.slack)
                else:
                    catching.let_go()
                move.by(*way)
                outline = with_lines(None, catching.caught)
                if event.kind is Pointer.release:
                    return


def _caught_way(
    catching: Catching, box: Bounds, way: tuple[int, int], slack: float
) -> tuple[int, int]:
    """The way that takes a box to where it catches; box: where it is without."""
    dx, dy = catching.box(box, slack)
    return way[0] + round(dx), way[1] + round(dy)


def way_between(press: PointerEvent, event: PointerEvent) -> tuple[int, int]:
    """How far to move, whole canvas px; with Shift along one axis."""
    dx = round(event.sample.x - press.sample.x)
    dy = round(event.sample.y - press.sample.y)
    if not event.modifiers & Modifiers.shift:
        return dx, dy
    return (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
