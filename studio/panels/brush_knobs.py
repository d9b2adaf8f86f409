"""Sliders for the numbers of the brush in hand."""

from __future__ import annotations

from collections.abc import Callable

from studio.brush.brush import Brush
from studio.brush.numbers import Number, number_of, with_number
from studio.panels.brush_words import number_title
from studio.panels.slider import PER_CENT, Scale, ValueSlider
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH

_SCALES = {
    Number.size: Scale(1, 2000, 1, " px", bend=3.0),
    Number.spacing: Scale(0.02, 2.0, 0.01, " %", bend=2.0, factor=100),
    Number.angle: Scale(-180.0, 180.0, 1.0, "°"),
    Number.roundness: Scale(0.05, 1.0, 0.01, " %", factor=100),
    Number.scatter: Scale(0.0, 2.0, 0.01, " %", bend=2.0, factor=100),
    Number.grain: Scale(0.0, 8.0, 0.01, " %", bend=2.0, factor=100),
    Number.texture_scale: Scale(0.1, 4.0, 0.01, " %", bend=2.0, factor=100),
    Number.fade: Scale(10.0, 5000.0, 1.0, " px", bend=3.0),
    Number.string: Scale(0.0, 200.0, 1.0, " px", bend=2.0),
}


class BrushKnob(ValueSlider):
    """One number of the brush in hand; who owns it says when to show another brush."""

    def __init__(self, session: Session, number: Number) -> None:
        super().__init__(number_title(number), _SCALES.get(number, PER_CENT))
        self.number = number
        self.edited.connect(lambda value: change_brush(session, self._set_to(value)))

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""
        self.show_value(number_of(brush, self.number))

    def _set_to(self, value: float) -> Callable[[Brush], Brush]:
        return lambda brush: with_number(brush, self.number, value)


def knobs(session: Session, *numbers: Number) -> tuple[BrushKnob, ...]:
    """One slider a number."""
    return tuple(BrushKnob(session, number) for number in numbers)


def tool_with_brush(session: Session) -> ToolName:
    """The brush tool whose settings are shown; the paint brush while another tool is in hand."""
    tool = session.painting.tool
    return tool if tool in WITH_BRUSH else ToolName.brush


def brush_in_hand(session: Session) -> Brush:
    """The brush whose settings are shown."""
    return session.painting.brush_of(tool_with_brush(session))


def change_brush(session: Session, how: Callable[[Brush], Brush]) -> None:
    """Take another brush in hand, made of this one."""
    tool = tool_with_brush(session)
    session.painting.set_brush(tool, how(session.painting.brush_of(tool)))
