"""Gestures that go from click to click."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence

from studio.brush.polygon import Corner
from studio.tools.tool import Outline, Pointer, PointerEvent


def clicking(
    press: PointerEvent, latest: PointerEvent
) -> Generator[Outline | None, PointerEvent, tuple[Corner, ...]]:
    """The corners clicked on, or dragged to; a click on the first or the latest one ends.

    So do Enter and a double click; Backspace takes the latest corner back.
    """
    corners = [spot_of(press)]
    event = latest
    while True:
        event = yield Outline((*corners, spot_of(event)), closed=False, goes_on=True)
        here = spot_of(event)
        match event.kind:
            case Pointer.press if ends((corners[0], corners[-1]), event):
                return tuple(corners)
            case Pointer.press:
                corners.append(here)
            case Pointer.release if math.dist(corners[-1], here) > event.slack:
                corners.append(here)
            case Pointer.finish:
                return tuple(corners)
            case Pointer.back if len(corners) > 1:
                corners.pop()
            case _:
                pass


def spot_of(event: PointerEvent) -> Corner:
    """Where an event was."""
    return event.sample.x, event.sample.y


def ends(corners: Sequence[Corner], press: PointerEvent) -> bool:
    """Whether a click is on one of the corners that it would end at."""
    here = spot_of(press)
    return any(math.dist(corner, here) <= press.slack for corner in corners)
