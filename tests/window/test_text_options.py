from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFontComboBox

from studio.document.layers import TextLayer
from studio.document.texts import BOLD, Alignment
from studio.panels.history import HistoryPanel
from studio.panels.layer_tree import LayerTree
from studio.session.painting import ToolName
from studio.session.writing import Caret
from studio.window.text_options import TextOptions


@pytest.fixture
def options(desk):
    return desk.window.findChild(TextOptions)


@pytest.fixture
def writing(desk, options):
    """A text amid being written."""
    desk.session.painting.tool = ToolName.text
    desk.session.writing.begin_at((60.0, 150.0))
    desk.session.writing.write("Hello", Caret(5, 5))
    return desk.session.writing


def texts(desk):
    return [one for one in desk.session.easel.document.layers if isinstance(one, TextLayer)]


def test_fonts_are_listed_when_the_tool_is_first_taken_up(desk, options):
    assert desk.window.findChild(QFontComboBox) is None
    desk.session.painting.tool = ToolName.text
    assert options.family.count() > 0
    assert options.family.currentText() == desk.session.writing.style.family


def test_what_is_set_is_set_of_the_text(desk, options, writing):
    options.bold.click()
    options.italic.click()
    options.alignments[Alignment.right].click()
    options.size_slider.edited.emit(90.0)
    options.lines.edited.emit(1.5)
    options.letters.edited.emit(0.1)
    style = writing.text.style
    assert (style.weight, style.is_italic, style.alignment) == (BOLD, True, Alignment.right)
    assert (style.size, style.line_spacing, style.letter_spacing) == (90, 1.5, 0.1)
    assert not options.alignments[Alignment.left].isChecked()
    options.bold.click()
    assert writing.text.style.weight < BOLD


def test_a_font_is_taken_and_the_keyboard_given_back(desk, options, writing):
    asked = []
    writing.asked.connect(asked.append)
    options.family.setCurrentText("DejaVu Serif")
    options.family.textActivated.emit("DejaVu Serif")
    assert writing.text.style.family == "DejaVu Serif"
    assert asked


def test_the_options_show_the_text_in_hand(desk, options, writing):
    writing.commit()
    style = writing.style
    options.size_slider.edited.emit(77.0)
    desk.session.easel.document.history.undo()
    desk.session.easel.activate(desk.session.easel.document.layers[0].id)
    desk.session.easel.activate(texts(desk)[0].id)
    assert options.size_slider.shown == style.size == 48


def test_a_double_click_on_its_row_goes_on_with_a_text(desk, writing, qtbot):
    writing.commit()
    desk.session.painting.tool = ToolName.brush
    tree = desk.window.findChild(LayerTree)
    place = tree.visualItemRect(tree.topLevelItem(0)).center()
    qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.session.painting.tool is ToolName.text
    assert writing.is_on
    assert tree.state() is not LayerTree.State.EditingState


def test_a_painting_that_is_left_takes_the_text_being_written_along(desk, writing):
    assert not desk.session.filing.is_modified
    assert not desk.window.files.may_leave()
    assert not writing.is_on
    assert texts(desk)[0].text.words == "Hello"


def test_a_jump_in_the_history_makes_the_text_last_first(desk, writing):
    panel = desk.window.findChild(HistoryPanel)
    panel.list.clicked.emit(panel.list.model().index(0, 0))
    document = desk.session.easel.document
    assert not writing.is_on
    assert document.history.titles == ("Add text",)
    assert document.history.position == 0
    assert texts(desk) == []


def test_an_action_of_the_window_makes_the_text_last_first(desk, writing):
    desk.do("turn_mirror")
    assert desk.session.easel.document.history.titles == ("Add text", "Flip horizontally")


def test_undo_of_the_window_takes_the_text_back(desk, writing):
    desk.do("undo")
    assert texts(desk) == []
    desk.do("redo")
    assert texts(desk)[0].text.words == "Hello"
