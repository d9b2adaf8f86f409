"""Rectangle, ellipse and lasso."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers
from tests.tools.desk import Desk, Painter, desk

SHAPES = [ToolName.rectangle, ToolName.ellipse, ToolName.lasso]
BOTH = Modifiers.shift | Modifiers.alt


@pytest.fixture
def at() -> Desk:
    return desk()


def rectangle(at: Desk, bounds: Bounds, modifiers: Modifiers = Modifiers.none) -> None:
    painter = Painter(at, ToolName.rectangle)
    painter.press(bounds.right, bounds.bottom, modifiers=modifiers)
    painter.move(bounds.x, bounds.y, modifiers=modifiers).release(modifiers=modifiers)


def test_a_rectangle_is_whole_pixels_from_any_corner(at: Desk):
    Painter(at, ToolName.rectangle).press(150.4, 120.2).move(49.7, 60.4).release()
    assert at.document.selection.bounds == Bounds(50, 60, 100, 60)
    assert set(np.unique(at.selected())) == {0, 255}


def test_shift_while_dragging_makes_a_square_or_a_circle(at: Desk):
    for name in (ToolName.rectangle, ToolName.ellipse):
        painter = Painter(at, name).press(200, 100)
        painter.move(120, 130, modifiers=Modifiers.shift).release(modifiers=Modifiers.shift)
        assert at.document.selection.bounds == Bounds(120, 100, 80, 80)


def test_an_ellipse_touches_the_sides_of_its_rectangle(at: Desk):
    Painter(at, ToolName.ellipse).press(50, 60).move(250, 160).release()
    assert at.document.selection.bounds == Bounds(50, 60, 200, 100)
    assert at.selected().sum() / 255 == pytest.approx(math.pi / 4 * 200 * 100, rel=0.005)
    assert len(np.unique(at.selected())) > 20


def test_a_lasso_selects_what_is_drawn_around(at: Desk):
    painter = Painter(at, ToolName.lasso).press(100, 50).move(300, 50).move(300, 250)
    painter.move(100, 250).release()
    assert at.document.selection.bounds == Bounds(100, 50, 200, 200)


@pytest.mark.parametrize("name", SHAPES)
def test_the_rubber_band_follows_the_pointer(at: Desk, name: ToolName):
    painter = Painter(at, name).press(100, 50).move(300, 50).move(300, 250)
    outline = painter.outline
    assert outline is not None
    assert outline.closed
    xs, ys = zip(*outline.points, strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((100, 300, 50, 250), abs=0.1)
    assert not at.selected().any()


@pytest.mark.parametrize(
    ("modifiers", "corner", "middle", "other"),
    [
        pytest.param(Modifiers.none, 0, 255, 255, id="replace"),
        pytest.param(Modifiers.shift, 255, 255, 255, id="add"),
        pytest.param(Modifiers.alt, 255, 0, 0, id="subtract"),
        pytest.param(BOTH, 0, 255, 0, id="intersect"),
    ],
)
def test_modifiers_at_the_press_say_how_it_joins(
    at: Desk, modifiers: Modifiers, corner: int, middle: int, other: int
):
    rectangle(at, Bounds(50, 50, 100, 100))
    rectangle(at, Bounds(100, 100, 100, 100), modifiers)
    selected = at.selected()
    assert (selected[60, 60], selected[120, 120], selected[180, 180]) == (corner, middle, other)


def test_modifiers_let_go_during_the_drag_still_count(at: Desk):
    rectangle(at, Bounds(50, 50, 100, 100))
    painter = Painter(at, ToolName.lasso).press(200, 200, modifiers=Modifiers.shift)
    painter.move(300, 200).move(250, 280).release()
    assert at.selected()[60, 60] == 255
    assert at.selected()[220, 250] == 255


@pytest.mark.parametrize("name", SHAPES)
def test_a_click_selects_nothing(at: Desk, name: ToolName):
    at.selecting.select_all()
    Painter(at, name).click(100, 100)
    assert at.document.selection.is_none
    assert at.document.history.position == 2


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("modifiers", [Modifiers.shift, Modifiers.alt, BOTH])
def test_a_click_with_a_modifier_leaves_the_selection(
    at: Desk, name: ToolName, modifiers: Modifiers
):
    at.selecting.select_all()
    Painter(at, name).click(100, 100, modifiers)
    assert at.selected().min() == 255
    assert at.document.history.position == 1


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_past_the_canvas_is_cut(at: Desk, name: ToolName):
    Painter(at, name).press(-50, -50).move(500, -40).move(500, 400).release()
    assert at.document.bounds.contains(at.document.selection.bounds)
    assert not at.document.selection.is_none
