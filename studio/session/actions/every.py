"""Every verb with a name, a key and a place in the menus; dialogs and views add their own."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.actions.brush import brush_actions
from studio.session.actions.image import image_actions
from studio.session.actions.layers import layer_actions
from studio.session.actions.mirror import mirror_actions
from studio.session.actions.path import path_actions
from studio.session.actions.repaint import repaint_actions
from studio.session.actions.selection import select_actions
from studio.session.actions.tools import tool_actions
from studio.session.actions.transform import layer_turn_actions, transform_actions
from studio.session.session import Session
from studio.text import tr


def actions_of(session: Session) -> tuple[Action, ...]:
    """All actions that need nothing but the session, in the order of the menus."""
    return (
        *_edit_actions(session),
        *transform_actions(session),
        *path_actions(session),
        *image_actions(session),
        *layer_actions(session),
        *layer_turn_actions(session),
        *select_actions(session),
        *repaint_actions(session),
        *tool_actions(session),
        *brush_actions(session),
        *mirror_actions(session),
    )


def _edit_actions(session: Session) -> tuple[Action, ...]:
    painting = session.painting
    history = _History(session)
    return (
        Action(
            "undo",
            Menu.edit,
            tr("Undo"),
            tr("Take back the latest step."),
            history.undo,
            ("Ctrl+Z",),
            history.can_undo,
        ),
        Action(
            "redo",
            Menu.edit,
            tr("Redo"),
            tr("Do again what was taken back."),
            history.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            history.can_redo,
        ),
        Action(
            "clear",
            Menu.edit,
            tr("Clear"),
            tr("Erase what is selected on the active layer; hide it, on a mask."),
            session.layering.clear,
            ("Delete",),
            lambda: session.candidates.shown is None,
        ),
        Action(
            "fill_foreground",
            Menu.edit,
            tr("Fill with foreground colour"),
            tr("Fill what is selected on the active layer."),
            session.filling.fill_selected,
            ("Alt+Backspace", "Shift+Backspace", "Shift+F5"),
        ),
        Action(
            "fill_background",
            Menu.edit,
            tr("Fill with background colour"),
            tr("Fill what is selected on the active layer."),
            partial(session.filling.fill_selected, with_background=True),
            ("Ctrl+Backspace",),
        ),
        Action(
            "swap_colours",
            Menu.edit,
            tr("Swap colours"),
            tr("Exchange foreground and background colour."),
            painting.swap_colours,
            ("X",),
        ),
        Action(
            "reset_colours",
            Menu.edit,
            tr("Reset colours"),
            tr("Paint black on white."),
            painting.reset_colours,
            ("D",),
        ),
    )


class _History:
    """Undo and redo of whichever document is current; of what was begun, step by step."""

    def __init__(self, session: Session) -> None:
        self._easel = session.easel
        self._unfinished = session.unfinished

    def can_undo(self) -> bool:
        return self._unfinished.is_on or self._easel.document.history.position > 0

    def can_redo(self) -> bool:
        history = self._easel.document.history
        return not self._unfinished.is_on and history.position < len(history.titles)

    def undo(self) -> None:
        if self._unfinished.is_on:
            self._unfinished.undo()
        else:
            self._easel.document.history.undo()

    def redo(self) -> None:
        self._easel.document.history.redo()
