from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from studio.panels.candidates import CandidatesPanel


@pytest.fixture
def panel(session, actions, qtbot):
    panel = CandidatesPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(310, 260)
    panel.show()
    return panel


def ids(session):
    return [one.id for one in session.candidates.waiting]


def hover(panel, row, qtbot):
    strip = panel.strip
    spot = strip.visualItemRect(strip.item(row)).center()
    qtbot.mouseMove(strip.viewport(), QPoint(2, strip.height() - 4))
    qtbot.mouseMove(strip.viewport(), spot)
    strip.itemEntered.emit(strip.item(row))


def test_each_candidate_is_a_thumbnail(panel, repainted):
    repainted(3)
    assert panel.strip.count() == 3
    assert not panel.strip.item(0).icon().isNull()


def test_the_newest_is_shown_in_place(panel, session, repainted):
    repainted(2)
    assert session.candidates.shown == ids(session)[-1]
    assert panel.strip.currentRow() == 1


def test_hovering_shows_one_and_leaving_shows_the_chosen_again(panel, session, repainted, qtbot):
    repainted(2)
    first, second = ids(session)
    hover(panel, 0, qtbot)
    assert session.candidates.shown == first
    QApplication.sendEvent(panel.strip, QEvent(QEvent.Type.Leave))
    assert session.candidates.shown == second


def test_arrow_keys_go_from_one_to_the_next(panel, session, repainted, qtbot):
    repainted(3)
    qtbot.keyClick(panel.strip, Qt.Key.Key_Left)
    assert session.candidates.shown == ids(session)[1]


def test_enter_keeps_the_one_shown_and_no_other_is_lost(panel, session, repainted, qtbot):
    repainted(2)
    first = ids(session)[0]
    qtbot.keyClick(panel.strip, Qt.Key.Key_Return)
    assert ids(session) == [first]
    assert len(session.easel.document.layers) == 2
    assert panel.strip.count() == 1


def test_delete_drops_the_one_shown(panel, session, repainted, qtbot):
    repainted(2)
    first = ids(session)[0]
    qtbot.keyClick(panel.strip, Qt.Key.Key_Delete)
    assert ids(session) == [first]
    assert len(session.easel.document.layers) == 1


def test_the_buttons_keep_and_drop(panel, session, repainted):
    repainted(2)
    panel.drop.click()
    assert len(ids(session)) == 1
    session.candidates.show(ids(session)[0])
    panel.keep.click()
    assert ids(session) == []
    assert len(session.easel.document.layers) == 2


def test_without_candidates_the_panel_says_what_will_be_here(panel, repainted):
    assert not panel.keep.isEnabled()
    assert panel._empty.isVisible()
    repainted()
    assert not panel._empty.isVisible()


def test_a_click_beside_the_thumbnails_shows_the_painting_alone(panel, session, repainted, qtbot):
    repainted()
    spot = QPoint(panel.strip.width() - 12, panel.strip.height() - 12)
    qtbot.mouseClick(panel.strip.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.candidates.shown is None


def test_its_menu_takes_up_the_settings_of_the_one_shown(panel, session, repainted):
    recipe = session.repainting.recipe
    session.repainting.set_recipe(replace(recipe, prompt="a fox", strength=0.5))
    repainted(2)
    session.repainting.set_recipe(replace(recipe, prompt="a boat"))
    first = session.candidates.waiting[0]
    session.candidates.show(first.id)
    shown = {action.text(): action for action in panel.menu().actions()}
    shown["Take up its settings"].trigger()
    taken = session.repainting.recipe
    assert (taken.prompt, taken.strength, taken.seed) == ("a fox", 0.5, first.result.seed)


def test_a_live_picture_is_kept_by_the_button(panel, session, qtbot):
    session.live.switch()
    session.live.ask()
    qtbot.waitUntil(panel.keep.isEnabled)
    panel.keep.click()
    assert len(session.easel.document.layers) == 2
    assert not panel.keep.isEnabled()
