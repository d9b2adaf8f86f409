"""The actions that add a fill or an adjustment layer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from studio.colour import Colour
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
from studio.document.fills import GradientFill, PatternFill, fill_title
from studio.session.actions.action import Action, Menu
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
# Where both Photoshop and Krita change a layer's pixels, and hands find them.
_KEYS: Mapping[type[Adjustment], tuple[str, ...]] = {
    Levels: ("Ctrl+L",),
    Curves: ("Ctrl+M",),
    HueSaturation: ("Ctrl+U",),
    ColourBalance: ("Ctrl+B",),
    Invert: ("Ctrl+I",),
}


def adjust_actions(session: Session) -> tuple[Action, ...]:
    """Each adds a layer above the active one."""
    adjusting, painting = session.adjusting, session.painting

    def add_gradient() -> None:
        adjusting.add_fill(GradientFill(painting.foreground, painting.background))

    def add_pattern() -> None:
        adjusting.add_fill(PatternFill(ink=painting.foreground, ground=painting.background))

    fills = (
        Action(
            "add_fill_layer",
            Menu.adjust,
            fill_title(Colour),
            tr("Add a layer of the foreground colour."),
            lambda: adjusting.add_fill(painting.foreground),
        ),
        Action(
            "add_gradient_layer",
            Menu.adjust,
            fill_title(GradientFill),
            tr("Add a layer that goes from the foreground colour to the background colour."),
            add_gradient,
        ),
        Action(
            "add_pattern_layer",
            Menu.adjust,
            fill_title(PatternFill),
            tr("Add a layer with a pattern in the foreground and the background colour."),
            add_pattern,
        ),
    )
    tip = tr("Add a layer that shows what is beneath it otherwise.")
    return (
        *fills,
        *(
            Action(
                f"adjust_{type(one).__name__}",
                Menu.adjust,
                title_of(one),
                tip,
                partial(adjusting.add, one),
                _KEYS.get(type(one), ()),
            )
            for one in ADJUSTMENTS
        ),
    )
