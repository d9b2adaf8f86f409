"""Brush, eraser and mask brush."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.brush.dynamics import Sense, Trait
from studio.colour import Colour
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.tools.tool import Buttons, Modifiers
from tests.tools.desk import PLAIN, Desk, Painter, desk, write

RED, BLUE = Colour(255, 0, 0), Colour(0, 0, 255)


@pytest.fixture
def at() -> Desk:
    made = desk()
    made.painting.set_colours(RED, BLUE)
    return made


def painted(at: Desk, x: int, y: int) -> bool:
    return bool(at.composite()[y, x, 3])


def test_a_click_paints_one_dab(at: Desk):
    Painter(at, ToolName.brush).click(100, 100)
    assert at.composite()[100, 100].tolist() == [0, 0, 255, 255]
    area = (at.composite()[..., 3] / 255.0).sum()
    assert area == pytest.approx(np.pi * 100, rel=0.01)


def test_a_drag_paints_along_the_way(at: Desk):
    Painter(at, ToolName.brush).press(50, 150).move(150, 150).move(350, 150).release()
    assert at.composite()[150, 50:350, 3].min() == 255


def test_shift_and_click_paint_a_straight_line_from_the_last_stroke(at: Desk):
    painter = Painter(at, ToolName.brush).click(50, 50)
    painter.click(350, 250, Modifiers.shift)
    assert painted(at, 200, 150)
    assert at.document.history.position == 2


def test_shift_without_a_stroke_before_is_a_click(at: Desk):
    Painter(at, ToolName.brush).click(50, 50, Modifiers.shift)
    assert painted(at, 50, 50)


def test_alt_picks_a_colour_and_paints_nothing(at: Desk):
    write(at, Bounds(0, 0, 50, 50), (0, 99, 0, 255))
    before = at.composite()
    Painter(at, ToolName.brush).click(20, 20, Modifiers.alt)
    assert at.painting.foreground == Colour(0, 99, 0)
    np.testing.assert_array_equal(at.composite(), before)


def test_the_other_end_of_the_pen_erases(at: Desk):
    write(at, Bounds(0, 0, 400, 300), (0, 0, 0, 255))
    Painter(at, ToolName.brush).press(100, 100, buttons=Buttons.left | Buttons.eraser).release()
    assert not painted(at, 100, 100)


@pytest.mark.parametrize(("in_hand", "reach"), [(False, 10), (True, 40)])
def test_the_other_end_erases_with_the_brush_that_was_chosen_for_it(
    at: Desk, in_hand: bool, reach: int
):
    at.preferences.change(replace(at.preferences.current, erases_in_hand=in_hand))
    at.painting.set_brush(ToolName.brush, replace(PLAIN, size=80.0))
    write(at, Bounds(0, 0, 400, 300), (0, 0, 0, 255))
    Painter(at, ToolName.brush).press(100, 100, buttons=Buttons.left | Buttons.eraser).release()
    assert not painted(at, 100 + reach - 2, 100)
    assert painted(at, 100 + reach + 2, 100)


def test_a_pen_lifted_does_not_taper_the_end(at: Desk):
    at.painting.set_brush(ToolName.brush, PLAIN.responding(Trait.size, Sense.pressure))
    painter = Painter(at, ToolName.brush).press(100, 100, pressure=0.8).move(200, 100, pressure=0.8)
    before = at.composite()
    painter.release()
    np.testing.assert_array_equal(at.composite(), before)


def test_the_eraser_makes_transparent(at: Desk):
    write(at, Bounds(0, 0, 400, 300), (0, 0, 0, 255))
    Painter(at, ToolName.eraser).press(50, 150).move(350, 150).release()
    assert not at.composite()[150, 50:350].any()
    assert painted(at, 200, 100)


@pytest.mark.parametrize("name", [ToolName.brush, ToolName.eraser])
def test_a_locked_layer_is_told_at_the_press(at: Desk, name: ToolName):
    at.layer.properties = replace(at.layer.properties, locked=True)
    with pytest.raises(InputError, match="locked"):
        Painter(at, name).press(10, 10)
    assert at.document.history.titles == ()


def test_the_mask_brush_works_whatever_the_layer_is(at: Desk):
    at.layer.properties = replace(at.layer.properties, locked=True)
    Painter(at, ToolName.mask).press(50, 150).move(350, 150).release()
    assert (at.selected()[150, 50:350] == 255).all()
    assert not at.composite().any()


@pytest.mark.parametrize(
    ("buttons", "modifiers"),
    [
        pytest.param(Buttons.left, Modifiers.alt, id="alt"),
        pytest.param(Buttons.right, Modifiers.none, id="right button"),
        pytest.param(Buttons.left | Buttons.eraser, Modifiers.none, id="eraser end"),
    ],
)
def test_the_mask_is_taken_away(at: Desk, buttons: Buttons, modifiers: Modifiers):
    at.selecting.select_all()
    Painter(at, ToolName.mask).press(100, 100, buttons=buttons, modifiers=modifiers).release()
    assert at.selected()[100, 100] == 0
    assert at.selected()[100, 130] == 255
