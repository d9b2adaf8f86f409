"""Filling an area of like colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.tools.picker import picking, pixel_at
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class FillTool:
    """Fill with the foreground colour; Alt picks a colour."""

    name: ToolName = ToolName.fill

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Fill at the release, where the pointer was pressed."""
        if press.modifiers & Modifiers.alt:
            yield from picking(session, press)
            return
        session.filling.check()  # a layer that cannot be filled is told at the press
        while (yield None).kind is not Pointer.release:
            pass
        session.filling.fill_at(pixel_at(press))
