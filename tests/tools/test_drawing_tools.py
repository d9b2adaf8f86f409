"""Gradient, line, rectangle, ellipse and polygon."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.gradients import GradientShape
from studio.errors import InputError
from studio.session.filling import Fade
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers, Pointer
from tests.tools.desk import PLAIN, Desk, Painter, desk, write

DRAWN = [ToolName.line, ToolName.draw_rectangle, ToolName.draw_ellipse, ToolName.draw_polygon]
ALL = [*DRAWN, ToolName.gradient]


@pytest.fixture
def at() -> Desk:
    made = desk()
    made.painting.set_colours(Colour(255, 0, 0), Colour(0, 0, 255))
    made.painting.set_brush(ToolName.brush, replace(PLAIN, size=6.0))
    return made


def covered(at: Desk) -> float:
    return float(at.composite()[..., 3].sum() / 255)


def test_a_line_is_straight_and_as_wide_as_the_brush(at: Desk):
    painter = Painter(at, ToolName.line).press(50, 60).move(90, 200).move(250, 160)
    assert painter.outline is not None
    assert painter.outline.points == ((50, 60), (250, 160))
    assert covered(at) == 0
    painter.release()
    assert covered(at) == pytest.approx(6 * math.dist((50, 60), (250, 160)) + 9 * math.pi, rel=0.02)
    assert at.composite()[110, 150, 3] == 255
    assert at.document.history.titles == ("Line",)


def test_shift_keeps_a_line_to_whole_steps(at: Desk):
    painter = Painter(at, ToolName.line).press(50, 60)
    painter.move(250, 68, modifiers=Modifiers.shift).release(modifiers=Modifiers.shift)
    assert at.composite()[60, 60:240, 3].min() == 255


def test_a_rectangle_has_sharp_corners(at: Desk):
    Painter(at, ToolName.draw_rectangle).press(300, 250).move(100, 50).release()
    alpha = at.composite()[..., 3]
    for x, y in ((100, 50), (300, 50), (300, 250), (100, 250)):
        assert alpha[y, x] == 255
    assert alpha[50, 100:300].min() == alpha[50:250, 300].min() == 255
    assert not alpha[60:240, 110:290].any()


def test_an_ellipse_is_an_even_line(at: Desk):
    Painter(at, ToolName.draw_ellipse).press(50, 50).move(350, 250).release()
    a, b = 150.0, 100.0
    h = (a - b) ** 2 / (a + b) ** 2
    around = math.pi * (a + b) * (1 + 3 * h / (10 + math.sqrt(4 - 3 * h)))
    assert covered(at) == pytest.approx(6 * around, rel=0.02)


@pytest.mark.parametrize(
    ("name", "area"),
    [(ToolName.draw_rectangle, 200 * 100), (ToolName.draw_ellipse, math.pi / 4 * 200 * 100)],
)
def test_a_shape_can_be_filled(at: Desk, name: ToolName, area: float):
    at.drawing.is_filled = True
    Painter(at, name).press(100, 50).move(300, 150).release()
    assert covered(at) == pytest.approx(area, rel=0.005)
    assert at.composite()[100, 200].tolist() == [0, 0, 255, 255]


def test_shift_and_alt_make_it_even_and_grow_it_from_the_middle(at: Desk):
    at.drawing.is_filled = True
    keys = Modifiers.shift | Modifiers.alt
    painter = Painter(at, ToolName.draw_rectangle).press(200, 150)
    painter.move(240, 160, modifiers=keys).release(modifiers=keys)
    assert covered(at) == 80 * 80
    assert at.composite()[110:190, 160:240, 3].min() == 255


@pytest.mark.parametrize("is_filled", [False, True])
def test_a_polygon_is_drawn_from_click_to_click(at: Desk, is_filled: bool):
    at.drawing.is_filled = is_filled
    painter = Painter(at, ToolName.draw_polygon).press(100, 50).release()
    painter.press_again(300, 50).press_again(300, 250).key(Pointer.finish)
    alpha = at.composite()[..., 3]
    assert alpha[150, 298] == 255
    assert alpha[100, 250] == (255 if is_filled else 0)
    assert at.document.history.titles == ("Polygon",)


@pytest.mark.parametrize("name", ALL)
def test_a_click_draws_nothing_but_a_dot_of_a_line(at: Desk, name: ToolName):
    Painter(at, name).press(100, 100).end()
    assert at.document.history.position == (1 if name is ToolName.line else 0)


@pytest.mark.parametrize("name", ALL)
def test_alt_picks_a_colour(at: Desk, name: ToolName):
    write(at, at.document.bounds, (0, 99, 0, 255))
    Painter(at, name).click(20, 20, Modifiers.alt)
    assert at.painting.foreground == Colour(0, 99, 0)
    assert at.document.history.titles == ()


@pytest.mark.parametrize("name", ALL)
def test_a_locked_layer_is_told_at_the_press(at: Desk, name: ToolName):
    at.layer.properties = replace(at.layer.properties, locked=True)
    with pytest.raises(InputError, match="locked"):
        Painter(at, name).press(60, 60)


@pytest.mark.parametrize("name", ALL)
def test_only_what_is_selected_changes(at: Desk, name: ToolName):
    Painter(at, ToolName.ellipse).press(50, 50).move(200, 250).release()
    at.painting.set_brush(ToolName.brush, replace(PLAIN, size=90.0))
    Painter(at, name).press(60, 60).move(300, 200).end()
    outside = at.selected() == 0
    assert at.composite()[..., 3].any()
    assert not at.composite()[outside].any()


def test_a_gradient_is_seen_while_it_is_dragged(at: Desk):
    painter = Painter(at, ToolName.gradient).press(0, 100).move(200, 100)
    assert at.composite()[100, 300].tolist() == [255, 0, 0, 255]
    painter.move(400, 100)
    half = at.composite()[:, 200].mean(axis=0)
    np.testing.assert_allclose(half, (127.5, 0, 127.5, 255), atol=1.5)
    painter.release()
    assert at.document.history.titles == ("Gradient",)


def test_a_gradient_can_go_outward_and_to_nothing(at: Desk):
    at.filling.fade = Fade(GradientShape.radial, to_nothing=True)
    Painter(at, ToolName.gradient).press(200, 150).move(200, 50).release()
    assert at.composite()[150, 200, 3] >= 252
    assert not at.composite()[150, 305:].any()
    assert at.composite()[148:153, 148:153, 3].mean() == pytest.approx(127, abs=4)
