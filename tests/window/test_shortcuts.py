"""Changing keys in the window: menus, tooltips and buttons follow."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton

from studio.session.actions.shortcuts import USUAL, Preset, Shortcuts, same_key_in
from studio.window.shortcuts import ShortcutsPage

# Each pair is never to be had at a time: one of them is for what was begun, or for a candidate.
SHARING = {
    frozenset({"apply", "keep"}),
    frozenset({"give_up", "cancel"}),
    frozenset({"clear", "drop"}),
    frozenset({"take_node_back", "drop"}),
}


@pytest.fixture
def page(desk, qtbot):
    page = ShortcutsPage(desk.session.preferences, desk.window.verbs)
    qtbot.addWidget(page)
    page.show()
    return page


def keys_in_menus(desk, name):
    return [key.toString() for key in desk.window.menus.action(name).shortcuts()]


@pytest.mark.parametrize("preset", list(Preset))
def test_no_preset_gives_a_key_to_two_actions_that_can_meet(desk, preset):
    shortcuts = Shortcuts(preset)
    shared = {
        frozenset({one.id, other.id})
        for one, other in combinations(desk.window.verbs, 2)
        if any(same_key_in(key, shortcuts.keys_of(other)) for key in shortcuts.keys_of(one))
    }
    assert shared == SHARING


@pytest.mark.parametrize("preset", list(Preset))
def test_every_key_of_a_preset_is_one_that_can_be_pressed(desk, preset):
    for action in desk.window.verbs:
        for key in Shortcuts(preset).keys_of(action):
            assert QKeySequence(key).count() == 1, f"{action.id}: {key}"


def test_another_preset_reaches_menus_and_tooltips_at_once(desk, page):
    page.preset.setCurrentIndex(page.preset.findData(Preset.krita))
    page.preset.activated.emit(page.preset.currentIndex())
    assert keys_in_menus(desk, "toggle_eraser") == ["E"]
    assert keys_in_menus(desk, "tool_eraser") == []
    [fill] = [
        button
        for button in desk.window.findChildren(QAbstractButton)
        if button.objectName() == "tool_fill"
    ]
    assert "&nbsp;F" in fill.toolTip()


def test_the_eraser_comes_and_goes_by_one_key_as_in_krita(desk):
    desk.do("toggle_eraser")
    assert desk.session.painting.tool.value == "eraser"
    desk.do("toggle_eraser")
    assert desk.session.painting.tool.value == "brush"


def test_opacity_by_keys_stays_within_its_range(desk):
    painting = desk.session.painting
    desk.do("less_opaque")
    assert painting.brush_of(painting.tool).opacity == pytest.approx(0.9)
    for _ in range(12):
        desk.do("less_opaque")
    assert painting.brush_of(painting.tool).opacity == pytest.approx(0.05)
    for _ in range(12):
        desk.do("more_opaque")
    assert painting.brush_of(painting.tool).opacity == 1.0


def test_a_recorded_key_is_added(desk, page, qtbot):
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("F7"))
    assert keys_in_menus(desk, "flatten") == ["Ctrl+Shift+E", "F7"]
    assert page.editor.record.keySequence().isEmpty()


def test_a_key_that_is_taken_is_asked_about_and_can_be_left(desk, page):
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("Ctrl+S"))
    assert "Save" in page.editor.warning.text()
    assert desk.session.preferences.current.shortcuts == USUAL
    page.editor.leave.click()
    assert not page.editor.warning.text()
    assert keys_in_menus(desk, "save") == ["Ctrl+S"]


def test_a_key_that_is_held_on_the_canvas_can_be_for_nothing_else(desk, page):
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("Space"))
    assert "held" in page.editor.warning.text()
    assert desk.session.preferences.current.shortcuts == USUAL


def test_menus_call_enter_as_the_buttons_do(desk, page):
    assert keys_in_menus(desk, "repaint")[0] == "Ctrl+Enter"
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("Ctrl+Alt+Return"))
    assert keys_in_menus(desk, "flatten") == ["Ctrl+Shift+E", "Ctrl+Alt+Enter", "Ctrl+Alt+Return"]


def test_a_key_of_the_brush_can_be_taken_and_it_is_said(desk, page):
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("7"))
    assert keys_in_menus(desk, "flatten") == ["Ctrl+Shift+E", "7"]
    assert "brush" in page.editor.warning.text()


def test_a_key_that_is_taken_can_be_taken_from_there(desk, page):
    page.choose("flatten")
    page.editor.record.setKeySequence(QKeySequence("Ctrl+S"))
    page.editor.take.click()
    assert keys_in_menus(desk, "flatten") == ["Ctrl+Shift+E", "Ctrl+S"]
    assert keys_in_menus(desk, "save") == []


def test_keys_are_taken_away_and_reset_for_one(desk, page):
    page.choose("repaint")
    page.editor.keys[0].click()
    assert keys_in_menus(desk, "repaint")[0] == "Shift+Enter"
    [button] = [
        button
        for button in desk.window.findChildren(QAbstractButton)
        if button.objectName() == "repaint"
    ]
    assert button.text() == "Repaint   Shift+Enter"
    page.editor.reset.click()
    assert button.text() == "Repaint   Ctrl+Enter"
    assert not page.editor.reset.isEnabled()


def test_a_button_without_any_key_says_only_what_it_does(desk):
    [repaint] = [one for one in desk.window.verbs if one.id == "repaint"]
    preferences = desk.session.preferences
    preferences.change(replace(preferences.current, shortcuts=USUAL.assigned(repaint, ())))
    [button] = [
        button
        for button in desk.window.findChildren(QAbstractButton)
        if button.objectName() == "repaint"
    ]
    assert button.text() == "Repaint"


def test_all_keys_are_reset_and_the_preset_stays(desk, page):
    page.use(Shortcuts(Preset.krita, (("flatten", ("F7",)),)))
    page.reset_all.click()
    assert page.shortcuts == Shortcuts(Preset.krita)
    assert not page.reset_all.isEnabled()


@pytest.mark.parametrize(
    ("words", "found"), [("flatten", "flatten"), ("ctrl+shift+c", "copy_merged")]
)
def test_search_finds_by_name_and_by_key(page, words, found):
    page.search.setText(words)
    shown = [name for name, row in page._rows.items() if not row.isHidden()]
    assert shown == [found]
    assert page.table.currentItem() is page._rows[found]


def test_the_row_of_an_action_is_reached_by_the_keyboard(page, qtbot):
    page.table.setFocus()
    before = page.editor.title.text()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.editor.title.text() != before
