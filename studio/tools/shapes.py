"""Tools that select what is dragged around: rectangle, ellipse and lasso."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.brush.polygon import Corner, ellipse, polygon
from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.text import tr
from studio.tools.joining import dragging_selected, join
from studio.tools.tool import Gesture, Modifiers, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class RectangleTool:
    """Select a rectangle of whole pixels; Shift while dragging makes it a square."""

    name: ToolName = ToolName.rectangle

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        bounds = yield from _dragging(press, latest, _corners)
        inside = bounds.intersection(session.easel.document.bounds)
        coverage = np.full((inside.height, inside.width), 255, np.uint8)
        join(session, press, (inside, coverage), tr("Select rectangle"))


@dataclass(frozen=True, slots=True)
class EllipseTool:
    """Select an ellipse; Shift while dragging makes it a circle."""

    name: ToolName = ToolName.ellipse

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner of the rectangle around it."""
        latest = yield from dragging_selected(session, press)
        if latest is None:
            return
        bounds = yield from _dragging(press, latest, ellipse)
        shape = polygon(ellipse(bounds), session.easel.document.bounds)
        join(session, press, shape, tr("Select ellipse"))


@dataclass(frozen=True, slots=True)
class LassoTool:
    """Select what is drawn around."""

    name: ToolName = ToolName.lasso

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer; the ends are joined."""
        event = yield from dragging_selected(session, press)
        if event is None:
            return
        corners = [(press.sample.x, press.sample.y)]
        while event.kind is not Pointer.release:
            event = yield Outline(tuple(corners), closed=True)
            if corners[-1] != (event.sample.x, event.sample.y):
                corners.append((event.sample.x, event.sample.y))
        shape = polygon(corners, session.easel.document.bounds)
        join(session, press, shape, tr("Select freehand"))


def _dragging(
    press: PointerEvent, latest: PointerEvent, outline_of: Callable[[Bounds], Sequence[Corner]]
) -> Generator[Outline | None, PointerEvent, Bounds]:
    """Draw the outline of the rectangle from press to pointer; its bounds at the release."""
    bounds, event = _between(press, latest), latest
    while event.kind is not Pointer.release:
        event = yield None if bounds.is_empty else Outline(tuple(outline_of(bounds)), closed=True)
        bounds = _between(press, event)
    return bounds


def _between(press: PointerEvent, event: PointerEvent) -> Bounds:
    x, y = round(press.sample.x), round(press.sample.y)
    dx, dy = round(event.sample.x) - x, round(event.sample.y) - y
    # A Shift held at the press means to add.
    if Modifiers.shift in event.modifiers and Modifiers.shift not in press.modifiers:
        side = max(abs(dx), abs(dy))
        dx, dy = side if dx >= 0 else -side, side if dy >= 0 else -side
    return Bounds.from_edges(min(x, x + dx), min(y, y + dy), max(x, x + dx), max(y, y + dy))


def _corners(bounds: Bounds) -> Sequence[Corner]:
    left, top, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
    return ((left, top), (right, top), (right, bottom), (left, bottom))
