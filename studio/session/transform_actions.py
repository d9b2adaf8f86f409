"""The actions of the free transform."""

from __future__ import annotations

from studio.session.action import Action, Menu
from studio.session.session import Session
from studio.text import tr


def transform_actions(session: Session) -> tuple[Action, ...]:
    """Begin, apply and give up."""
    transforming, easel = session.transforming, session.easel

    def may_begin() -> bool:
        return easel.active != easel.document.root.id and not transforming.is_on

    def is_on() -> bool:
        return transforming.is_on

    return (
        Action(
            "transform",
            Menu.edit,
            tr("Free transform"),
            tr("Move, scale, turn, shear or bend what is selected on the layer, or all of it."),
            transforming.begin,
            ("Ctrl+T",),
            may_begin,
        ),
        Action(
            "apply_transform",
            Menu.edit,
            tr("Apply transform"),
            tr("Leave it as it is seen."),
            transforming.commit,
            ("Return", "Enter"),
            is_on,
        ),
        Action(
            "cancel_transform",
            Menu.edit,
            tr("Cancel transform"),
            tr("Leave everything as it was."),
            transforming.cancel,
            ("Esc",),
            is_on,
        ),
    )
