"""Lassos that go from click to click, the wand, and taking hold of the selection."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers, Pointer
from tests.tools.desk import Desk, Painter, desk, write

CLICKING = [ToolName.polygon, ToolName.magnetic]
TAKING_HOLD = [*CLICKING, ToolName.rectangle, ToolName.ellipse, ToolName.lasso, ToolName.wand]


@pytest.fixture
def at() -> Desk:
    return desk()


def square(at: Desk) -> Painter:
    """A polygon's first three corners of four."""
    painter = Painter(at, ToolName.polygon).press(100, 50).release()
    return painter.press_again(300, 50).press_again(300, 250)


def test_a_polygon_is_selected_with_a_key(at: Desk):
    square(at).press_again(100, 250).key(Pointer.finish)
    assert at.document.selection.bounds == Bounds(100, 50, 200, 200)
    assert at.selected()[50:250, 100:300].min() == 255
    assert at.document.history.position == 1


@pytest.mark.parametrize("last", [(101, 52), (299, 249)], ids=["the first", "the latest"])
def test_a_click_on_a_corner_ends_a_polygon(at: Desk, last: tuple[float, float]):
    painter = square(at).press_again(*last)
    assert not painter.is_busy
    assert at.selected()[60, 290] == 255


def test_a_drag_sets_a_corner_where_it_ends(at: Desk):
    painter = Painter(at, ToolName.polygon).press(100, 50).move(200, 50).move(300, 50).release()
    painter.press_again(300, 250).key(Pointer.finish)
    assert at.document.selection.bounds == Bounds(100, 50, 200, 200)


def test_the_latest_corner_can_be_taken_back(at: Desk):
    painter = square(at).press_again(390, 290).key(Pointer.back).press_again(100, 250)
    painter.key(Pointer.finish)
    assert at.document.selection.bounds == Bounds(100, 50, 200, 200)
    painter = Painter(at, ToolName.polygon).press(20, 20).release()
    assert painter.key(Pointer.back).key(Pointer.back).is_busy


def test_the_rubber_band_goes_on_to_the_pointer_while_nothing_is_held(at: Desk):
    outline = square(at).move(120, 270).outline
    assert outline is not None
    assert outline.points == ((100, 50), (300, 50), (300, 250), (120, 270))
    assert outline.goes_on
    assert at.document.selection.is_none


def test_two_corners_are_a_click(at: Desk):
    at.selecting.select_all()
    Painter(at, ToolName.polygon).press(9, 9, modifiers=Modifiers.shift).release().key(
        Pointer.finish
    )
    assert at.selected().min() == 255
    Painter(at, ToolName.polygon).press(9, 9).release().press_again(9, 9)
    assert at.document.selection.is_none


def test_the_magnetic_lasso_clings_to_edges(at: Desk):
    pixels = at.layer.tiles.read(at.document.bounds)
    cv2.circle(pixels, (200, 150), 80, (200, 90, 0, 255), -1, cv2.LINE_AA)
    at.layer.tiles.write(at.document.bounds, pixels)
    painter = Painter(at, ToolName.magnetic).press(202, 73).release().move(250, 90).move(278, 150)
    painter.press_again(278, 152).move(250, 210).press_again(203, 229).move(130, 190)
    painter.press_again(123, 150).move(160, 80).key(Pointer.finish)
    wanted = pixels[..., 3] > 127
    wrong = (at.selected() > 127) != wanted
    assert wrong.sum() < wanted.sum() * 0.03


def test_held_by_itself_the_magnetic_lasso_stays_on_the_edge(at: Desk):
    write(at, Bounds(0, 150, 400, 150), (0, 0, 0, 255))
    painter = Painter(at, ToolName.magnetic).press(10, 150).release().move(390, 147)
    assert painter.outline is not None
    assert max(abs(y - 150) for _, y in painter.outline.points) < 4


def test_the_magnetic_lasso_goes_as_far_as_the_pointer(at: Desk):
    painter = Painter(at, ToolName.magnetic).press(20, 20).release().move(390, 280)
    assert painter.outline is not None
    assert painter.outline.points[-1] == (390.5, 280.5)
    painter.key(Pointer.back).press_again(390, 20).press_again(390, 290).key(Pointer.finish)
    assert at.selected()[100, 380] == 255


def test_the_wand_selects_where_it_was_pressed(at: Desk):
    write(at, Bounds(50, 50, 100, 100), (255, 0, 0, 255))
    Painter(at, ToolName.wand).press(60, 60).move(300, 250).release()
    assert at.document.selection.bounds == Bounds(50, 50, 100, 100)
    Painter(at, ToolName.wand).click(300, 250, Modifiers.shift)
    assert at.selected().min() == 255


@pytest.mark.parametrize("name", TAKING_HOLD)
def test_dragging_what_is_selected_moves_the_selection_alone(at: Desk, name: ToolName):
    write(at, Bounds(50, 50, 100, 100), (255, 0, 0, 255))
    before = at.composite()
    Painter(at, ToolName.wand).click(60, 60)
    painter = Painter(at, name).press(100, 100).move(110, 100).move(130, 90)
    assert at.document.selection.bounds == Bounds(80, 40, 100, 100)
    painter.release()
    assert not painter.is_busy
    np.testing.assert_array_equal(at.composite(), before)
    assert at.document.history.titles[-1] == "Move selection"
    at.document.history.undo()
    assert at.document.selection.bounds == Bounds(50, 50, 100, 100)


@pytest.mark.parametrize("name", TAKING_HOLD)
def test_a_cancelled_move_of_the_selection_leaves_it(at: Desk, name: ToolName):
    Painter(at, ToolName.rectangle).press(50, 50).move(150, 150).release()
    before = at.selected()
    Painter(at, name).press(100, 100).move(200, 150).cancel()
    np.testing.assert_array_equal(at.selected(), before)
    assert at.document.history.position == 1


def test_a_selection_moved_out_and_back_in_one_drag_loses_nothing(at: Desk):
    Painter(at, ToolName.ellipse).press(50, 50).move(150, 150).release()
    before = at.selected()
    painter = Painter(at, ToolName.lasso).press(100, 100).move(900, 100).move(120, 100)
    painter.release()
    np.testing.assert_array_equal(at.selected()[:, 20:], before[:, :-20])


def test_keys_move_the_selection_by_pixels(at: Desk):
    Painter(at, ToolName.rectangle).press(50, 50).move(150, 150).release()
    at.selecting.move_by(-10, 1)
    assert at.document.selection.bounds == Bounds(40, 51, 100, 100)


def test_a_magic_wand_can_look_at_the_active_layer_alone(at: Desk):
    at.wand.likeness = replace(at.wand.likeness, merged=False)
    Painter(at, ToolName.wand).click(60, 60)
    assert at.selected().min() == 255
