"""Tools that paint: brush, eraser and mask brush."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from studio.brush.sample import PenSample
from studio.geometry import EMPTY, Bounds
from studio.session.aids.perspective import Rail
from studio.session.painting import ToolName
from studio.tools.picker import picking
from studio.tools.tool import Buttons, Gesture, Modifiers, Pointer, PointerEvent

if TYPE_CHECKING:
    from studio.session.session import Session


class Painted(Protocol):
    """A stroke of whatever kind."""

    def add(self, sample: PenSample) -> Bounds:
        """Go on up to a sample."""


@dataclass(frozen=True, slots=True)
class BrushTool:
    """Paint with the foreground colour; Shift goes on from the last stroke, Alt picks a colour."""

    name: ToolName = ToolName.brush

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Paint from press to release; the other end of the pen erases."""
        if press.modifiers & Modifiers.alt:
            yield from picking(session, press)
            return
        erase = bool(press.buttons & Buttons.eraser)
        in_hand = session.preferences.current.erases_in_hand
        yield from _painting(session, press, erase=erase, in_hand=in_hand)


@dataclass(frozen=True, slots=True)
class EraserTool:
    """Make the layer transparent; Shift goes on from the last stroke."""

    name: ToolName = ToolName.eraser

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Erase from press to release."""
        yield from _painting(session, press, erase=True)


@dataclass(frozen=True, slots=True)
class MaskTool:
    """Paint what to repaint; Alt, the right button and the other end of the pen take away."""

    name: ToolName = ToolName.mask

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Select or deselect from press to release; decided by the press."""
        with session.painting.mask_stroke(erase=_takes_away(press)) as stroke:
            yield from following(stroke, press)


@dataclass(frozen=True, slots=True)
class StrengthTool:
    """Paint how much to repaint, by how the pen is pressed; takes away as the mask brush does."""

    name: ToolName = ToolName.strength

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Raise or lower the strength from press to release."""
        erase = _takes_away(press)
        with session.painting.mask_stroke(erase=erase, tool=self.name) as stroke:
            yield from following(stroke, press)


def _takes_away(press: PointerEvent) -> bool:
    buttons = press.buttons & (Buttons.right | Buttons.eraser)
    return bool(press.modifiers & Modifiers.alt or buttons)


def _painting(
    session: Session, press: PointerEvent, *, erase: bool, in_hand: bool = False
) -> Gesture:
    last = session.painting.last_sample
    with session.painting.stroke(erase=erase, in_hand=in_hand) as stroke:
        if last is not None and press.modifiers & Modifiers.shift:
            stroke.add(replace(last, pressure=press.sample.pressure))
        start = press.sample.x, press.sample.y
        rail = session.perspective.rail(start, press.slack)
        yield from following(stroke if rail is None else _Railed(stroke, rail), press)


@dataclass(frozen=True, slots=True)
class _Railed:
    """A stroke that keeps to a line."""

    stroke: Painted
    rail: Rail

    def add(self, sample: PenSample) -> Bounds:
        """Go on to where on the line the sample belongs, once it is clear which line."""
        spot = self.rail.placed((sample.x, sample.y))
        return EMPTY if spot is None else self.stroke.add(replace(sample, x=spot[0], y=spot[1]))


def following(stroke: Painted, press: PointerEvent) -> Gesture:
    """Paint every sample up to the release."""
    stroke.add(press.sample)
    pressure = press.sample.pressure
    while True:
        event = yield None
        if event.kind is Pointer.release:
            # A pen that leaves presses no more: the end must not taper to nothing.
            stroke.add(replace(event.sample, pressure=pressure))
            return
        stroke.add(event.sample)
        pressure = event.sample.pressure
