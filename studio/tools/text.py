"""Writing on the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.session.writing import text_at
from studio.tools.boxes import corners_of, dragging_box
from studio.tools.clicking import spot_of
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session

# In units of what still counts as one spot: a narrower box was meant as a click.
_NARROWEST = 3.0


@dataclass(frozen=True, slots=True)
class TextTool:
    """Click to write there, drag a box to write in it, click a text to go on with it."""

    name: ToolName = ToolName.text

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Amid a text a press puts the caret, a drag selects; beside it a press ends it."""
        writing, spot = session.writing, spot_of(press)
        held = writing.typeset
        if held is not None and held.holds(spot, 2 * press.slack):
            yield from _pointing(session, press)
            return
        was_on = writing.is_on
        writing.commit()
        found = text_at(session.easel.document, spot)
        if found is not None:
            writing.begin(found.id)
            yield from _pointing(session, press)
        elif was_on:
            yield from _until_release(press)
        else:
            yield from _placing(session, press)


def _pointing(session: Session, press: PointerEvent) -> Gesture:
    """Put the caret; Shift, or a drag, selects from where it was."""
    writing, event = session.writing, press
    writing.point_at(spot_of(press), extends=Modifiers.shift in press.modifiers)
    while event.kind is not Pointer.release:
        event = yield None
        if event.kind is Pointer.move:
            writing.point_at(spot_of(event), extends=True)


def _until_release(press: PointerEvent) -> Gesture:
    event = press
    while event.kind is not Pointer.release:
        event = yield None


def _placing(session: Session, press: PointerEvent) -> Gesture:
    event = yield None
    box = yield from dragging_box(press, event, corners_of)
    if box.width > _NARROWEST * press.slack:
        session.writing.begin_at((float(box.x), float(box.y)), float(box.width))
    else:
        session.writing.begin_at(spot_of(press))
