"""A colour that is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from studio.colour import Colour
from studio.panels.colour_button import ColourButton, ColourDialog
from studio.panels.layer_content import LayerContent
from studio.panels.on_screen import OnScreen
from studio.session.session import Session
from tests.fakes.profiles import swapped_profile

RED, BLUE, GREY = Colour(255, 0, 0), Colour(0, 0, 255), Colour(90, 90, 90)


@pytest.fixture
def button(session: Session, qtbot) -> ColourButton:
    button = ColourButton("Ink", session, OnScreen(session.screen))
    qtbot.addWidget(button)
    button.show_colour(RED)
    return button


@pytest.fixture
def told(button: ColourButton) -> list[Colour]:
    told: list[Colour] = []
    button.edited.connect(told.append)
    return told


@pytest.fixture
def dialog(button: ColourButton, told: list[Colour]) -> ColourDialog:
    assert not told
    return button.choose()


def typed(dialog: ColourDialog, words: str) -> None:
    dialog.number.setText(words)
    dialog.number.editingFinished.emit()


def shown_on(button: ColourButton) -> str:
    side = button.iconSize().height()
    return QColor(button.icon().pixmap(side).toImage().pixelColor(side // 2, side // 2)).name()


def test_every_colour_on_the_way_is_told(dialog, told):
    dialog.wheel.edited.emit(BLUE)
    typed(dialog, "#5a5a5a")
    dialog.sliders.edited.emit(RED)
    assert told == [BLUE, GREY, RED]
    dialog.accept()
    assert told[-1] == RED


def test_all_parts_show_what_one_chose(dialog):
    dialog.wheel.edited.emit(BLUE)
    assert dialog.number.text() == "#0000ff"
    assert [round(one.value()) for one in dialog.sliders.sliders] == [0, 0, 255]


def test_what_was_before_comes_back_on_second_thoughts(dialog, told):
    dialog.wheel.edited.emit(BLUE)
    dialog.reject()
    assert told == [BLUE, RED]


def test_a_number_that_is_none_is_not_told(dialog, told):
    typed(dialog, "#12")
    assert not told
    assert dialog.number.text() == "#ff0000"


def test_a_colour_painted_with_lately_is_a_click_away(session, button, told, qtbot):
    session.recent_colours.add(GREY)
    dialog = button.choose()
    qtbot.mouseClick(dialog.recent, Qt.MouseButton.LeftButton, pos=dialog.recent.rect().center())
    dialog.recent.picked.emit(GREY)
    assert told[-1] == GREY


def test_each_choice_is_a_gesture_of_its_own(button):
    before = button.gesture
    button.choose().reject()
    button.choose().reject()
    assert button.gesture == before + 2


def test_words_of_the_preferences_that_nobody_knows_do_no_harm(session, button):
    now = session.preferences.current
    session.preferences.change(replace(now, colour_wheel="cube", colour_sliders="cube"))
    assert button.choose().number.text() == "#ff0000"


def test_the_colour_of_a_layer_is_seen_as_the_canvas_is(session, qtbot, tmp_path: Path):
    panel = LayerContent(session)
    qtbot.addWidget(panel)
    session.adjusting.add_fill(RED)
    (button,) = panel.findChildren(ColourButton)
    assert shown_on(button) == "#ff0000"
    profile = tmp_path / "screen.icc"
    profile.write_bytes(swapped_profile())
    session.screen.use(profile)
    assert shown_on(button) == "#00ff00"
    dialog = button.choose()
    assert dialog.number.text() == "#ff0000"
    dialog.close()
    session.screen.use_none()
    assert shown_on(button) == "#ff0000"
