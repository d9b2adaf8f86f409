"""Fill, picker and move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers
from tests.tools.desk import Desk, Painter, desk, write

RED, BLUE = Colour(255, 0, 0), Colour(0, 0, 255)


@pytest.fixture
def at() -> Desk:
    """A blue square on the layer, red in the brush."""
    made = desk()
    write(made, Bounds(50, 50, 100, 100), (255, 0, 0, 255))
    made.painting.set_colours(RED, Colour(1, 2, 3))
    return made


def test_fill_fills_where_it_was_pressed(at: Desk):
    Painter(at, ToolName.fill).press(60, 60).move(300, 250).release()
    assert (at.composite()[50:150, 50:150] == (0, 0, 255, 255)).all()
    assert not at.composite()[250, 300].any()


def test_fill_with_alt_picks(at: Desk):
    before = at.composite()
    Painter(at, ToolName.fill).click(60, 60, Modifiers.alt)
    assert at.painting.foreground == BLUE
    np.testing.assert_array_equal(at.composite(), before)


def test_the_picker_follows_the_pointer(at: Desk):
    painter = Painter(at, ToolName.picker).press(300, 250)
    assert at.painting.foreground == RED
    painter.move(60, 60)
    assert at.painting.foreground == BLUE
    painter.release()
    assert (at.painting.foreground, at.painting.background) == (BLUE, Colour(1, 2, 3))


def test_move_follows_by_whole_pixels_while_it_is_dragged(at: Desk):
    before = at.composite()
    painter = Painter(at, ToolName.move).press(60.2, 60.2).move(80.4, 65.1)
    np.testing.assert_array_equal(at.composite()[5:, 20:], before[:-5, :-20])
    painter.move(61.0, 60.0).release()
    np.testing.assert_array_equal(at.composite()[:, 1:], before[:, :-1])


def test_move_with_shift_keeps_to_one_axis(at: Desk):
    before = at.composite()
    painter = Painter(at, ToolName.move).press(60, 60).move(90, 70, modifiers=Modifiers.shift)
    painter.release(modifiers=Modifiers.shift)
    np.testing.assert_array_equal(at.composite()[:, 30:], before[:, :-30])


def test_a_click_with_move_is_no_step(at: Desk):
    Painter(at, ToolName.move).click(60, 60)
    assert at.document.history.titles == ()


@pytest.mark.parametrize("name", [ToolName.fill, ToolName.move])
def test_a_locked_layer_is_told_at_the_press(at: Desk, name: ToolName):
    at.layer.properties = replace(at.layer.properties, locked=True)
    with pytest.raises(InputError, match="locked"):
        Painter(at, name).press(60, 60)
