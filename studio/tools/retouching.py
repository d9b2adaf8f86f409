"""Tools that paint with what is there: smudge, blur, liquify, clone and heal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.session.painting import ToolName
from studio.tools.brush import following
from studio.tools.picker import pixel_at
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


@dataclass(frozen=True, slots=True)
class SmudgeTool:
    """Push paint about."""

    name: ToolName = ToolName.smudge

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Smudge from press to release."""
        with session.retouching.smudging() as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class BlurTool:
    """Soften what is there."""

    name: ToolName = ToolName.blur

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Blur from press to release."""
        with session.retouching.blurring() as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class LiquifyTool:
    """Push the picture about."""

    name: ToolName = ToolName.liquify

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Push from press to release."""
        with session.retouching.liquifying() as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class CloneTool:
    """Paint what is elsewhere; Alt sets where."""

    name: ToolName = ToolName.clone

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Clone from press to release."""
        if press.modifiers & Modifiers.alt:
            yield from _taking_source(session, press)
            return
        with session.retouching.cloning(press.sample) as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class HealTool:
    """Mend with the detail of elsewhere; Alt sets where."""

    name: ToolName = ToolName.heal

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Clone from press to release, and then fit it in."""
        if press.modifiers & Modifiers.alt:
            yield from _taking_source(session, press)
            return
        with session.retouching.healing(press.sample) as stroke:
            yield from following(stroke, press)


def _taking_source(session: Session, press: PointerEvent) -> Gesture:
    """The source is where the pointer is let go."""
    event = press
    while event.kind is not Pointer.release:
        event = yield None
    session.retouching.set_source(pixel_at(event))
