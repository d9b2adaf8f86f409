"""How what a tool marks joins the selection; and taking hold of the selection itself.

The press decides: Shift adds, Alt subtracts, both intersect; otherwise it replaces, and a click
without a shape selects nothing. Without a key, dragging what is selected moves it.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

from studio.document.selection import Combine
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Point
from studio.tools.move import way_between
from studio.tools.picker import pixel_at
from studio.tools.tool import Modifiers, Outline, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session

_BOTH = Modifiers.shift | Modifiers.alt
_HALF = 128


def combination(modifiers: Modifiers) -> Combine:
    """What the keys held at the press mean."""
    if _BOTH in modifiers:
        return Combine.intersect
    if Modifiers.shift in modifiers:
        return Combine.add
    return Combine.subtract if Modifiers.alt in modifiers else Combine.replace


def join(session: Session, press: PointerEvent, shape: tuple[Bounds, Pixels], title: str) -> None:
    """Let a shape, uint8[h, w] at bounds, join the selection as the press says."""
    bounds, coverage = shape
    how = combination(press.modifiers)
    if coverage.any():
        session.selecting.select(bounds, coverage, how, title)
    elif how is Combine.replace:
        session.selecting.select_none()


def dragging_selected(
    session: Session, press: PointerEvent
) -> Generator[Outline | None, PointerEvent, PointerEvent | None]:
    """Move the selection, if the press takes hold of it and drags; None when it was moved.

    Else the latest event: the press itself, or the release of a click on what is selected.
    """
    event = press
    if press.modifiers != Modifiers.none or not takes_hold(session, pixel_at(press)):
        return event
    while distance(press, event) <= press.slack:
        event = yield None
        if event.kind is Pointer.release:
            return event
    with session.selecting.moving() as move:
        while True:
            move.by(*way_between(press, event))
            if event.kind is Pointer.release:
                return None
            event = yield None


def distance(one: PointerEvent, other: PointerEvent) -> float:
    """Canvas px between two events."""
    return math.dist((one.sample.x, one.sample.y), (other.sample.x, other.sample.y))


def takes_hold(session: Session, point: Point) -> bool:
    """Whether a press there, without a key, takes hold of the selection."""
    selection = session.easel.document.selection
    return bool(selection.read(Bounds(point.x, point.y, 1, 1))[0, 0] >= _HALF)
