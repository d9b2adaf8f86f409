"""Texts and what the verbs of a session do with them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.changes import TreeChanged
from studio.document.layers import LayerMask, PaintLayer, TextLayer
from studio.document.texts import Alignment
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.actions.every import actions_of
from studio.session.actions.text import edit_text, ending_text
from studio.session.painting import ToolName
from studio.session.shaping.resizing import Anchor
from studio.session.writing import Caret, text_at
from studio.transform.turning import Turn


@pytest.fixture
def session(painter):
    painter.session.painting.tool = ToolName.text
    painter.session.painting.set_colours(Colour(200, 0, 0), Colour(255, 255, 255))
    return painter.session


def write(session, words="Hello", at=(60, 150), width=None):
    """A text made to last; its layer."""
    session.writing.begin_at(at, width)
    session.writing.write(words, Caret(len(words), len(words)))
    session.writing.commit()
    layer = session.easel.document.layer(session.easel.active)
    assert isinstance(layer, TextLayer)
    return layer


def put_in_missing_font(layer):
    layer.text = replace(layer.text, style=replace(layer.text.style, family="No Such Font 7"))


def inked(picture):
    """Left, top, right, bottom of what is red."""
    rows, columns = np.nonzero(picture[..., 0] < 128)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def steps(session):
    return session.easel.document.history.position


def test_a_style_is_that_of_the_text_in_hand(painter, session):
    writing = session.writing
    writing.set_style(replace(writing.style, size=33, alignment=Alignment.centre))
    first = write(session)
    assert first.text.style.size == 33
    writing.set_style(replace(writing.style, size=66))
    assert first.text.style.size == 66
    assert painter.document.history.titles[-1] == "Text style"
    session.easel.activate(painter.document.layers[0].id)
    assert writing.style.size == 66


def test_a_style_scrubbed_is_one_step(painter, session):
    layer = write(session)
    before, done = painter.picture(), steps(session)
    for size in (50, 60, 70):
        style = replace(session.writing.style, size=size)
        session.writing.set_style(style, scrub="size 1")
    assert steps(session) == done + 1
    painter.document.history.undo()
    assert (painter.picture() == before).all()
    assert layer.text.style.size == 48


def test_a_style_changed_amid_a_text_belongs_to_its_step(painter, session):
    layer = write(session)
    done, before = steps(session), painter.picture()
    session.writing.begin(layer.id)
    session.writing.set_style(replace(session.writing.style, size=90))
    assert (painter.picture() != before).any()
    session.writing.commit()
    assert steps(session) == done + 1
    painter.document.history.undo()
    assert (painter.picture() == before).all()


def test_giving_up_leaves_a_text_as_it_was(painter, session):
    layer = write(session)
    done, before = painter.document.history.titles, painter.picture()
    session.writing.begin(layer.id)
    session.writing.write("Something else", Caret(3, 3))
    session.unfinished.cancel()
    assert (painter.picture() == before).all()
    assert layer.text.words == "Hello"
    assert painter.document.history.titles == done


def test_a_text_looked_into_and_left_is_no_step(painter, session):
    layer = write(session)
    done = painter.document.history.titles
    session.writing.begin(layer.id)
    session.writing.commit()
    assert painter.document.history.titles == done


def test_a_text_emptied_goes_and_comes_back_by_undo(painter, session):
    layer = write(session)
    before = painter.picture()
    session.writing.begin(layer.id)
    session.writing.write(" \n", Caret())
    session.writing.commit()
    assert layer not in painter.document.layers
    assert painter.document.history.titles[-1] == "Delete text"
    painter.document.history.undo()
    assert (painter.picture() == before).all()
    assert layer.text.words == "Hello"


def test_an_abandoned_text_keeps_what_could_be_redone(painter, session):
    write(session)
    painter.document.history.undo()
    session.writing.begin_at((10.0, 50.0))
    session.writing.commit()
    assert painter.document.history.redo()
    assert any(isinstance(one, TextLayer) for one in painter.document.layers)


def test_undo_amid_a_text_takes_all_of_it_back(painter, session):
    blank = painter.picture()
    session.writing.begin_at((60.0, 150.0))
    session.writing.write("Hello", Caret(5, 5))
    session.unfinished.undo()
    assert not session.writing.is_on
    assert (painter.picture() == blank).all()
    painter.document.history.redo()
    assert (painter.picture() != blank).any()


def test_a_name_of_ones_own_stays(painter, session):
    layer = write(session)
    look = replace(layer.properties, name="Title")
    session.layering.set_properties(layer.id, look, "Rename layer")
    session.writing.begin(layer.id)
    session.writing.write("Bye", Caret())
    session.writing.commit()
    assert layer.properties.name == "Title"


@pytest.mark.parametrize("look", [{"locked": True}, {"visible": False}], ids=str)
def test_what_is_locked_or_hidden_is_not_written_in(painter, session, look):
    layer = write(session)
    layer.properties = replace(layer.properties, **look)
    with pytest.raises(InputError):
        edit_text(session, layer.id)
    with pytest.raises(InputError):
        session.writing.set_style(replace(session.writing.style, size=9))
    assert not session.writing.is_on


def test_painting_on_a_text_says_what_to_do(painter, session):
    write(session)
    with pytest.raises(InputError, match="is text") as raised, session.painting.stroke():
        pass
    assert "Rasterise" in raised.value.hint
    with pytest.raises(InputError, match="is text"):
        session.layering.clear()


def test_a_moved_text_is_the_same_text_elsewhere(painter, session):
    layer = write(session)
    before, place, done = painter.picture(), layer.text.placement, steps(session)
    with session.together.moving() as move:
        move.by(3, 4)
        move.by(40, -30)
    assert steps(session) == done + 1
    assert layer.text.placement == replace(place, e=place.e + 40, f=place.f - 30)
    assert (painter.picture()[:-30, 40:] == before[30:, :-40]).all()
    painter.document.history.undo()
    assert (painter.picture() == before).all()
    assert layer.text.placement == place


def test_a_move_given_up_leaves_no_trace(painter, session):
    layer = write(session)
    before, text, titles = painter.picture(), layer.text, painter.document.history.titles
    with suppress(ZeroDivisionError), session.together.moving() as move:
        move.by(40, 30)
        raise ZeroDivisionError
    assert (painter.picture() == before).all()
    assert layer.text == text
    assert painter.document.history.titles == titles


def test_what_of_a_text_was_beyond_the_canvas_is_drawn_once_it_is_moved_in(painter, session):
    write(session, "Hello", at=(330, 150))
    with session.together.moving() as move:
        move.by(-200, 0)
    assert inked(painter.picture())[2] > 130 + 80


def test_a_text_whose_font_is_not_here_is_moved_and_turned_as_a_picture(painter, session):
    layer = write(session)
    put_in_missing_font(layer)
    before = painter.picture()
    with session.together.moving() as move:
        move.by(40, -30)
    assert (painter.picture()[:-30, 40:] == before[30:, :-40]).all()
    painter.document.history.undo()
    session.resizing.turn(Turn.mirror)
    assert (painter.picture() == before[:, ::-1]).all()
    assert layer.text.placement.a == -1


def test_a_text_whose_font_is_not_here_is_drawn_anew_when_it_is_written_in(painter, session):
    layer = write(session)
    put_in_missing_font(layer)
    session.writing.begin(layer.id)
    session.writing.write("Bye", Caret())
    session.writing.commit()
    assert layer.text.words == "Bye"
    assert layer.text.style.family == "No Such Font 7"


def test_an_opened_painting_says_which_font_is_not_here(painter, session, tmp_path):
    layer = write(session)
    put_in_missing_font(layer)
    before, told = painter.picture(), []
    session.filing.save(tmp_path / "a.ora")
    session.notice.connect(told.append)
    session.filing.open(tmp_path / "a.ora")
    assert "No Such Font 7" in told[0].message
    assert (painter.picture() == before).all()


@pytest.mark.parametrize("turn", list(Turn), ids=lambda turn: turn.value)
def test_a_text_turns_with_the_canvas_and_stays_text(painter, session, turn):
    layer = write(session, "FLAG")
    before, text, done = painter.picture(), layer.text, steps(session)
    session.resizing.turn(turn)
    assert steps(session) == done + 1
    shape = {
        Turn.mirror: before[:, ::-1],
        Turn.flip: before[::-1],
        Turn.half: before[::-1, ::-1],
        Turn.clockwise: np.rot90(before, -1),
        Turn.anticlockwise: np.rot90(before),
    }[turn]
    assert np.abs(painter.picture().astype(int) - shape).mean() < 1
    painter.document.history.undo()
    assert (painter.picture() == before).all()
    assert layer.text == text


def test_a_larger_picture_sets_its_text_larger_and_sharp(painter, session):
    layer = write(session, "FLAG")
    before = np.array(inked(painter.picture()))
    session.resizing.resample(Extent(800, 600))
    assert layer.text.style.size == 96
    assert np.abs(np.array(inked(painter.picture())) - 2 * before).max() <= 2
    painter.document.history.undo()
    assert layer.text.style.size == 48


def test_a_crop_and_more_canvas_take_a_text_along(painter, session):
    layer = write(session, "Hello", at=(60, 150))
    left, top, *_ = inked(painter.picture())
    session.resizing.crop(Bounds(50, 100, 100, 100))
    assert inked(painter.picture())[:2] == (left - 50, top - 100)
    # What was cut away of the words is still in them.
    session.resizing.resize_canvas(Extent(400, 100), Anchor(0, 0))
    assert inked(painter.picture())[2] > 110
    assert layer.text.words == "Hello"


def test_a_copy_is_a_text_of_its_own(painter, session):
    layer = write(session)
    session.together.duplicate()
    copy = painter.document.layer(session.easel.active)
    assert isinstance(copy, TextLayer)
    assert copy is not layer
    session.writing.begin(copy.id)
    session.writing.write("Bye", Caret())
    session.writing.commit()
    assert layer.text.words == "Hello"


def test_a_text_made_paint_looks_the_same(painter, session):
    layer = write(session)
    layer.mask = LayerMask()
    layer.mask.hidden.write(Bounds(0, 0, 90, 300), np.full((300, 90), 255, np.uint8))
    layer.mask.hidden.snapshot()
    painter.document.touched(layer.id, painter.document.bounds)
    before, done = painter.picture(), steps(session)
    action = next(one for one in actions_of(session) if one.id == "rasterise")
    assert action.is_enabled()
    action.run()
    paint = painter.document.layer(session.easel.active)
    assert isinstance(paint, PaintLayer)
    assert paint.properties.name == "Hello"
    assert (painter.picture() == before).all()
    assert steps(session) == done + 1
    assert not action.is_enabled()
    painter.document.history.undo()
    assert layer in painter.document.layers
    assert (painter.picture() == before).all()


def test_a_text_merges_into_the_paint_beneath(painter, session):
    layer = write(session)
    before = painter.picture()
    session.merging.merge_down(layer.id)
    assert [type(one) for one in painter.document.layers] == [PaintLayer]
    assert (painter.picture() == before).all()
    painter.document.history.undo()
    assert (painter.picture() == before).all()


def test_flattening_makes_paint_of_it(painter, session):
    write(session)
    before = painter.picture()
    session.merging.flatten_image()
    assert [type(one) for one in painter.document.layers] == [PaintLayer]
    assert (painter.picture() == before).all()


def test_an_action_that_changes_the_picture_makes_a_text_last_first(painter, session):
    session.writing.begin_at((60.0, 150.0))
    session.writing.write("Hello", Caret(5, 5))
    actions = {one.id: ending_text(session.writing, one) for one in actions_of(session)}
    actions["tool_text"].run()
    assert session.writing.is_on
    actions["turn_mirror"].run()
    assert painter.document.history.titles == ("Add text", "Flip horizontally")
    painter.document.history.go_to(0)
    assert [type(one) for one in painter.document.layers] == [PaintLayer]


def test_the_topmost_text_that_is_seen_is_found(painter, session):
    lower = write(session, "Lower")
    upper = write(session, "Upper")
    assert text_at(painter.document, (70.0, 140.0)) is upper
    assert upper is not None
    upper.properties = replace(upper.properties, visible=False)
    assert text_at(painter.document, (70.0, 140.0)) is lower
    assert text_at(painter.document, (390.0, 10.0)) is None


def test_a_text_taken_away_is_written_no_more(painter, session):
    session.writing.begin_at((60.0, 150.0))
    session.writing.write("Hello", Caret(5, 5))
    layer = painter.document.layer(session.easel.active)
    painter.document.root.children.remove(layer)
    painter.document.changed.emit(TreeChanged(painter.document.bounds))
    assert not session.writing.is_on
