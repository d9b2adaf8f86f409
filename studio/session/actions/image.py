"""The actions of the Image menu that ask nothing."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.transform.turning import Turn


def image_actions(session: Session) -> tuple[Action, ...]:
    """Each changes the canvas, with every layer on it."""
    resizing, easel = session.resizing, session.easel

    def has_selection() -> bool:
        return not easel.document.selection.is_none

    turns = (
        (Turn.clockwise, tr("Rotate right"), tr("Turn the picture by 90°.")),
        (Turn.anticlockwise, tr("Rotate left"), tr("Turn the picture by 90°.")),
        (Turn.half, tr("Rotate by 180°"), tr("Turn the picture upside down.")),
        (Turn.mirror, tr("Flip horizontally"), tr("Swap the left and right of the picture.")),
        (Turn.flip, tr("Flip vertically"), tr("Swap the top and bottom of the picture.")),
    )
    return (
        Action(
            "crop_to_selection",
            Menu.image,
            tr("Crop to selection"),
            tr("Keep only what is within the bounds of the selection."),
            resizing.crop_to_selection,
            (),
            has_selection,
        ),
        *(
            Action(f"turn_{turn.value}", Menu.image, title, tip, partial(resizing.turn, turn))
            for turn, title, tip in turns
        ),
    )
