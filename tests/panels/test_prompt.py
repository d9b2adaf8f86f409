from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from studio.panels.prompt import PromptEdit

WORDS = ("red apple", "apple", "house", "house cat", "猫")


@pytest.fixture
def prompt(qtbot):
    field = PromptEdit("Prompt", "", fewest=1, most=4)
    field.offer(WORDS)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    return field


def type_in(qtbot, prompt, words):
    for letter in words:
        qtbot.keyClicks(prompt, letter)


def test_a_word_that_is_begun_is_completed_by_enter(prompt, qtbot):
    type_in(qtbot, prompt, "a red a")
    qtbot.keyClick(prompt._completion._list, Qt.Key.Key_Return)
    assert prompt.toPlainText() == "a red apple"


def test_what_is_taken_reaches_the_recipe(prompt, qtbot):
    seen = []
    prompt.edited.connect(seen.append)
    type_in(qtbot, prompt, "ho")
    qtbot.keyClick(prompt._completion._list, Qt.Key.Key_Tab)
    assert seen[-1] == "house"


def test_escape_closes_the_list_and_keeps_what_was_typed(prompt, qtbot):
    type_in(qtbot, prompt, "hou")
    assert prompt._completion.is_open
    qtbot.keyClick(prompt._completion._list, Qt.Key.Key_Escape)
    assert not prompt._completion.is_open
    assert prompt.toPlainText() == "hou"


def test_asking_for_a_repaint_closes_the_list_and_keeps_what_was_typed(prompt, qtbot):
    type_in(qtbot, prompt, "hou")
    enter = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    QCoreApplication.sendEvent(prompt, enter)
    assert not enter.isAccepted()
    assert not prompt._completion.is_open
    assert prompt.toPlainText() == "hou"


@pytest.mark.parametrize("typed", ["h", "a fox", "apple", "zz"])
def test_nothing_is_offered_where_nothing_fits_or_all_is_typed(prompt, qtbot, typed):
    type_in(qtbot, prompt, typed)
    assert not prompt._completion.is_open


def test_enter_makes_a_new_line_when_nothing_is_offered(prompt, qtbot):
    type_in(qtbot, prompt, "a fox")
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert prompt.toPlainText() == "a fox\n"
