"""The actions of the Layer menu."""

from __future__ import annotations

from functools import partial

from studio.document.adjustments import (
    Adjustment,
    Blur,
    BrightnessContrast,
    ColourBalance,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
    Sharpen,
    title_of,
)
from studio.document.layers import GroupLayer, PaintLayer
from studio.session.action import Action, Menu
from studio.session.session import Session
from studio.text import tr

# As they come; those at rest are set in the layer panel.
ADJUSTMENTS: tuple[Adjustment, ...] = (
    BrightnessContrast(),
    Levels(),
    Curves(),
    HueSaturation(),
    ColourBalance(),
    Invert(),
    Posterise(),
    GradientMap(),
    Blur(),
    Sharpen(),
)


def layer_actions(session: Session) -> tuple[Action, ...]:
    """Each works on the active layer."""
    layering, easel = session.layering, session.easel

    def has_active() -> bool:
        return easel.active != easel.document.root.id

    def is_group() -> bool:
        return has_active() and isinstance(easel.document.layer(easel.active), GroupLayer)

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
        *_adjust_actions(session),
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
            "pass_through",
            Menu.layer,
            tr("Pass-through group"),
            tr("Lay the group's layers over what is beneath it, as if it were not there."),
            lambda: layering.toggle_pass_through(easel.active),
            (),
            is_group,
            lambda: easel.document.layer(easel.active).properties.pass_through,
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
            "merge_visible",
            Menu.layer,
            tr("Merge visible"),
            tr("Make one layer of all that are shown; hidden ones stay."),
            layering.merge_visible,
            ("Ctrl+Shift+Alt+E",),
        ),
        Action(
            "flatten",
            Menu.layer,
            tr("Flatten image"),
            tr("Make one layer of all that is seen."),
            layering.flatten_image,
            ("Ctrl+Shift+E",),
        ),
        *_mask_actions(session),
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


def _adjust_actions(session: Session) -> tuple[Action, ...]:
    adjusting, painting = session.adjusting, session.painting
    fill = Action(
        "add_fill_layer",
        Menu.adjust,
        tr("Colour fill"),
        tr("Add a layer of the foreground colour."),
        lambda: adjusting.add_fill(painting.foreground),
    )
    tip = tr("Add a layer that shows what is beneath it otherwise.")
    return (
        fill,
        *(
            Action(
                f"adjust_{type(one).__name__}",
                Menu.adjust,
                title_of(one),
                tip,
                partial(adjusting.add, one),
            )
            for one in ADJUSTMENTS
        ),
    )


def _mask_actions(session: Session) -> tuple[Action, ...]:
    masking, easel = session.masking, session.easel

    def has_active() -> bool:
        return easel.active != easel.document.root.id

    def has_mask() -> bool:
        return masking.mask is not None

    def is_painted() -> bool:
        return isinstance(easel.document.layer(easel.active), PaintLayer)

    return (
        Action(
            "add_mask",
            Menu.layer,
            tr("Add mask"),
            tr("Show only what is selected, or all; paint black on the mask to hide."),
            masking.add,
            ("Ctrl+Shift+M",),
            lambda: has_active() and not has_mask(),
        ),
        Action(
            "mask_from_alpha",
            Menu.layer,
            tr("Transparency to mask"),
            tr("Make the layer opaque and let a mask hide what was transparent."),
            masking.add_from_alpha,
            (),
            lambda: is_painted() and not has_mask(),
        ),
        Action(
            "toggle_mask",
            Menu.layer,
            tr("Mask on"),
            tr("Whether the mask hides anything."),
            masking.toggle,
            (),
            has_mask,
            lambda: masking.mask is not None and masking.mask.is_on,
        ),
        Action(
            "apply_mask",
            Menu.layer,
            tr("Apply mask"),
            tr("Make what the mask hides transparent for good."),
            masking.apply,
            (),
            lambda: has_mask() and is_painted(),
        ),
        Action(
            "remove_mask",
            Menu.layer,
            tr("Delete mask"),
            tr("Take the mask away; the layer is seen whole."),
            masking.remove,
            (),
            has_mask,
        ),
        Action(
            "select_mask",
            Menu.layer,
            tr("Select mask"),
            tr("Select what the mask shows."),
            masking.select_mask,
            (),
            has_mask,
        ),
        Action(
            "select_alpha",
            Menu.layer,
            tr("Select what is painted"),
            tr("Select the layer's pixels, as far as they are opaque."),
            masking.select_alpha,
            (),
            is_painted,
        ),
    )
