"""The actions that switch symmetry on and off."""

from __future__ import annotations

from studio.document.aids import Axes
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr

USUAL_ARMS = 6


def mirror_actions(session: Session) -> tuple[Action, ...]:
    """Each is a switch."""
    mirroring = session.painting.mirroring
    return (
        Action(
            "symmetry_across",
            Menu.symmetry,
            tr("Mirror left and right"),
            tr("Paint on both sides of the middle of the canvas."),
            mirroring.toggle_across,
            is_checked=lambda: mirroring.across,
        ),
        Action(
            "symmetry_down",
            Menu.symmetry,
            tr("Mirror top and bottom"),
            tr("Paint above and below the middle of the canvas."),
            mirroring.toggle_down,
            is_checked=lambda: mirroring.down,
        ),
        Action(
            "symmetry_around",
            Menu.symmetry,
            tr("Repeat around the middle"),
            tr("Paint several times around the middle of the canvas."),
            lambda: mirroring.set_arms(1 if mirroring.arms > 1 else USUAL_ARMS),
            is_checked=lambda: mirroring.arms > 1,
        ),
        Action(
            "symmetry_middle",
            Menu.symmetry,
            tr("Axes through the middle"),
            tr("Mirror at the middle of the canvas again."),
            lambda: mirroring.set_axes(Axes()),
            (),
            lambda: mirroring.axes != Axes(),
        ),
    )
