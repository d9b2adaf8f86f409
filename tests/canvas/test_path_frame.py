"""The pen's path through the real view, with mouse and pen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studio.session.painting import ToolName
from tests.driver import Painter, Pen


@pytest.fixture
def pathing(session, view):
    session.painting.tool = ToolName.pen
    return session.pathing


@pytest.mark.parametrize("hand", [Painter, Pen])
def test_nodes_are_clicked_and_dragged(pathing, view, hand):
    hand(view).click(50, 50).drag((200, 60), (240, 80), (260, 100))
    assert [node.spot for node in pathing.path.nodes] == [
        pytest.approx((50, 50)),
        pytest.approx((200, 60)),
    ]
    assert pathing.path.nodes[1].is_smooth


def test_the_curve_follows_the_pointer_with_nothing_held(pathing, painter):
    painter.click(50, 50).move(120, 90)
    assert pathing.band[-1] == pytest.approx((120, 90))
    painter.leave()
    assert pathing.band == ()


def test_escape_amid_a_drag_takes_back_that_node(pathing, painter):
    painter.click(50, 50).press(200, 60).move(240, 90).escape()
    assert len(pathing.path.nodes) == 1


def test_losing_the_keyboard_keeps_the_path(pathing, painter):
    painter.click(50, 50).click(100, 90).lose_focus()
    assert len(pathing.path.nodes) == 2


def test_the_path_is_seen(pathing, painter, view):
    before = view.grab().toImage()
    painter.click(50, 150).click(350, 150).move(380, 280)
    x, y = view.viewport.to_view(200, 150)
    seen = view.grab().toImage()
    ratio = view.devicePixelRatioF()
    spot = round(x * ratio), round(y * ratio)
    near = range(-2, 3)
    assert any(
        seen.pixel(spot[0], spot[1] + dy) != before.pixel(spot[0], spot[1] + dy) for dy in near
    )


def test_slack_is_as_wide_on_screen_at_any_zoom(pathing, painter, view):
    view.viewport = view.viewport.zoomed(8.0)
    painter.click(200, 150).click(203, 150).click(203, 153)
    assert len(pathing.path.nodes) == 3
    assert not pathing.path.closed


def test_the_cursor_is_a_cross(pathing, painter, view):
    painter.move(100, 100)
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
