"""How the menus are laid out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QMenu

from studio.document.adjustments import ColourBalance, Curves, HueSaturation, Invert, Levels

# Under the menu bar of a screen of 1280 × 720, within a window's frame.
ROOM = 650


def menus_of(desk) -> list[QMenu]:
    bar = desk.window.menuBar()
    menus = (one.menu() for one in bar.actions())
    return [one for one in menus if isinstance(one, QMenu)]


def entries(menu: QMenu) -> str:
    """By their words; `|` where the menu is divided."""
    words = ("|" if one.isSeparator() else one.text() for one in menu.actions())
    return ", ".join(words).replace(", |, ", " | ")


@pytest.mark.parametrize("index", range(9))
def test_a_menu_has_room_on_a_small_screen(desk, index):
    menu = menus_of(desk)[index]
    assert menu.sizeHint().height() <= ROOM, menu.title()


def test_what_belongs_together_stands_together(desk):
    edit, repaint, view = (entries(menus_of(desk)[index]) for index in (1, 5, 7))
    assert edit.startswith("Undo, Redo | Cut, Copy, Copy merged, Paste, Clear | ")
    assert repaint.startswith("Write the prompt, Repaint, ")
    assert "Rulers, Guides, Grid | Lock guides, Clear guides, Set the grid… | Snap" in view


def test_no_menu_is_divided_at_its_ends_or_twice(desk):
    for menu in desk.window.menuBar().findChildren(QMenu):
        divided = [one.isSeparator() for one in menu.actions()]
        # Where there are no layouts of one's own yet, Qt leaves the line out.
        if menu.title() == "Layouts" or not divided:
            continue
        assert not divided[0], menu.title()
        assert not divided[-1], menu.title()
        assert (True, True) not in pairwise(divided), menu.title()


def test_the_symmetry_is_in_a_menu_of_its_own(desk):
    menus = desk.window.menuBar().findChildren(QMenu)
    (symmetry,) = (one for one in menus if one.title() == "Symmetry")
    assert entries(symmetry).endswith("| Axes through the middle, Set the symmetry axes…")


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("Ctrl+L", Levels),
        ("Ctrl+M", Curves),
        ("Ctrl+U", HueSaturation),
        ("Ctrl+B", ColourBalance),
        ("Ctrl+I", Invert),
    ],
)
def test_the_keys_of_other_programs_adjust_the_picture(desk, key, content):
    action = next(one for one in desk.window.verbs if one.keys[:1] == (key,))
    desk.do(action.id)
    assert isinstance(desk.session.adjusting.content, content)
