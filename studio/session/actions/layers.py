"""The actions of the Layer menu."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from studio.document.layers import GroupLayer, PaintLayer
from studio.generation.recipe import LayerRecipe
from studio.session.actions.action import Action, Menu
from studio.session.actions.adjustments import adjust_actions
from studio.session.actions.masks import mask_actions
from studio.session.actions.text import text_actions
from studio.session.easel import Easel
from studio.session.session import Session
from studio.text import tr


def layer_actions(session: Session) -> tuple[Action, ...]:
    """Each works on the chosen layers, or on the active one."""
    return (
        *_new_actions(session),
        *adjust_actions(session),
        *_group_actions(session),
        *_order_actions(session),
        *_merge_actions(session),
        *mask_actions(session),
        *text_actions(session),
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

    def clip() -> None:
        clipped = not easel.document.layer(easel.active).properties.clipped
        title = tr("Clip layer") if clipped else tr("Unclip layer")
        session.together.show_as(lambda look: replace(look, clipped=clipped), title)

    return (
        Action(
            "group_layer",
            Menu.layer,
            tr("Group layer"),
            tr("Put the chosen layers into a new group."),
            session.together.group,
            ("Ctrl+G",),
            partial(_has_active, easel),
        ),
        Action(
            "clip_layer",
            Menu.layer,
            tr("Clip to the layer beneath"),
            tr("Show the chosen layers only where the one beneath them is painted."),
            clip,
            ("Ctrl+Alt+G",),
            partial(_has_active, easel),
            lambda: easel.document.layer(easel.active).properties.clipped,
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
    together, easel = session.together, session.easel
    has_active = partial(_has_active, easel)
    return (
        Action(
            "duplicate_layer",
            Menu.layer,
            tr("Duplicate layer"),
            tr("Copy the chosen layers above themselves."),
            together.duplicate,
            ("Ctrl+J",),
            has_active,
        ),
        Action(
            "remove_layer",
            Menu.layer,
            tr("Delete layer"),
            tr("Take the chosen layers away."),
            together.remove,
            ("Shift+Delete",),
            has_active,
        ),
        Action(
            "raise_layer",
            Menu.layer,
            tr("Raise layer"),
            tr("Move the chosen layers one up."),
            together.raise_them,
            ("Ctrl+]",),
            has_active,
        ),
        Action(
            "lower_layer",
            Menu.layer,
            tr("Lower layer"),
            tr("Move the chosen layers one down."),
            together.lower_them,
            ("Ctrl+[",),
            has_active,
        ),
    )


def _merge_actions(session: Session) -> tuple[Action, ...]:
    merging, easel, chosen = session.merging, session.easel, session.chosen

    def merge() -> None:
        if chosen.are_several:
            merging.merge(chosen.outermost)
        else:
            merging.merge_down(easel.active)

    return (
        Action(
            "merge_down",
            Menu.layer,
            tr("Merge down"),
            tr("Paint the layer onto the one beneath, or make one of those that are chosen."),
            merge,
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

    def take_up() -> None:
        remembered = LayerRecipe.from_json(easel.document.paint_layer(easel.active).recipe)
        session.found_settings.take_up(remembered.recipe)

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
        Action(
            "layer_settings",
            Menu.layer,
            tr("Take up its settings"),
            tr("Repaint with the prompt, seed and all else that the layer was made with."),
            take_up,
            (),
            is_generated,
        ),
    )


def _has_active(easel: Easel) -> bool:
    return easel.active != easel.document.root.id
