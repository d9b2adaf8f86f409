"""What holds for all tools: click, drag, cancel, interrupt, undo, redo."""

from __future__ import annotations

import numpy as np
import pytest

from studio.colour import Colour
from studio.geometry import Bounds, Point
from studio.session.painting import ToolName
from studio.tools.toolbox import all_tools
from tests.tools.desk import Desk, Painter, desk, write

RED = Colour(255, 0, 0)
ALL = [pytest.param(name, id=name.value) for name in ToolName]


@pytest.fixture
def painted(qapp) -> Desk:
    """A blue rectangle on the layer, red in the brush; Qt knows the letters of a text."""
    made = desk()
    write(made, Bounds(50, 50, 120, 80), (200, 0, 0, 255))
    made.painting.set_colours(RED, Colour(0, 0, 255))
    made.retouching.set_source(Point(130, 140))
    return made


def drag(painter: Painter) -> Painter:
    """From corner to corner where a tool goes from click to click."""
    painter.press(60, 60).move(100, 70).move(140, 120)
    if painter.desk.painting.tool is ToolName.pen:
        painter.release().press(200, 60)
    if painter.outline is not None and painter.outline.goes_on:
        painter.release().press_again(200, 60)
    return painter.move(90, 150)


def snapshot(desk: Desk) -> tuple[bytes, bytes, Colour, int]:
    history = desk.document.history
    return (
        desk.composite().tobytes(),
        desk.selected().tobytes(),
        desk.painting.foreground,
        history.position,
    )


def test_every_tool_has_its_own_name():
    assert {name: tool.name for name, tool in all_tools().items()} == {n: n for n in ToolName}


@pytest.mark.parametrize("name", ALL)
def test_a_drag_does_something_and_at_most_one_step(painted: Desk, name: ToolName):
    before = snapshot(painted)
    drag(Painter(painted, name)).end()
    assert snapshot(painted) != before
    assert painted.document.history.position == (0 if name is ToolName.picker else 1)


@pytest.mark.parametrize("name", ALL)
def test_a_click_is_at_most_one_step(painted: Desk, name: ToolName):
    Painter(painted, name).press(80, 80).end()
    assert painted.document.history.position <= 1


@pytest.mark.parametrize("name", ALL)
def test_cancelling_leaves_no_trace(painted: Desk, name: ToolName):
    before = snapshot(painted)
    drag(Painter(painted, name)).cancel()
    assert snapshot(painted) == before
    assert painted.document.history.titles == ()


@pytest.mark.parametrize("name", ALL)
def test_an_error_in_the_middle_leaves_no_trace(painted: Desk, name: ToolName):
    before = snapshot(painted)
    painter = drag(Painter(painted, name))
    with pytest.raises(ZeroDivisionError):
        painter.interrupt(ZeroDivisionError())
    assert snapshot(painted) == before
    assert painted.document.history.titles == ()


@pytest.mark.parametrize("name", [p for p in ALL if p.values[0] is not ToolName.picker])
def test_undo_and_redo_go_back_and_forth_byte_for_byte(painted: Desk, name: ToolName):
    before = snapshot(painted)
    drag(Painter(painted, name)).end()
    after = snapshot(painted)
    assert painted.document.history.undo()
    assert snapshot(painted) == before
    assert painted.document.history.redo()
    assert snapshot(painted) == after


@pytest.mark.parametrize("name", ALL)
def test_the_kept_composite_is_what_flattening_gives(painted: Desk, name: ToolName):
    """Whatever a tool does while it is used, it says where."""
    compositor = painted.easel.compositor

    def shown() -> np.ndarray:
        tile = compositor.tile((0, 0))
        return np.zeros((256, 256, 4), np.uint8) if tile is None else tile

    shown()
    painter = Painter(painted, name).press(60, 60)
    for x, y in ((100, 70), (140, 120), (90, 150)):
        painter.move(x, y)
        np.testing.assert_array_equal(shown(), painted.composite()[:256, :256])
    painter.cancel()
    np.testing.assert_array_equal(shown(), painted.composite()[:256, :256])
