"""A text written with real keys and input method events on a real canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from studio.canvas.writing_field import WritingField
from studio.canvas.writing_marks import caret_rect
from studio.colour import Colour
from studio.document.composite import flatten
from studio.document.layers import TextLayer
from studio.session.painting import ToolName

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Keys:
    """A hand at the keyboard of whatever text is written."""

    def __init__(self, view, session, qtbot):
        self.view, self.session, self.qtbot = view, session, qtbot

    @property
    def field(self):
        return self.view.findChild(WritingField)

    def type(self, words):
        self.qtbot.keyClicks(self.field, words)
        return self

    def press(self, key, keys=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.field, key, keys)
        return self

    def compose(self, preedit, commit=""):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.field, event)
        return self

    @property
    def words(self):
        return self.session.writing.text.words

    @property
    def caret(self):
        return self.session.writing.caret


@pytest.fixture
def keys(view, session, qtbot):
    session.painting.tool = ToolName.text
    session.painting.set_colours(Colour(200, 0, 0), Colour(255, 255, 255))
    return Keys(view, session, qtbot)


def seen(session):
    return flatten(session.easel.document, session.easel.document.bounds)


def texts(session):
    return [one for one in session.easel.document.layers if isinstance(one, TextLayer)]


def test_what_is_typed_is_seen_at_once_and_escape_makes_it_one_step(painter, keys, session):
    before = seen(session)
    painter.click(60, 100)
    assert session.writing.is_on
    keys.type("Hello")
    assert (seen(session) != before).any()
    assert session.easel.document.history.position == 0
    keys.press(Qt.Key.Key_Escape)
    after = seen(session)
    assert not session.writing.is_on
    assert session.easel.document.history.titles == ("Add text",)
    (layer,) = texts(session)
    assert layer.text.words == layer.properties.name == "Hello"
    session.easel.document.history.undo()
    assert (seen(session) == before).all()
    assert texts(session) == []
    session.easel.document.history.redo()
    assert (seen(session) == after).all()


def test_the_letters_stand_on_the_spot_that_was_clicked(painter, keys, session):
    painter.click(60, 100)
    keys.type("H").press(Qt.Key.Key_Escape)
    rows, columns = np.nonzero(seen(session)[..., 3] > 128)
    assert abs(int(rows.max()) - 100) <= 1
    assert 60 <= columns.min() < 70


def test_an_abandoned_text_leaves_no_trace(painter, keys, session):
    document, active = session.easel.document, session.easel.active
    painter.click(60, 100)
    assert len(document.layers) == 2
    keys.type("ab").press(Qt.Key.Key_Backspace).press(Qt.Key.Key_Backspace)
    keys.press(Qt.Key.Key_Escape)
    assert len(document.layers) == 1
    assert document.history.titles == ()
    assert session.easel.active == active
    assert not session.filing.is_modified


def test_letters_that_are_tools_elsewhere_are_letters_here(painter, keys, session):
    painter.click(60, 100)
    keys.type("bevtx ")
    assert keys.words == "bevtx "
    assert session.painting.tool is ToolName.text


def test_the_caret_goes_by_keys_and_typing_goes_there(painter, keys):
    painter.click(60, 100)
    keys.type("ac").press(Qt.Key.Key_Left).type("b").press(Qt.Key.Key_Home).type("_")
    keys.press(Qt.Key.Key_End).press(Qt.Key.Key_Return).type("d")
    assert keys.words == "_abc\nd"
    keys.press(Qt.Key.Key_Up).type("^")
    assert keys.words.startswith("_^abc") or keys.words.startswith("_a^bc")


def test_what_is_selected_is_replaced(painter, keys):
    painter.click(60, 100)
    keys.type("one two").press(Qt.Key.Key_Left, SHIFT | CTRL).type("2")
    assert keys.words == "one 2"
    keys.press(Qt.Key.Key_A, CTRL).type("x")
    assert keys.words == "x"


def test_undo_amid_a_text_takes_back_what_was_typed(painter, keys, session):
    painter.click(60, 100)
    keys.type("abc").press(Qt.Key.Key_Z, CTRL)
    assert keys.words == ""
    assert session.writing.is_on
    keys.press(Qt.Key.Key_Y, CTRL)


def test_lines_are_those_of_the_box(painter, keys):
    painter.drag((40, 40), (100, 60), (160, 120))
    keys.type("ww ww").press(Qt.Key.Key_Home)
    assert keys.caret.position == 3
    keys.press(Qt.Key.Key_Up)
    assert keys.caret.position == 0
    keys.press(Qt.Key.Key_Down, SHIFT)
    assert keys.caret.selected == (0, 3)


def test_a_drag_makes_a_box_in_which_words_wrap(painter, keys, session):
    painter.drag((40, 40), (100, 60), (200, 120))
    keys.type("some words to wrap").press(Qt.Key.Key_Escape)
    (layer,) = texts(session)
    assert layer.text.width == 160
    _, columns = np.nonzero(seen(session)[..., 3])
    assert 40 <= columns.min() < columns.max() <= 200


def test_a_click_on_a_text_goes_on_with_it(painter, keys, session):
    painter.click(60, 100)
    keys.type("Hello").press(Qt.Key.Key_Escape)
    document = session.easel.document
    before = seen(session)
    painter.click(62, 90)
    assert session.writing.is_on
    assert keys.caret.position == 0
    keys.type("Oh ").press(Qt.Key.Key_Escape)
    (layer,) = texts(session)
    assert layer.text.words == layer.properties.name == "Oh Hello"
    assert document.history.titles == ("Add text", "Edit text")
    document.history.undo()
    assert (seen(session) == before).all()
    assert layer.text.words == layer.properties.name == "Hello"


def test_a_drag_in_a_text_selects(painter, keys):
    painter.click(60, 100)
    keys.type("Hello")
    painter.drag((62, 90), (100, 90), (390, 90))
    assert keys.caret.selected == (0, 5)
    keys.type("x")
    assert keys.words == "x"


def test_a_click_beside_it_ends_a_text_and_begins_none(painter, keys, session):
    painter.click(60, 100)
    keys.type("Hello")
    painter.click(60, 280)
    assert not session.writing.is_on
    assert len(texts(session)) == 1
    painter.click(60, 280)
    assert session.writing.is_on


@pytest.mark.parametrize(
    "leave",
    [
        lambda session: setattr(session.painting, "tool", ToolName.brush),
        lambda session: session.layering.add_layer(),
        lambda session: session.easel.activate(session.easel.document.layers[0].id),
    ],
    ids=["another tool", "another layer", "the layer beneath"],
)
def test_leaving_a_text_makes_it_last(painter, keys, session, leave):
    painter.click(60, 100)
    keys.type("Hello")
    leave(session)
    assert not session.writing.is_on
    assert texts(session)[0].text.words == "Hello"
    document = session.easel.document
    while document.history.undo():
        pass
    assert texts(session) == []
    assert not seen(session).any()


def test_an_input_method_composes_in_place_and_then_commits(painter, keys, session):
    painter.click(60, 150)
    keys.type("a").compose("ni hao")
    assert keys.words == "a"
    assert keys.caret.preedit == "ni hao"
    composing = seen(session)
    keys.compose("", "你好")
    assert keys.words == "a你好"
    assert keys.caret.preedit == ""
    assert (seen(session) != composing).any()
    keys.press(Qt.Key.Key_Escape)
    assert texts(session)[0].text.words == "a你好"


def test_what_is_only_composed_is_not_kept(painter, keys, session):
    painter.click(60, 150)
    keys.type("ab").compose("xyz").press(Qt.Key.Key_Escape)
    assert texts(session)[0].text.words == "ab"
    painter.click(64, 140)
    keys.press(Qt.Key.Key_Escape)
    assert session.easel.document.history.titles == ("Add text",)


def test_an_input_method_opens_its_list_at_the_caret(painter, keys, view, session):
    painter.click(60, 150)
    keys.type("some words")
    there = caret_rect(view.viewport, session.writing).center()
    asked = keys.field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    opened = keys.field.mapTo(view, asked.toRect().center())
    assert abs(opened.x() - there.x()) < 12
    assert abs(opened.y() - there.y()) < 40


def test_emoji_count_as_the_keyboard_counts_them(painter, keys):
    painter.click(60, 150)
    keys.compose("", "a👩‍🎨z").press(Qt.Key.Key_Left).press(Qt.Key.Key_Backspace)
    assert keys.words in ("az", "a👩‍z", "a👩\u200dz")
    keys.type("b")
    assert keys.words.endswith("bz")


def test_the_foreground_colours_what_is_written(painter, keys, session):
    painter.click(60, 100)
    keys.type("Hello")
    session.painting.set_colours(Colour(0, 0, 250), Colour(255, 255, 255))
    pixels = seen(session)
    assert (pixels[pixels[..., 3] == 255] == (250, 0, 0, 255)).all()
    keys.press(Qt.Key.Key_Escape)
    session.painting.set_colours(Colour(9, 9, 9), Colour(255, 255, 255))
    assert (seen(session) == pixels).all()
    painter.click(62, 90)
    assert session.painting.foreground == Colour(0, 0, 250)


def test_the_caret_blinks_where_it_is(painter, keys, view, session, qtbot):
    painter.click(60, 100)
    place = caret_rect(view.viewport, session.writing).center().toPoint()

    def colour():
        return view.grab().toImage().pixel(place)

    lit = colour()
    qtbot.waitUntil(lambda: colour() != lit)
    keys.type("Hello")
    assert keys.caret.position == 5
    there = caret_rect(view.viewport, session.writing).center().toPoint()
    assert there.x() > place.x() + 50


def test_the_keyboard_goes_back_to_the_canvas(painter, keys, view):
    painter.click(60, 100)
    assert not keys.field.isHidden()
    keys.press(Qt.Key.Key_Escape)
    assert keys.field.isHidden()
    assert view.focusWidget() in (view, None)


def test_a_view_that_turns_keeps_the_caret_at_its_letter(painter, keys, view, session):
    painter.click(60, 100)
    keys.type("Hello")
    view.rotate_by(30)
    view.mirror()
    typeset = session.writing.typeset
    (x, top), (_, bottom) = typeset.caret(5)
    at = typeset.text.placement.of((x, (top + bottom) / 2))
    centre = caret_rect(view.viewport, session.writing).center()
    assert view.viewport.to_view(*at) == pytest.approx((centre.x(), centre.y()), abs=1)
    painter.click(62, 90)
    assert keys.caret.position == 0


def test_ten_thousand_letters_can_be_pasted_and_typed_into(painter, keys, session):
    painter.drag((10, 10), (200, 60), (390, 290))
    QGuiApplication.clipboard().setText("word " * 2000)
    keys.press(Qt.Key.Key_V, CTRL).type("!")
    assert len(keys.words) == 10_001
    keys.press(Qt.Key.Key_Escape)
    assert len(texts(session)[0].text.words) == 10_001


def test_another_document_forgets_what_was_written(painter, keys, session):
    painter.click(60, 100)
    keys.type("Hello")
    session.filing.new(session.easel.document.extent, is_white=True)
    assert not session.writing.is_on
    assert keys.field.isHidden()
    assert texts(session) == []
