"""The actions of the Layer menu."""

from __future__ import annotations

from studio.document.layers import PaintLayer
from studio.session.action import Action, Menu
from studio.session.session import Session
from studio.text import tr


def layer_actions(session: Session) -> tuple[Action, ...]:
    """Each works on the active layer."""
    layering, easel = session.layering, session.easel

    def has_active() -> bool:
        return easel.active != easel.document.root.id

    def is_generated() -> bool:
        layer = easel.document.layer(easel.active)
        return isinstance(layer, PaintLayer) and bool(layer.recipe)

    return (
        Action(
            "add_layer",
            Menu.layer,
            tr("New layer"),
            tr("Add an empty layer above."),
            layering.add_layer,
            ("Ctrl+Shift+N", "Ins"),
        ),
        Action(
            "add_group",
            Menu.layer,
            tr("New group"),
            tr("Add an empty group above."),
            layering.add_group,
        ),
        Action(
            "group_layer",
            Menu.layer,
            tr("Group layer"),
            tr("Put the layer into a new group."),
            layering.group_active,
            ("Ctrl+G",),
            has_active,
        ),
        Action(
            "duplicate_layer",
            Menu.layer,
            tr("Duplicate layer"),
            tr("Copy the layer above itself."),
            lambda: layering.duplicate(easel.active),
            ("Ctrl+J",),
            has_active,
        ),
        Action(
            "remove_layer",
            Menu.layer,
            tr("Delete layer"),
            tr("Take the layer away."),
            lambda: layering.remove(easel.active),
            ("Shift+Delete",),
            has_active,
        ),
        Action(
            "raise_layer",
            Menu.layer,
            tr("Raise layer"),
            tr("Move the layer one up."),
            layering.raise_active,
            ("Ctrl+]",),
            has_active,
        ),
        Action(
            "lower_layer",
            Menu.layer,
            tr("Lower layer"),
            tr("Move the layer one down."),
            layering.lower_active,
            ("Ctrl+[",),
            has_active,
        ),
        Action(
            "merge_down",
            Menu.layer,
            tr("Merge down"),
            tr("Paint the layer onto the one beneath."),
            lambda: layering.merge_down(easel.active),
            ("Ctrl+E",),
            has_active,
        ),
        Action(
            "flatten",
            Menu.layer,
            tr("Flatten image"),
            tr("Make one layer of all that is seen."),
            layering.flatten_image,
            ("Ctrl+Shift+E",),
        ),
        Action(
            "reroll",
            Menu.layer,
            tr("Re-roll"),
            tr("Make a generated layer anew from its recipe, with another seed."),
            lambda: session.repainting.reroll(easel.active),
            ("Ctrl+R",),
            is_generated,
        ),
    )
