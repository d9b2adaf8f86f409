"""The actions of the Layer menu."""

from __future__ import annotations

from functools import partial

from studio.document.layers import GroupLayer, PaintLayer
from studio.session.action import Action, Menu
from studio.session.adjust_actions import adjust_actions
from studio.session.easel import Easel
from studio.session.mask_actions import mask_actions
from studio.session.session import Session
from studio.text import tr


def layer_actions(session: Session) -> tuple[Action, ...]:
    """Each works on the active layer."""
    return (
        *_new_actions(session),
        *adjust_actions(session),
        *_group_actions(session),
        *_order_actions(session),
        *_merge_actions(session),
        *mask_actions(session),
        *_recipe_actions(session),
    )


def _new_actions(session: Session) -> tuple[Action, ...]:
    layering = session.layering
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
    )


def _group_actions(session: Session) -> tuple[Action, ...]:
    layering, easel = session.layering, session.easel

    def is_group() -> bool:
        return _has_active(easel) and isinstance(easel.document.layer(easel.active), GroupLayer)

    return (
        Action(
            "group_layer",
            Menu.layer,
            tr("Group layer"),
            tr("Put the layer into a new group."),
            layering.group_active,
            ("Ctrl+G",),
            partial(_has_active, easel),
        ),
        Action(
            "pass_through",
            Menu.layer,
            tr("Pass-through group"),
            tr("Lay the group's layers over what is beneath it, as if it were not there."),
            lambda: layering.toggle_pass_through(easel.active),
            (),
            is_group,
            lambda: easel.document.layer(easel.active).properties.pass_through,
        ),
    )


def _order_actions(session: Session) -> tuple[Action, ...]:
    layering, easel = session.layering, session.easel
    has_active = partial(_has_active, easel)
    return (
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
    )


def _merge_actions(session: Session) -> tuple[Action, ...]:
    merging, easel = session.merging, session.easel
    return (
        Action(
            "merge_down",
            Menu.layer,
            tr("Merge down"),
            tr("Paint the layer onto the one beneath."),
            lambda: merging.merge_down(easel.active),
            ("Ctrl+E",),
            partial(_has_active, easel),
        ),
        Action(
            "merge_visible",
            Menu.layer,
            tr("Merge visible"),
            tr("Make one layer of all that are shown; hidden ones stay."),
            merging.merge_visible,
            ("Ctrl+Shift+Alt+E",),
        ),
        Action(
            "flatten",
            Menu.layer,
            tr("Flatten image"),
            tr("Make one layer of all that is seen."),
            merging.flatten_image,
            ("Ctrl+Shift+E",),
        ),
    )


def _recipe_actions(session: Session) -> tuple[Action, ...]:
    easel = session.easel

    def is_generated() -> bool:
        layer = easel.document.layer(easel.active)
        return isinstance(layer, PaintLayer) and bool(layer.recipe)

    return (
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


def _has_active(easel: Easel) -> bool:
    return easel.active != easel.document.root.id
