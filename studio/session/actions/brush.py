"""Keys that change the tool in hand: its brush, and whether it erases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from studio.brush.brush import Brush
from studio.session.actions.action import Action, Menu
from studio.session.painting import Painting, ToolName
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH
from studio.text import tr

OPACITY_STEP = 0.1


def brush_actions(session: Session) -> tuple[Action, ...]:
    """What belongs to a hand that does not leave the keyboard."""
    painting = session.painting
    more, less = partial(_fainter, by=-OPACITY_STEP), partial(_fainter, by=OPACITY_STEP)
    return (
        Action(
            "toggle_eraser",
            Menu.brush,
            tr("Eraser and back"),
            tr("Take the eraser, or the brush again."),
            partial(_toggle_eraser, painting),
        ),
        Action(
            "more_opaque",
            Menu.brush,
            tr("More opaque"),
            tr("Let the brush cover more."),
            partial(_change, painting, more),
            is_enabled=partial(_has_brush, painting),
        ),
        Action(
            "less_opaque",
            Menu.brush,
            tr("Less opaque"),
            tr("Let the brush cover less."),
            partial(_change, painting, less),
            is_enabled=partial(_has_brush, painting),
        ),
    )


def _toggle_eraser(painting: Painting) -> None:
    erases = painting.tool is ToolName.eraser
    painting.tool = ToolName.brush if erases else ToolName.eraser


def _has_brush(painting: Painting) -> bool:
    return painting.tool in WITH_BRUSH


def _change(painting: Painting, how: Callable[[Brush], Brush]) -> None:
    painting.set_brush(painting.tool, how(painting.brush_of(painting.tool)))


def _fainter(brush: Brush, by: float) -> Brush:
    return replace(brush, opacity=min(max(round(brush.opacity - by, 2), 0.05), 1.0))
