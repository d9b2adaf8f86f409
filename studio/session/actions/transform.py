"""The actions of the free transform."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.transform.net import SIDES
from studio.transform.turning import Turn


def transform_actions(session: Session) -> tuple[Action, ...]:
    """Begin; and the two ways to end whatever is begun."""
    transforming, unfinished, easel = session.transforming, session.unfinished, session.easel

    def may_begin() -> bool:
        return easel.active != easel.document.root.id and not unfinished.is_on

    def may_warp() -> bool:
        return transforming.is_on or may_begin()

    def warp() -> None:
        transforming.begin()
        transforming.bend(SIDES[1] if transforming.net is None else None)

    def is_on() -> bool:
        return unfinished.is_on

    return (
        Action(
            "transform",
            Menu.edit,
            tr("Free transform"),
            tr("Move, scale, turn, shear or bend what is selected on the chosen layers, or all."),
            transforming.begin,
            ("Ctrl+T",),
            may_begin,
        ),
        Action(
            "warp",
            Menu.edit,
            tr("Warp"),
            tr("Bend it by a net of nodes."),
            warp,
            (),
            may_warp,
            lambda: transforming.net is not None,
        ),
        Action(
            "apply",
            Menu.edit,
            tr("Apply"),
            tr("Leave it as it is seen."),
            unfinished.commit,
            ("Enter",),
            is_on,
        ),
        Action(
            "give_up",
            Menu.edit,
            tr("Give up"),
            tr("Leave everything as it was."),
            unfinished.cancel,
            ("Esc",),
            is_on,
        ),
    )


def layer_turn_actions(session: Session) -> tuple[Action, ...]:
    """What the Layer menu turns and mirrors."""
    turns = (
        (Turn.mirror, tr("Flip layer horizontally"), tr("Or what is selected of it.")),
        (Turn.flip, tr("Flip layer vertically"), tr("Or what is selected of it.")),
        (Turn.clockwise, tr("Turn layer right"), tr("Or what is selected of it.")),
        (Turn.anticlockwise, tr("Turn layer left"), tr("Or what is selected of it.")),
    )
    return tuple(
        Action(
            f"layer_{turn.value}",
            Menu.layer,
            title,
            tip,
            partial(session.transforming.apply, turn),
        )
        for turn, title, tip in turns
    )
