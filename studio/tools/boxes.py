"""Dragging out a rectangle, and what lies in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence

from studio.brush.polygon import Corner
from studio.geometry import Bounds
from studio.tools.tool import Modifiers, Outline, Pointer, PointerEvent

# With Shift a line goes in steps of this many degrees.
_TURN = 15.0


def dragging_box(
    press: PointerEvent, latest: PointerEvent, outline_of: Callable[[Bounds], Sequence[Corner]]
) -> Generator[Outline | None, PointerEvent, Bounds]:
    """Draw the outline of the rectangle from press to pointer; its bounds at the release."""
    bounds, event = _between(press, latest), latest
    while event.kind is not Pointer.release:
        event = yield None if bounds.is_empty else Outline(tuple(outline_of(bounds)), closed=True)
        bounds = _between(press, event)
    return bounds


def corners_of(bounds: Bounds) -> tuple[Corner, ...]:
    """Clockwise from the top left."""
    left, top, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def line_end(press: PointerEvent, event: PointerEvent) -> Corner:
    """Where a line from the press ends; with Shift at whole steps of 15 degrees."""
    end = event.sample.x, event.sample.y
    if not _held_since(press, event, Modifiers.shift):
        return end
    return stepped((press.sample.x, press.sample.y), end)


def stepped(start: Corner, end: Corner) -> Corner:
    """The end nearest to one, of a line in whole steps of 15 degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    step = math.radians(_TURN)
    angle = round(math.atan2(dy, dx) / step) * step
    length = dx * math.cos(angle) + dy * math.sin(angle)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def _between(press: PointerEvent, event: PointerEvent) -> Bounds:
    """Shift makes it a square, Alt lets it grow from its middle."""
    x, y = round(press.sample.x), round(press.sample.y)
    dx, dy = round(event.sample.x) - x, round(event.sample.y) - y
    if _held_since(press, event, Modifiers.shift):
        side = max(abs(dx), abs(dy))
        dx, dy = side if dx >= 0 else -side, side if dy >= 0 else -side
    if _held_since(press, event, Modifiers.alt):
        x, y, dx, dy = x - dx, y - dy, 2 * dx, 2 * dy
    return Bounds.from_edges(min(x, x + dx), min(y, y + dy), max(x, x + dx), max(y, y + dy))


def _held_since(press: PointerEvent, event: PointerEvent, key: Modifiers) -> bool:
    """Whether a key is held now; one that was held at the press means how the shape joins."""
    return key in event.modifiers and key not in press.modifiers
