"""The actions of the View menu: how the canvas is seen, and the window around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from studio.canvas.view import CanvasView
from studio.session.actions.action import Action, Menu
from studio.text import tr

_TURN = 15.0


@dataclass(frozen=True, slots=True)
class WindowVerbs:
    """What a window can do with itself."""

    toggle_panels: Callable[[], None]
    write_prompt: Callable[[], None]
    edit_brush: Callable[[], object]
    toggle_full_screen: Callable[[], None]
    reset_layout: Callable[[], None]
    about: Callable[[], object]
    is_bare: Callable[[], bool]
    is_full_screen: Callable[[], bool]


def canvas_actions(canvas: CanvasView) -> tuple[Action, ...]:
    """Zoom, turn and mirror."""
    view = Menu.view
    return (
        Action(
            "zoom_in",
            view,
            tr("Zoom in"),
            tr("See the canvas larger."),
            canvas.zoom_in,
            ("Ctrl++", "Ctrl+=", "+", "="),
        ),
        Action(
            "zoom_out",
            view,
            tr("Zoom out"),
            tr("See the canvas smaller."),
            canvas.zoom_out,
            ("Ctrl+-", "-"),
        ),
        Action(
            "zoom_fit",
            view,
            tr("Fit the canvas"),
            tr("See all of it."),
            canvas.zoom_to_fit,
            ("Ctrl+0",),
        ),
        Action(
            "zoom_actual",
            view,
            tr("Actual pixels"),
            tr("One canvas pixel on one screen pixel."),
            canvas.zoom_to_actual,
            ("Ctrl+1",),
        ),
        Action(
            "rotate_right",
            view,
            tr("Turn right"),
            tr("Turn the view; the painting stays as it is."),
            lambda: canvas.rotate_by(_TURN),
            ("Ctrl+Alt+Right",),
        ),
        Action(
            "rotate_left",
            view,
            tr("Turn left"),
            tr("Turn the view; the painting stays as it is."),
            lambda: canvas.rotate_by(-_TURN),
            ("Ctrl+Alt+Left",),
        ),
        Action(
            "mirror",
            view,
            tr("Mirror the view"),
            tr("See the canvas as in a mirror; the painting stays as it is."),
            canvas.mirror,
            ("M",),
            is_checked=lambda: canvas.viewport.is_mirrored,
        ),
        Action(
            "reset_view",
            view,
            tr("Reset the view"),
            tr("Upright, not mirrored, all of it."),
            canvas.reset_view,
            ("Ctrl+Alt+0",),
        ),
    )


def prompt_actions(verbs: WindowVerbs) -> tuple[Action, ...]:
    """What a repaint begins with."""
    return (
        Action(
            "write_prompt",
            Menu.repaint,
            tr("Write the prompt"),
            tr("Put the cursor where it says what a repaint becomes."),
            verbs.write_prompt,
            ("/",),
        ),
    )


def window_actions(verbs: WindowVerbs) -> tuple[Action, ...]:
    """Panels, full screen, and what the program is."""
    return (
        Action(
            "canvas_only",
            Menu.view,
            tr("Canvas only"),
            tr("Hide every panel, or show them again."),
            verbs.toggle_panels,
            ("Tab",),
            is_checked=verbs.is_bare,
        ),
        Action(
            "edit_brush",
            Menu.brush,
            tr("Edit the brush…"),
            tr("Its tip and paper, and what its size, opacity and more follow."),
            verbs.edit_brush,
            ("F5",),
        ),
        Action(
            "full_screen",
            Menu.view,
            tr("Full screen"),
            tr("Use the whole screen."),
            verbs.toggle_full_screen,
            ("F11",),
            is_checked=verbs.is_full_screen,
        ),
        Action(
            "reset_layout",
            Menu.view,
            tr("Reset the layout"),
            tr("Put every panel where it was at first."),
            verbs.reset_layout,
        ),
        Action(
            "about",
            Menu.help,
            tr("About Repaint Studio"),
            tr("What the program is."),
            verbs.about,
        ),
    )
