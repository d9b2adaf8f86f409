"""What an action is: a verb with a name, a key and a place in the menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Menu(Enum):
    """Where an action is found."""

    file = "file"
    edit = "edit"
    image = "image"
    layer = "layer"
    adjust = "adjust"
    mask = "mask"
    select = "select"
    repaint = "repaint"
    tools = "tools"
    shapes = "shapes"
    next_tool = "next_tool"
    brush = "brush"
    symmetry = "symmetry"
    view = "view"
    snap = "snap"
    perspective = "perspective"
    help = "help"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a user can ask for.

    id: fixed, for shortcuts and tests. tip: one line. keys: the first is shown, as Qt spells keys.
    is_checked: whether it is on; None for an action that is not a switch.
    """

    id: str
    menu: Menu
    title: str
    tip: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    is_enabled: Callable[[], bool] = _always
    is_checked: Callable[[], bool] | None = None
