from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt

from studio.colour import Colour
from studio.files.palettes import Palette, Swatch, read_palette, write_palette
from studio.panels.palette import PalettePanel
from studio.text import use_language
from tests.fakes.profiles import swapped_profile

RED = Colour(255, 0, 0)


@dataclass
class Answers:
    """Answers what was prepared (`PaletteQuestions`)."""

    path: Path | None = None
    called: str | None = None

    def name(self) -> str | None:
        return self.called

    def file_to_load(self) -> Path | None:
        return self.path

    def where_to_save(self, suggested: str) -> Path | None:
        return self.path


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def panel(session, answers, qtbot):
    panel = PalettePanel(session, answers)
    qtbot.addWidget(panel)
    panel.resize(280, 300)
    panel.show()
    return panel


@pytest.fixture
def chinese():
    use_language("zh_CN")
    yield
    use_language("en")


def click(panel, row: int, qtbot, button=Qt.MouseButton.LeftButton):
    place = panel.list.visualRect(panel.list.model().index(row, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), button, pos=place)


def test_a_click_takes_the_colour_and_leaves_the_background(session, panel, qtbot):
    background = session.painting.background
    click(panel, 3, qtbot)
    assert session.painting.foreground == session.palettes.current.swatches[3].colour
    assert session.painting.background == background


def test_the_right_button_takes_it_for_the_background(session, panel):
    place = panel.list.visualRect(panel.list.model().index(3, 0)).center()
    panel.list.customContextMenuRequested.emit(place)
    assert session.painting.background == session.palettes.current.swatches[3].colour


def test_keys_take_a_colour_too(session, panel, qtbot):
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.painting.foreground == session.palettes.current.swatches[1].colour


def test_the_foreground_is_added_and_taken_out(session, panel):
    count = panel.list.model().rowCount()
    session.painting.set_colours(RED, RED)
    panel.add.click()
    assert session.palettes.current.swatches[-1].colour == RED
    panel.list.setCurrentIndex(panel.list.model().index(count, 0))
    panel.remove.click()
    assert panel.list.model().rowCount() == count
    assert panel.list.currentIndex().row() == count - 1


def test_nothing_chosen_takes_nothing_out(session, panel):
    before = session.palettes.current
    panel.remove.click()
    assert session.palettes.current == before


def test_a_file_is_loaded_and_saved(session, panel, answers, tmp_path):
    answers.path = tmp_path / "Bears.gpl"
    write_palette(Palette("Bears", (Swatch(RED, "Red"),)), answers.path)
    panel.load.click()
    assert panel.choice.currentText() == "Bears"
    answers.path = tmp_path / "out.gpl"
    panel.save.click()
    assert read_palette(answers.path).swatches == (Swatch(RED, "Red"),)


def test_what_is_no_palette_is_told(session, panel, answers, tmp_path):
    told = []
    session.notice.connect(told.append)
    answers.path = tmp_path / "bad.gpl"
    answers.path.write_text("no")
    panel.load.click()
    assert "no GIMP palette" in told[0].message
    assert panel.choice.currentText() == "Daylight"


def test_a_new_palette_is_empty(session, panel, answers):
    answers.called = "Sea"
    panel.begin.click()
    assert panel.choice.currentText() == "Sea"
    assert panel.list.model().rowCount() == 0


def test_another_palette_is_chosen_from_the_list(session, panel):
    panel.choice.setCurrentIndex(panel.choice.findText("Even steps"))
    panel.choice.activated.emit(panel.choice.currentIndex())
    assert session.palettes.current.name == "Even steps"


def test_ours_are_named_in_the_language_of_the_painter(session, panel, chinese):
    session.palettes.choose("Even steps")
    assert panel.choice.currentText() == "均匀色阶"
    panel.choice.setCurrentIndex(panel.choice.findText("日光"))
    panel.choice.activated.emit(panel.choice.currentIndex())
    assert session.palettes.id == "Daylight"


def test_each_colour_says_its_name_and_number(panel):
    words = panel.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Sky, lightest #ddf2ff"


def drag(panel, row: int, to: QPoint, qtbot):
    """Pull a colour to a place of the list."""
    view = panel.list.viewport()
    start = panel.list.visualRect(panel.list.model().index(row, 0)).center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, pos=start + QPoint(12, 0))
    qtbot.mouseMove(view, pos=to)


def names(session) -> list[str]:
    return [one.name for one in session.palettes.current.swatches]


def test_a_colour_is_dragged_to_another_place(session, panel, qtbot):
    before, foreground = names(session), session.painting.foreground
    place = panel.list.visualRect(panel.list.model().index(4, 0))
    drag(panel, 1, place.center() + QPoint(3, 0), qtbot)
    shown = panel.list.viewport().grab().toImage()
    qtbot.mouseRelease(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert names(session) == [before[0], *before[2:5], before[1], *before[5:]]
    assert panel.list.currentIndex().row() == 4
    assert panel.list.viewport().grab().toImage() != shown
    assert session.painting.foreground == foreground


def test_a_colour_dragged_past_the_last_one_is_the_last(session, panel, answers, qtbot):
    answers.called = "Three"
    panel.begin.click()
    for red in (1, 2, 3):
        session.palettes.add(Colour(red, 0, 0), str(red))
    drag(panel, 0, QPoint(200, 200), qtbot)
    qtbot.mouseRelease(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert names(session) == ["2", "3", "1"]


def test_escape_leaves_a_dragged_colour_where_it_was(session, panel, qtbot):
    before = names(session)
    drag(panel, 1, QPoint(100, 60), qtbot)
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    qtbot.mouseRelease(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    assert names(session) == before


def test_alt_and_an_arrow_carry_the_chosen_colour(session, panel, qtbot):
    before = names(session)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(panel.list, Qt.Key.Key_Left, alt)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right, alt)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right, alt)
    assert names(session) == [*before[1:3], before[0], *before[3:]]
    assert panel.list.currentIndex().row() == 2


def test_the_chosen_colour_is_given_another_name(session, panel, qtbot):
    assert not panel.name.isEnabled()
    click(panel, 2, qtbot)
    assert panel.name.text() == names(session)[2]
    panel.name.setText("  Dusk over \t the bay ")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert names(session)[2] == panel.name.text() == "Dusk over the bay"
    assert panel.list.currentIndex().row() == 2


def test_names_are_shown_beside_the_colours(panel):
    cells = panel.list
    second = cells.visualRect(cells.model().index(1, 0))
    panel.names.click()
    assert cells.has_names
    below = cells.visualRect(cells.model().index(1, 0))
    assert below.y() > second.y()
    assert below.width() > second.width()
    panel.names.click()
    assert cells.visualRect(cells.model().index(1, 0)) == second


def test_colours_are_seen_through_the_profile_of_the_screen(session, panel, tmp_path):
    session.palettes.begin("Red")
    session.palettes.add(RED)
    place = panel.list.visualRect(panel.list.model().index(0, 0)).center()
    assert panel.list.viewport().grab().toImage().pixelColor(place).name() == "#ff0000"
    profile = tmp_path / "screen.icc"
    profile.write_bytes(swapped_profile())
    session.screen.use(profile)
    assert panel.list.viewport().grab().toImage().pixelColor(place).name() == "#00ff00"
    assert panel.list.model().index(0, 0).data(Qt.ItemDataRole.BackgroundRole).name() == "#ff0000"
