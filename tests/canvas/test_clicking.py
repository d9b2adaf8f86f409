"""Gestures that go from click to click, through the real view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studio.geometry import Bounds
from studio.session.painting import ToolName

SQUARE = Bounds(100, 50, 200, 200)


@pytest.fixture
def corners(session, painter):
    """Three corners of a square are clicked on."""
    session.painting.tool = ToolName.polygon
    return painter.click(100, 50).click(300, 50).click(300, 250)


def selected(session):
    return session.easel.document.selection.bounds


def test_enter_ends_it(corners, session):
    corners.click(100, 250).key(Qt.Key.Key_Return)
    assert selected(session) == SQUARE


def test_a_double_click_ends_it(corners, session):
    corners.click(100, 250).click(100, 250)
    assert selected(session) == SQUARE


def test_the_band_follows_the_pointer_with_nothing_held(corners, view):
    corners.move(120, 260)
    outline = view.pointing.outline
    assert outline is not None
    assert outline.points[-1] == pytest.approx((120, 260))


def test_backspace_takes_a_corner_back(corners, session):
    corners.click(390, 290).key(Qt.Key.Key_Backspace).click(100, 250).key(Qt.Key.Key_Enter)
    assert selected(session) == SQUARE


def test_escape_takes_all_of_it_back(corners, session, view):
    corners.escape()
    assert view.pointing.outline is None
    corners.key(Qt.Key.Key_Return)
    assert session.easel.document.selection.is_none


def test_the_right_button_takes_all_of_it_back(corners, session, view):
    corners.press(50, 50, Qt.MouseButton.RightButton).release(Qt.MouseButton.RightButton)
    assert view.pointing.outline is None


def test_another_tool_takes_it_back(corners, session, view):
    session.painting.tool = ToolName.brush
    assert view.pointing.outline is None


def test_the_view_can_be_moved_and_zoomed_meanwhile(corners, session, view):
    before = view.viewport
    corners.press(200, 150, Qt.MouseButton.MiddleButton).move(230, 170)
    corners.release(Qt.MouseButton.MiddleButton).scroll(1)
    assert view.viewport.zoom > before.zoom
    corners.click(100, 250).key(Qt.Key.Key_Return)
    assert selected(session) == SQUARE


def test_slack_is_as_wide_on_screen_at_any_zoom(session, view, painter):
    session.painting.tool = ToolName.polygon
    view.viewport = view.viewport.zoomed(8.0)
    painter.click(200, 150).click(203, 150).click(203, 153).key(Qt.Key.Key_Return)
    assert not session.easel.document.selection.is_none


def test_the_pointer_tells_where_a_drag_moves_the_selection(corners, session, view):
    corners.click(100, 250).key(Qt.Key.Key_Return)
    assert view.cursor().shape() == Qt.CursorShape.SizeAllCursor or corners.move(200, 150)
    assert view.cursor().shape() == Qt.CursorShape.SizeAllCursor
    corners.move(20, 20)
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
