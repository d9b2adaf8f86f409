"""Tools that draw shapes with the brush, or fill them.

Alt at the press picks a colour; held later, a shape grows from its middle. Shift makes a square or
a circle, and keeps lines to steps of 15 degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.brush.polygon import Corner, ellipse
from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.text import tr
from studio.tools.boxes import corners_of, dragging_box, line_end
from studio.tools.clicking import clicking, spot_of
from studio.tools.picker import picking
from studio.tools.snapping import snapped
from studio.tools.tool import Gesture, Modifiers, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class LineTool:
    """A straight line, with the brush."""

    name: ToolName = ToolName.line

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From press to release."""
        if press.modifiers & Modifiers.alt:
            yield from picking(session, press)
            return
        session.filling.check()
        ends = yield from snapped(session, _dragging_line, press)
        session.drawing.outline(ends, tr("Line"), closed=False)


@dataclass(frozen=True, slots=True)
class DrawRectangleTool:
    """A rectangle, with the brush or filled."""

    name: ToolName = ToolName.draw_rectangle

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner."""
        yield from _boxed(session, press, corners_of, tr("Rectangle"))


@dataclass(frozen=True, slots=True)
class DrawEllipseTool:
    """An ellipse, with the brush or filled."""

    name: ToolName = ToolName.draw_ellipse

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner of the rectangle around it."""
        yield from _boxed(session, press, ellipse, tr("Ellipse"))


@dataclass(frozen=True, slots=True)
class DrawPolygonTool:
    """A polygon, with the brush or filled; Enter or a double click ends."""

    name: ToolName = ToolName.draw_polygon

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner; the ends are joined."""
        if press.modifiers & Modifiers.alt:
            yield from picking(session, press)
            return
        session.filling.check()
        corners = yield from snapped(session, clicking, press, press)
        if len(corners) > 1:
            session.drawing.draw(corners, tr("Polygon"))


def _dragging_line(
    press: PointerEvent,
) -> Generator[Outline | None, PointerEvent, tuple[Corner, Corner]]:
    """Draw the line from press to pointer; its ends at the release."""
    start, event = spot_of(press), press
    while event.kind is not Pointer.release:
        event = yield Outline((start, line_end(press, event)), closed=False)
    return start, line_end(press, event)


def _boxed(
    session: Session,
    press: PointerEvent,
    corners: Callable[[Bounds], tuple[Corner, ...]],
    title: str,
) -> Gesture:
    """Drag a box out and draw what lies in it; a click draws nothing."""
    if press.modifiers & Modifiers.alt:
        yield from picking(session, press)
        return
    session.filling.check()
    dragging = partial(dragging_box, outline_of=corners)
    bounds = yield from snapped(session, dragging, press, press)
    if not bounds.is_empty:
        session.drawing.draw(corners(bounds), title)
