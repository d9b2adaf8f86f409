from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QTreeView

from studio.panels.prompt import PromptEdit
from studio.panels.wheel import ColourWheel


@pytest.fixture
def active(desk, qtbot):
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return desk


def enter_canvas(desk) -> None:
    at = QPointF(200, 200)
    QApplication.sendEvent(desk.window.canvas, QEnterEvent(at, at, at))


def size_of_brush(desk):
    painting = desk.session.painting
    return painting.brush_of(painting.tool).size


@pytest.mark.parametrize("kind", [QTreeView, QComboBox])
def test_keys_are_for_the_brush_again_once_it_is_over_the_canvas(active, kind):
    docks = active.window.docks.all
    held = next(one for dock in docks for one in dock.findChildren(kind) if one.isVisible())
    held.setFocus()
    before = size_of_brush(active)
    enter_canvas(active)
    assert active.window.canvas.hasFocus()
    QTest.keyClick(active.window.canvas, Qt.Key.Key_BracketRight)
    assert size_of_brush(active) > before


def test_words_being_typed_keep_the_keyboard(active):
    prompt = active.window.findChild(PromptEdit)
    prompt.setFocus()
    enter_canvas(active)
    assert QApplication.focusWidget() is prompt


def test_a_colour_chosen_by_a_click_leaves_the_keyboard_to_the_brush(active):
    active.window.canvas.setFocus()
    wheel = active.window.findChild(ColourWheel)
    QTest.mouseClick(wheel, Qt.MouseButton.LeftButton, pos=QPoint(*[wheel.width() // 2] * 2))
    assert QApplication.focusWidget() is active.window.canvas
