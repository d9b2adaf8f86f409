"""The crop, from drag to drag."""

from __future__ import annotations

import numpy as np
import pytest

from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers
from tests.tools.desk import Desk, Painter, desk, write

INK = Bounds(50, 60, 40, 30)


@pytest.fixture
def at() -> Desk:
    made = desk()
    write(made, INK, (0, 0, 200, 255))
    return made


def crop(at: Desk) -> Painter:
    return Painter(at, ToolName.crop)


def test_a_box_dragged_out_crops_when_it_is_committed(at: Desk):
    crop(at).press(40, 50).move(140, 110).release()
    assert at.cropping.box == Bounds(40, 50, 100, 60)
    assert at.document.extent == Extent(400, 300)
    at.cropping.commit()
    assert at.document.extent == Extent(100, 60)
    assert (at.composite()[10:40, 10:50] == (0, 0, 200, 255)).all()
    assert at.document.history.titles == ("Crop",)
    at.document.history.undo()
    assert at.document.extent == Extent(400, 300)
    at.document.history.redo()
    assert at.document.extent == Extent(100, 60)


def test_a_box_is_pulled_by_its_edges_and_moved_from_inside(at: Desk):
    crop(at).press(40, 50).move(140, 110).release()
    crop(at).press(140, 80).move(200, 10).release()
    assert at.cropping.box == Bounds(40, 50, 160, 60)
    crop(at).press(100, 80).move(90, 100).release()
    assert at.cropping.box == Bounds(30, 70, 160, 60)
    at.cropping.undo()
    assert at.cropping.box == Bounds(40, 50, 160, 60)
    at.cropping.undo()
    at.cropping.undo()
    assert not at.cropping.is_on


def test_shift_makes_a_square_and_an_aspect_holds(at: Desk):
    crop(at).press(40, 50).move(140, 70, modifiers=Modifiers.shift).release(
        modifiers=Modifiers.shift
    )
    assert at.cropping.box == Bounds(40, 50, 100, 100)
    at.cropping.set_aspect(2.0)
    assert at.cropping.box == Bounds(40, 75, 100, 50)
    crop(at).press(140, 100).move(160, 100).release()
    assert at.cropping.box == Bounds(40, 70, 120, 60)


def test_the_edge_of_the_canvas_pulled_outward_adds_room(at: Desk):
    crop(at).press(0, 150).move(-60, 150).release()
    assert at.cropping.box == Bounds(-60, 0, 460, 300)
    at.cropping.commit()
    assert at.document.extent == Extent(460, 300)
    assert (at.composite()[60:90, 110:150] == (0, 0, 200, 255)).all()


@pytest.mark.parametrize("keeps", [True, False])
def test_what_is_cut_off_is_kept_where_it_is_to_be(at: Desk, *, keeps: bool):
    at.cropping.keeps_outside = keeps
    at.cropping.pull(Bounds(70, 60, 100, 100))
    at.cropping.commit()
    beside = at.layer.tiles.read(Bounds(-20, 0, 20, 30))
    assert beside.any() == keeps


def test_a_double_click_inside_crops(at: Desk):
    crop(at).press(40, 50).move(140, 110).release()
    crop(at).click(80, 80)
    assert at.cropping.is_on
    crop(at).click(80, 80)
    assert at.document.extent == Extent(100, 60)


def test_a_click_beside_the_box_leaves_it(at: Desk):
    crop(at).press(40, 50).move(140, 110).release()
    crop(at).click(300, 200)
    assert at.cropping.box == Bounds(40, 50, 100, 60)


def test_a_cancelled_drag_leaves_the_box_and_giving_up_no_trace(at: Desk):
    before = at.composite()
    crop(at).press(40, 50).move(140, 110).release()
    crop(at).press(100, 80).move(300, 300).cancel()
    assert at.cropping.box == Bounds(40, 50, 100, 60)
    at.cropping.cancel()
    assert not at.cropping.is_on
    np.testing.assert_array_equal(at.composite(), before)
    assert at.document.history.titles == ()


def test_another_size_of_the_canvas_gives_it_up(at: Desk):
    crop(at).press(40, 50).move(140, 110).release()
    at.resizing.crop(Bounds(0, 0, 300, 300))
    assert not at.cropping.is_on


def test_a_box_too_large_is_refused(at: Desk):
    at.cropping.pull(Bounds(0, 0, 20_000, 300))
    with pytest.raises(InputError):
        at.cropping.commit()
    assert at.cropping.is_on
