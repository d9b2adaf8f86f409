"""The actions of the Layer menu that are about masks."""

from __future__ import annotations

from studio.document.layers import PaintLayer
from studio.document.selection import Combine
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr


def mask_actions(session: Session) -> tuple[Action, ...]:
    """Each is about the mask of the active layer."""
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
            Menu.mask,
            tr("Add mask"),
            tr("Show only what is selected, or all; paint black on the mask to hide."),
            masking.add,
            ("Ctrl+Shift+M",),
            lambda: has_active() and not has_mask(),
        ),
        Action(
            "mask_from_alpha",
            Menu.mask,
            tr("Transparency to mask"),
            tr("Make the layer opaque and let a mask hide what was transparent."),
            masking.add_from_alpha,
            (),
            lambda: is_painted() and not has_mask(),
        ),
        Action(
            "toggle_mask",
            Menu.mask,
            tr("Mask on"),
            tr("Whether the mask hides anything."),
            masking.toggle,
            (),
            has_mask,
            lambda: masking.mask is not None and masking.mask.is_on,
        ),
        Action(
            "apply_mask",
            Menu.mask,
            tr("Apply mask"),
            tr("Make what the mask hides transparent for good."),
            masking.apply,
            (),
            lambda: has_mask() and is_painted(),
        ),
        Action(
            "remove_mask",
            Menu.mask,
            tr("Delete mask"),
            tr("Take the mask away; the layer is seen whole."),
            masking.remove,
            (),
            has_mask,
        ),
        Action(
            "select_mask",
            Menu.mask,
            tr("Select mask"),
            tr("Select what the mask shows."),
            lambda: session.wand.select_mask(easel.active, Combine.replace),
            (),
            has_mask,
        ),
    )
