"""The actions that add a fill or an adjustment layer."""

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


def adjust_actions(session: Session) -> tuple[Action, ...]:
    """Each adds a layer above the active one."""
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
