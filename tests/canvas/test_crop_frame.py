"""The crop through the real view, with mouse and pen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from tests.driver import Painter, Pen


@pytest.fixture
def cropping(session, view):
    session.painting.tool = ToolName.crop
    return session.cropping


@pytest.mark.parametrize("hand", [Painter, Pen])
def test_a_box_is_dragged_out_and_its_corner_pulled(cropping, view, hand):
    painter = hand(view)
    painter.drag((100, 50), (200, 100), (300, 250))
    painter.drag((300, 250), (320, 260), (350, 280))
    assert cropping.box == Bounds(100, 50, 250, 230)


def test_escape_amid_a_drag_takes_back_that_drag_only(cropping, painter):
    painter.drag((100, 50), (300, 250)).press(200, 150).move(220, 170).escape()
    assert cropping.box == Bounds(100, 50, 200, 200)


def test_losing_the_keyboard_between_drags_keeps_the_box(cropping, painter):
    painter.drag((100, 50), (300, 250)).lose_focus()
    assert cropping.is_on


def test_a_double_click_crops(cropping, painter, session):
    painter.drag((100, 50), (300, 250)).click(200, 150).click(200, 150)
    assert session.easel.document.extent == Extent(200, 200)


def test_another_tool_gives_it_up(cropping, painter, session):
    painter.drag((100, 50), (300, 250))
    session.painting.tool = ToolName.brush
    assert not cropping.is_on
    assert session.easel.document.extent == Extent(400, 300)


@pytest.mark.parametrize(
    ("spot", "shape"),
    [
        pytest.param((100, 150), Qt.CursorShape.SizeHorCursor, id="edge"),
        pytest.param((300, 250), Qt.CursorShape.SizeFDiagCursor, id="corner"),
        pytest.param((200, 150), Qt.CursorShape.SizeAllCursor, id="inside"),
        pytest.param((380, 280), Qt.CursorShape.CrossCursor, id="beside"),
    ],
)
def test_the_cursor_foretells_what_a_press_does(cropping, painter, view, spot, shape):
    painter.drag((100, 50), (300, 250)).move(*spot)
    assert view.cursor().shape() == shape


def test_what_is_cut_away_is_darkened(cropping, painter, view):
    painter.drag((100, 50), (300, 250))
    picture = view.grab().toImage()
    inside, outside = (view.viewport.to_view(*spot) for spot in ((180, 120), (40, 150)))
    ratio = view.devicePixelRatioF()
    seen = [picture.pixelColor(round(x * ratio), round(y * ratio)) for x, y in (inside, outside)]
    assert seen[0].lightness() > 2 * seen[1].lightness()
