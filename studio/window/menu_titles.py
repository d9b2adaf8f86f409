"""What menus are called."""

from __future__ import annotations

from studio.session.actions.action import Menu
from studio.text import tr


def menu_titles() -> dict[Menu, str]:
    """Of the menu bar, in its order; `&` comes before the letter that opens a menu with Alt."""
    return {
        Menu.file: tr("&File"),
        Menu.edit: tr("&Edit"),
        Menu.image: tr("&Image"),
        Menu.layer: tr("&Layer"),
        Menu.select: tr("&Select"),
        Menu.repaint: tr("&Repaint"),
        Menu.tools: tr("&Tools"),
        Menu.view: tr("&View"),
        Menu.help: tr("&Help"),
    }


def place_of(menu: Menu) -> tuple[Menu, str]:
    """The menu that another one is in, and what that is called there."""
    match menu:
        case Menu.mask:
            return Menu.layer, tr("Mask")
        case Menu.shapes:
            return Menu.tools, tr("Shapes")
        case Menu.next_tool:
            return Menu.tools, tr("Next tool")
        case Menu.symmetry:
            return Menu.tools, tr("Symmetry")
        case Menu.brush:
            return Menu.tools, tr("Change the brush")
        case Menu.snap:
            return Menu.view, tr("Snap")
        case Menu.perspective:
            return Menu.view, tr("Perspective")
        case _:
            return Menu.layer, tr("New fill or adjustment layer")


def plain_title(menu: Menu) -> str:
    """Where an action is found: the menu, and the one in it."""
    titles = menu_titles()
    if menu not in titles:
        outside, inner = place_of(menu)
        return f"{plain_title(outside)} › {inner}"
    # Chinese menus have their letter in brackets behind: 文件(&F).
    return titles[menu].partition("(&")[0].replace("&", "")
