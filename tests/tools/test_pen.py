"""The pen, node by node."""

from __future__ import annotations

import numpy as np
import pytest

from studio.errors import InputError
from studio.session.painting import ToolName
from studio.session.pathing import PathUse
from studio.tools.tool import Modifiers
from tests.tools.desk import Desk, Painter, desk


@pytest.fixture
def at() -> Desk:
    return desk()


def pen(at: Desk) -> Painter:
    return Painter(at, ToolName.pen)


def triangle(at: Desk) -> None:
    for spot in ((100, 50), (300, 50), (200, 250)):
        pen(at).click(*spot)


def test_clicks_set_corners_and_a_click_on_the_first_closes(at: Desk):
    triangle(at)
    assert at.pathing.path.corners == ((100, 50), (300, 50), (200, 250))
    pen(at).click(101, 51)
    assert at.pathing.path.closed
    pen(at).click(20, 20)
    assert len(at.pathing.path.nodes) == 3


def test_a_drag_sets_a_smooth_node(at: Desk):
    pen(at).click(50, 150)
    pen(at).press(200, 150).move(230, 110).move(250, 90).release()
    node = at.pathing.path.nodes[1]
    assert (node.spot, node.into, node.out) == ((200, 150), (150, 210), (250, 90))


def test_a_hand_that_shakes_sets_a_corner(at: Desk):
    pen(at).press(200, 150).move(201, 152).release()
    node = at.pathing.path.nodes[0]
    assert node.spot == node.into == node.out == (200, 150)


def test_alt_parts_the_handles_and_shift_keeps_them_to_steps(at: Desk):
    pen(at).press(200, 150).move(250, 150).release()
    pen(at).press(250, 150, modifiers=Modifiers.alt).move(
        220, 100, modifiers=Modifiers.alt
    ).release(modifiers=Modifiers.alt)
    node = at.pathing.path.nodes[0]
    assert (node.into, node.out) == ((150, 150), (220, 100))
    pen(at).press(220, 100).move(260, 153, modifiers=Modifiers.shift).release(
        modifiers=Modifiers.shift
    )
    assert at.pathing.path.nodes[0].out == pytest.approx((260, 150), abs=0.2)


def test_alt_and_a_click_make_a_corner_of_a_node(at: Desk):
    pen(at).press(200, 150).move(250, 150).release()
    pen(at).click(200, 150, Modifiers.alt)
    assert at.pathing.path.nodes[0].out == (200, 150)
    assert len(at.pathing.path.nodes) == 1


def test_nodes_can_be_dragged_until_it_is_committed(at: Desk):
    triangle(at)
    pen(at).press(300, 50).move(320, 60).release()
    assert at.pathing.path.nodes[1].spot == (320, 60)
    assert at.pathing.latest == 1


def test_a_cancelled_drag_takes_back_that_node_only(at: Desk):
    triangle(at)
    pen(at).press(20, 20).move(60, 60).cancel()
    assert len(at.pathing.path.nodes) == 3
    pen(at).press(300, 50).move(320, 60).cancel()
    assert at.pathing.path.nodes[1].spot == (300, 50)


def test_undo_goes_back_change_by_change_and_backspace_node_by_node(at: Desk):
    triangle(at)
    pen(at).press(300, 50).move(320, 60).release()
    at.pathing.undo()
    assert at.pathing.path.nodes[1].spot == (300, 50)
    at.pathing.take_back()
    assert len(at.pathing.path.nodes) == 2
    at.pathing.undo()
    assert len(at.pathing.path.nodes) == 3
    for _ in range(3):
        at.pathing.undo()
    assert not at.pathing.is_on
    assert at.document.history.titles == ()


@pytest.mark.parametrize(
    ("use", "title"), [(PathUse.stroke, "Stroke path"), (PathUse.fill, "Fill path")]
)
def test_it_is_stroked_or_filled_in_one_step(at: Desk, use: PathUse, title: str):
    before = at.composite()
    triangle(at)
    at.pathing.commit(use)
    alpha = at.composite()[..., 3]
    assert alpha[50, 200] == 255, "its upper edge"
    assert (alpha[120, 200] == 255) == (use is PathUse.fill), "its inside"
    assert at.document.history.titles == (title,)
    assert not at.pathing.is_on
    at.document.history.undo()
    np.testing.assert_array_equal(at.composite(), before)
    at.document.history.redo()
    np.testing.assert_array_equal(at.composite()[..., 3], alpha)


def test_it_becomes_a_selection_soft_at_its_edge(at: Desk):
    pen(at).press(200, 50).move(300, 50).release()
    pen(at).press(200, 250).move(100, 250).release()
    pen(at).click(200, 50)
    at.pathing.commit(PathUse.select)
    selected = at.selected()
    assert selected[150, 200] == 255
    assert ((selected > 0) & (selected < 255)).any()


def test_it_is_stroked_as_the_brush_is(at: Desk):
    pen(at).click(50, 150)
    pen(at).click(350, 150)
    at.pathing.commit()
    painted = np.flatnonzero(at.composite()[:, 200, 3] > 127)
    assert (painted[0], painted[-1]) == (140, 159)


def test_one_node_is_no_path(at: Desk):
    pen(at).click(50, 150)
    at.pathing.commit()
    assert at.document.history.titles == ()


def test_where_nothing_can_be_painted_the_path_stays(at: Desk):
    triangle(at)
    at.easel.activate(at.document.root.id)
    with pytest.raises(InputError):
        at.pathing.commit()
    assert at.pathing.is_on


def test_the_path_waits_while_another_tool_is_in_hand(at: Desk):
    triangle(at)
    at.painting.tool = ToolName.brush
    assert not at.pathing.is_on
    at.painting.tool = ToolName.pen
    assert len(at.pathing.path.nodes) == 3


def test_it_would_go_on_to_the_pointer(at: Desk):
    triangle(at)
    at.pathing.hover((10, 20))
    assert at.pathing.band == ((200, 250), (10, 20))
    at.pathing.hover(None)
    assert at.pathing.band == ()
