"""The first page: at most one click to painting."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt

from studio.document.composite import flatten
from studio.session.repaint.trying import PROMPT
from studio.window.welcome import MOST_RECENT, Welcome


@pytest.fixture
def welcome(desk):
    return Welcome(desk.window.canvas, desk.session, desk.window.files)


def is_there(desk) -> bool:
    desk.app.qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return bool(desk.window.canvas.findChildren(Welcome))


def test_it_lies_in_the_middle_of_the_canvas(desk, welcome):
    desk.window.resize(1300, 800)
    middle = welcome.geometry().center() - desk.window.canvas.rect().center()
    assert abs(middle.x()) <= 2
    assert abs(middle.y()) <= 2


def test_a_narrow_canvas_still_shows_all_of_it(desk, welcome):
    desk.window.canvas.resize(300, 500)
    assert welcome.x() >= 0
    assert welcome.geometry().right() < 300


def test_a_press_beside_it_paints_at_once(desk, welcome):
    before = flatten(desk.document, desk.document.bounds)
    desk.stroke()
    assert not np.array_equal(before, flatten(desk.document, desk.document.bounds))
    assert not is_there(desk)


@pytest.mark.parametrize("verb", ["repaint", "live"])
def test_it_hides_nothing_of_what_a_repaint_shows(desk, welcome, verb):
    desk.do(verb)
    assert not is_there(desk)


def test_one_click_gives_the_whole_canvas(desk, welcome, qtbot):
    qtbot.mouseClick(welcome.paint, Qt.MouseButton.LeftButton)
    assert not is_there(desk)
    assert desk.document.history.position == 0


def test_escape_gives_the_whole_canvas_too(desk, welcome):
    desk.painter.escape()
    assert not is_there(desk)


def test_the_keyboard_is_on_the_card_and_enter_begins(desk, welcome, qtbot):
    assert welcome.focusWidget() is welcome.paint
    qtbot.keyClick(welcome.paint, Qt.Key.Key_Return)
    assert not is_there(desk)
    assert desk.window.canvas.hasFocus()


def test_a_press_on_the_card_paints_nothing(desk, welcome, qtbot):
    qtbot.mouseClick(welcome, Qt.MouseButton.LeftButton)
    assert welcome.isVisible()
    assert desk.document.history.position == 0


def test_the_sample_is_ready_to_be_repainted(desk, welcome):
    welcome.sample.click()
    assert (desk.document.extent.width, desk.document.extent.height) == (768, 512)
    assert not desk.document.selection.is_none
    assert desk.session.repainting.recipe.prompt == PROMPT
    assert desk.session.filing.path is None
    assert not desk.session.filing.is_modified
    assert desk.session.filing.recent == ()
    assert not is_there(desk)


def test_new_asks_and_stays_when_the_painter_thinks_better_of_it(desk, welcome, answers):
    welcome.new.click()
    assert answers.asked == ["new"]
    assert welcome.isVisible()


def test_files_of_lately_are_offered(desk, answers, tmp_path):
    preferences = desk.session.preferences
    for number in range(6):
        preferences.change(preferences.current.with_recent(tmp_path / f"{number}.png"))
    flat = tmp_path / "5.png"
    desk.window.grab().save(str(flat))
    welcome = Welcome(desk.window.canvas, desk.session, desk.window.files)
    assert [one.text() for one in welcome.recent] == ["5.png", "4.png", "3.png", "2.png"]
    assert len(welcome.recent) == MOST_RECENT
    welcome.recent[0].click()
    assert desk.session.filing.title == "5.png"
    assert not is_there(desk)


def test_it_can_be_left_out_of_later_starts(desk, welcome):
    welcome.again.click()
    assert not desk.session.preferences.current.welcomes
