"""Gestures that catch at lines nearby, unless Ctrl is held."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studio.session.aids.snapping import NO_LINES, Catching, Lines
from studio.tools.tool import Modifiers, Outline, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session

T = TypeVar("T")


def snapped(
    session: Session,
    gesture: Callable[..., Generator[Outline | None, PointerEvent, T]],
    *begun_by: PointerEvent,
) -> Generator[Outline | None, PointerEvent, T]:
    """A gesture that is sent every event where it catches, those that it is begun by as well."""
    catching = session.snapping.catching()
    inner = gesture(*(caught_at(catching, event) for event in begun_by))
    with closing(inner):
        try:
            outline = next(inner)
            while True:
                event = yield with_lines(outline, catching.caught)
                outline = inner.send(caught_at(catching, event))
        except StopIteration as end:
            result: T = end.value
            return result


def caught_at(catching: Catching, event: PointerEvent) -> PointerEvent:
    """The event where it catches."""
    if Modifiers.ctrl in event.modifiers:
        catching.let_go()
        return event
    x, y = catching.spot((event.sample.x, event.sample.y), event.slack)
    return replace(event, sample=replace(event.sample, x=x, y=y))


def with_lines(outline: Outline | None, lines: Lines) -> Outline | None:
    """A rubber band, and the lines that something catches at."""
    if lines == NO_LINES:
        return outline
    return replace(outline or Outline((), closed=False), caught=lines)
