"""The actions of the pen's path."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.pathing import PathUse
from studio.session.session import Session
from studio.text import tr


def path_actions(session: Session) -> tuple[Action, ...]:
    """What becomes of it, and its last node taken back."""
    pathing = session.pathing

    def is_on() -> bool:
        return pathing.is_on

    uses = (
        (PathUse.stroke, tr("Stroke path"), tr("Paint along it with the brush.")),
        (PathUse.fill, tr("Fill path"), tr("Fill it with the foreground colour.")),
        (PathUse.select, tr("Select path"), tr("Select what lies within.")),
    )
    return (
        *(
            Action(
                f"{use.value}_path", Menu.edit, title, tip, partial(pathing.commit, use), (), is_on
            )
            for use, title, tip in uses
        ),
        Action(
            "take_node_back",
            Menu.edit,
            tr("Remove last node"),
            tr("Go on with the path from the node before."),
            pathing.take_back,
            ("Backspace",),
            is_on,
        ),
    )
