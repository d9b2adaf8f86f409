"""The actions of text layers, and what others do to a text that is being written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from studio.document.layers import LayerId, TextLayer
from studio.session.actions.action import Action, Menu
from studio.session.layers.rasterising import rasterise
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.session.writing import Writing
from studio.text import tr

# What only looks at the picture, or is about what goes on, leaves a text as it is.
_TOOLS = frozenset({Menu.tools, Menu.shapes, Menu.next_tool, Menu.symmetry})
_APART = _TOOLS | {Menu.view, Menu.help}
_ABOUT_WHAT_GOES_ON = frozenset({"undo", "redo", "apply", "give_up"})


def text_actions(session: Session) -> tuple[Action, ...]:
    """For the active layer, if it is a text."""
    easel = session.easel

    def is_text() -> bool:
        return isinstance(easel.document.layer(easel.active), TextLayer)

    return (
        Action(
            "edit_text",
            Menu.layer,
            tr("Edit text"),
            tr("Write in it on the canvas."),
            lambda: edit_text(session, easel.active),
            (),
            is_text,
        ),
        Action(
            "rasterise",
            Menu.layer,
            tr("Rasterise text"),
            tr("Make paint of it, which can be painted on, and written in no more."),
            lambda: rasterise(easel, easel.active),
            (),
            is_text,
        ),
    )


def edit_text(session: Session, id: LayerId) -> None:  # noqa: A002
    """Take up the text tool and go on with a text.

    Raises:
        InputError: it is locked or hidden.
    """
    session.painting.tool = ToolName.text
    session.writing.begin(id)


def ending_text(writing: Writing, action: Action) -> Action:
    """The action, which now makes last what is being written before it changes anything."""
    if action.menu in _APART or action.id in _ABOUT_WHAT_GOES_ON:
        return action
    return replace(action, run=partial(_after_writing, writing, action.run))


def _after_writing(writing: Writing, run: Callable[[], object]) -> None:
    writing.commit()
    run()
