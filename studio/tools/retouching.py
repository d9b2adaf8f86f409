"""Tools that paint with what is there: smudge, blur, liquify, clone and heal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from studio.brush.sample import PenSample
from studio.session.painting import ToolName
from studio.tools.brush import Painted, following
from studio.tools.picker import pixel_at
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session

# What a tool begins with a press; the stroke is taken back unless it is gone through.
Strokes: TypeAlias = "Callable[[Session, PenSample], AbstractContextManager[Painted]]"


@dataclass(frozen=True, slots=True)
class RetouchTool:
    """Follows the pen with a stroke that is fed by the picture."""

    name: ToolName
    strokes: Strokes

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Retouch from press to release."""
        with self.strokes(session, press.sample) as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class SourceTool:
    """The same with what is elsewhere; Alt sets where."""

    retouch: RetouchTool

    @property
    def name(self) -> ToolName:
        """What it is chosen by."""
        return self.retouch.name

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Retouch from press to release, or set the source."""
        if press.modifiers & Modifiers.alt:
            yield from _taking_source(session, press)
        else:
            yield from self.retouch.gesture(session, press)


def retouching_tools() -> tuple[RetouchTool | SourceTool, ...]:
    """In the order of the toolbar."""
    name = ToolName
    return (
        RetouchTool(name.smudge, lambda session, _: session.retouching.smudging()),
        RetouchTool(name.blur, lambda session, _: session.retouching.blurring()),
        RetouchTool(name.liquify, lambda session, _: session.retouching.liquifying()),
        SourceTool(RetouchTool(name.clone, lambda session, at: session.retouching.cloning(at))),
        SourceTool(RetouchTool(name.heal, lambda session, at: session.retouching.healing(at))),
    )


def _taking_source(session: Session, press: PointerEvent) -> Gesture:
    """The source is where the pointer is let go."""
    event = press
    while event.kind is not Pointer.release:
        event = yield None
    session.retouching.set_source(pixel_at(event))
