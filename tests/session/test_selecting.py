from __future__ import annotations

import numpy as np
import pytest

from studio.document.selection import Combine
from studio.geometry import Bounds
from tests.tools.desk import Desk, desk

BOX = Bounds(100, 80, 120, 90)


@pytest.fixture
def at() -> Desk:
    return desk()


def choose(at: Desk, bounds: Bounds, how: Combine = Combine.replace, coverage: int = 255) -> None:
    shape = np.full((bounds.height, bounds.width), coverage, np.uint8)
    at.selecting.select(bounds, shape, how, "Select")


def expected(*boxes: Bounds) -> np.ndarray:
    out = np.zeros((300, 400), np.uint8)
    for box in boxes:
        out[box.slices] = 255
    return out


def test_a_new_shape_replaces_what_was_selected(at: Desk):
    choose(at, BOX)
    choose(at, Bounds(0, 0, 30, 30))
    np.testing.assert_array_equal(at.selected(), expected(Bounds(0, 0, 30, 30)))


def test_shapes_add_subtract_and_intersect(at: Desk):
    left, right = Bounds(0, 0, 200, 300), Bounds(150, 0, 200, 300)
    choose(at, left)
    choose(at, right, Combine.add)
    np.testing.assert_array_equal(at.selected(), expected(left, right))
    choose(at, Bounds(0, 0, 400, 100), Combine.subtract)
    np.testing.assert_array_equal(at.selected(), expected(Bounds(0, 100, 350, 200)))
    choose(at, BOX, Combine.intersect)
    np.testing.assert_array_equal(at.selected(), expected(Bounds(100, 100, 120, 70)))
    assert at.document.history.position == 4


def test_to_intersect_with_no_selection_is_to_select(at: Desk):
    choose(at, BOX, Combine.intersect)
    np.testing.assert_array_equal(at.selected(), expected(BOX))


def test_all_none_and_invert(at: Desk):
    at.selecting.select_all()
    np.testing.assert_array_equal(at.selected(), expected(at.document.bounds))
    at.selecting.select_none()
    assert at.document.selection.is_none
    at.selecting.invert()
    np.testing.assert_array_equal(at.selected(), expected(at.document.bounds))
    at.selecting.invert()
    assert at.document.selection.is_none


def test_inverting_twice_gives_the_same_greys(at: Desk):
    choose(at, BOX, coverage=90)
    before = at.selected()
    at.selecting.invert()
    np.testing.assert_array_equal(at.selected(), 255 - before)
    at.selecting.invert()
    np.testing.assert_array_equal(at.selected(), before)


@pytest.mark.parametrize("verb", ["select_all", "invert"])
def test_nothing_beyond_the_canvas_is_selected(at: Desk, verb: str):
    getattr(at.selecting, verb)()
    around = at.document.selection.read(at.document.bounds.padded(200))
    around[200:500, 200:600] = 0
    assert not around.any()


def test_growing_and_shrinking(at: Desk):
    choose(at, BOX)
    at.selecting.grow(10)
    assert at.document.selection.bounds == BOX.padded(10)
    at.selecting.shrink(10)
    assert at.document.selection.bounds == BOX


def test_shrinking_away_selects_nothing(at: Desk):
    choose(at, BOX)
    at.selecting.shrink(60)
    assert at.document.selection.is_none


def test_a_selection_at_the_canvas_edge_stays_there(at: Desk):
    choose(at, Bounds(0, 0, 100, 300))
    at.selecting.shrink(20)
    assert at.document.selection.bounds == Bounds(0, 0, 80, 300)
    at.selecting.feather(10)
    assert (at.selected()[:, :40] == 255).all()


def test_feathering_softens_and_keeps_the_middle(at: Desk):
    choose(at, BOX)
    at.selecting.feather(8)
    assert at.document.selection.bounds.contains(BOX.padded(4))
    assert at.selected()[125, 160] == 255
    assert 100 < at.selected()[125, 100] < 200


@pytest.mark.parametrize("verb", ["grow", "shrink", "feather"])
def test_with_nothing_selected_there_is_nothing_to_reshape(at: Desk, verb: str):
    getattr(at.selecting, verb)(5)
    assert at.document.history.titles == ()


def test_every_verb_is_one_step_that_comes_back_byte_for_byte(at: Desk):
    choose(at, BOX, coverage=200)
    verbs = (
        at.selecting.select_all,
        at.selecting.select_none,
        at.selecting.invert,
        lambda: at.selecting.grow(20),
        lambda: at.selecting.shrink(20),
        lambda: at.selecting.feather(20),
        lambda: at.selecting.border(6),
        lambda: at.selecting.smooth(12),
        lambda: at.selecting.move_by(7, -3),
        lambda: choose(at, Bounds(0, 0, 150, 150), Combine.subtract),
    )
    before, position = at.selected(), at.document.history.position
    for verb in verbs:
        verb()
        after = at.selected()
        assert at.document.history.position == position + 1
        at.document.history.undo()
        np.testing.assert_array_equal(at.selected(), before)
        at.document.history.redo()
        np.testing.assert_array_equal(at.selected(), after)
        at.document.history.undo()


def test_a_selection_becomes_a_layer_and_a_layer_a_selection(at: Desk):
    choose(at, BOX, coverage=130)
    before = at.selected()
    at.filling.selection_to_layer()
    assert at.layer.properties.name == "Selection"
    np.testing.assert_array_equal(at.composite()[..., 3], before)
    at.selecting.select_none()
    at.wand.select_active_layer()
    np.testing.assert_array_equal(at.selected(), before)


def test_a_border_is_along_the_edge(at: Desk):
    choose(at, BOX)
    at.selecting.border(5)
    assert at.document.selection.bounds == BOX.padded(5)
    assert not at.selected()[BOX.padded(-5).slices].any()
