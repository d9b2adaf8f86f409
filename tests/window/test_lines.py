"""What Enter does in a line of a panel while something on the canvas would take it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.panels.layer_tree import LayerTree
from studio.panels.line import Line


@pytest.fixture
def shown(desk, qtbot):
    """A candidate, which Enter keeps."""
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    desk.do("repaint")
    qtbot.waitUntil(lambda: len(desk.session.candidates.waiting) == 1)
    desk.window.menus.show_states()
    return desk


def press_enter(desk) -> None:
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Return)


def test_enter_on_the_canvas_keeps_the_candidate(shown):
    shown.window.canvas.setFocus()
    press_enter(shown)
    assert shown.session.candidates.waiting == ()


def test_enter_in_a_line_ends_what_is_typed_and_keeps_nothing(shown):
    lines = [one for one in shown.window.findChildren(Line) if one.isVisible()]
    assert len(lines) >= 2
    for line in lines:
        line.setFocus()
        press_enter(shown)
    assert len(shown.session.candidates.waiting) == 1


def test_a_seed_that_is_typed_is_taken(shown):
    seed = next(one for one in shown.window.findChildren(Line) if "Seed" in one.accessibleName())
    seed.setFocus()
    QTest.keyClicks(seed, "77")
    press_enter(shown)
    assert shown.session.repainting.recipe.seed == 77
    assert len(shown.session.candidates.waiting) == 1


def test_a_layer_is_renamed_and_nothing_is_kept(shown, qtbot):
    tree = shown.window.docks.layers.findChild(LayerTree)
    tree.edit(tree.currentIndex())
    line = tree.findChild(Line)
    line.setFocus()
    line.setText("Sky")
    press_enter(shown)
    layers = shown.document.layers
    qtbot.waitUntil(lambda: layers[-1].properties.name == "Sky")
    assert len(shown.session.candidates.waiting) == 1
