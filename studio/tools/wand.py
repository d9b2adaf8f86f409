"""Selecting what is like the pixel pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.tools.joining import combination, dragging_selected
from studio.tools.picker import pixel_at
from studio.tools.tool import Gesture, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class WandTool:
    """Select what is of like colour; Shift adds, Alt subtracts, both intersect."""

    name: ToolName = ToolName.wand

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Select at the release, where the pointer was pressed."""
        latest = yield from dragging_selected(session, press)
        while latest is not None and latest.kind is not Pointer.release:
            latest = yield None
        if latest is not None:
            session.wand.select_at(pixel_at(press), combination(press.modifiers))
