"""Tools that select: rectangle, ellipse and lasso.

The press decides how the shape joins what is selected: Shift adds, Alt subtracts, both intersect;
otherwise it replaces, and a click without a shape selects nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.brush.polygon import Corner, ellipse, polygon
from studio.document.selection import Combine
from studio.document.tiles import Pixels
from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.text import tr
from studio.tools.tool import Gesture, Modifiers, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session

_BOTH = Modifiers.shift | Modifiers.alt


@dataclass(frozen=True, slots=True)
class RectangleTool:
    """Select a rectangle of whole pixels; Shift while dragging makes it a square."""

    name: ToolName = ToolName.rectangle

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner."""
        bounds = yield from _dragging(press, _corners)
        inside = bounds.intersection(session.easel.document.bounds)
        coverage = np.full((inside.height, inside.width), 255, np.uint8)
        _select(session, press, (inside, coverage), tr("Select rectangle"))


@dataclass(frozen=True, slots=True)
class EllipseTool:
    """Select an ellipse; Shift while dragging makes it a circle."""

    name: ToolName = ToolName.ellipse

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """From corner to corner of the rectangle around it."""
        bounds = yield from _dragging(press, ellipse)
        shape = polygon(ellipse(bounds), session.easel.document.bounds)
        _select(session, press, shape, tr("Select ellipse"))


@dataclass(frozen=True, slots=True)
class LassoTool:
    """Select what is drawn around."""

    name: ToolName = ToolName.lasso

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Follow the pointer; the ends are joined."""
        corners = [(press.sample.x, press.sample.y)]
        event = press
        while event.kind is not Pointer.release:
            event = yield Outline(tuple(corners), closed=True)
            if corners[-1] != (event.sample.x, event.sample.y):
                corners.append((event.sample.x, event.sample.y))
        shape = polygon(corners, session.easel.document.bounds)
        _select(session, press, shape, tr("Select freehand"))


def _dragging(
    press: PointerEvent, outline_of: Callable[[Bounds], Sequence[Corner]]
) -> Generator[Outline | None, PointerEvent, Bounds]:
    """Draw the outline of the rectangle from press to pointer; its bounds at the release."""
    bounds, event = _between(press, press), press
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


def _select(
    session: Session, press: PointerEvent, shape: tuple[Bounds, Pixels], title: str
) -> None:
    bounds, coverage = shape
    how = _combination(press.modifiers)
    if coverage.any():
        session.selecting.select(bounds, coverage, how, title)
    elif how is Combine.replace:
        session.selecting.select_none()


def _combination(modifiers: Modifiers) -> Combine:
    if _BOTH in modifiers:
        return Combine.intersect
    if Modifiers.shift in modifiers:
        return Combine.add
    return Combine.subtract if Modifiers.alt in modifiers else Combine.replace
