"""A curve edited by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from studio.panels.curve import CurveField
from studio.panels.curve_points import Points, added, halfway, moved, removed
from studio.panels.pen_pressure import straight

LEFT = Qt.MouseButton.LeftButton
LINE = ((0.0, 0.0), (1.0, 1.0))
BENT = ((0.0, 0.0), (0.5, 0.25), (1.0, 1.0))


@pytest.mark.parametrize(
    ("index", "to", "expected"),
    [
        pytest.param(1, (0.7, 0.9), (0.7, 0.9), id="where it is pulled"),
        pytest.param(1, (2.0, 0.9), (0.99, 0.9), id="not past the next"),
        pytest.param(1, (-1.0, 0.9), (0.01, 0.9), id="not past the one before"),
        pytest.param(0, (-1.0, -3.0), (0.0, 0.0), id="not out of the field"),
        pytest.param(2, (0.2, 2.0), (0.51, 1.0), id="the last one too"),
    ],
)
def test_a_point_is_moved(index: int, to, expected):
    assert moved(BENT, index, to)[index] == pytest.approx(expected)


def test_points_stay_in_order_and_two_of_them_always_stay():
    assert added(LINE, (0.25, 0.75)) == (((0.0, 0.0), (0.25, 0.75), (1.0, 1.0)), 1)
    assert added(BENT, (0.503, 0.9))[0] == ((0.0, 0.0), (0.503, 0.9), (1.0, 1.0))
    assert removed(BENT, 1) == LINE
    assert removed(LINE, 1) == LINE
    assert halfway(BENT, 1) == halfway(BENT, 2) == pytest.approx((0.75, 0.625))


@pytest.fixture
def told() -> list[Points]:
    return []


@pytest.fixture
def field(qtbot, told) -> CurveField:
    field = CurveField("Size by pressure", straight)
    qtbot.addWidget(field)
    field.resize(212, 212)
    field.edited.connect(told.append)
    field.show()
    return field


def at(field: CurveField, x: float, y: float) -> QPoint:
    return field.spot_of((x, y)).toPoint()


def test_a_press_beside_the_points_adds_one_that_is_dragged_on(field, told, qtbot):
    qtbot.mousePress(field, LEFT, pos=at(field, 0.5, 0.5))
    qtbot.mouseMove(field, pos=at(field, 0.6, 0.2))
    qtbot.mouseRelease(field, LEFT, pos=at(field, 0.6, 0.2))
    assert len(told[-1]) == 3
    assert told[-1][1] == pytest.approx((0.6, 0.2), abs=0.01)
    assert field.gesture == 1


def test_a_point_pulled_out_of_the_field_is_gone_and_comes_back_with_the_hand(field, told, qtbot):
    field.show_points(BENT)
    qtbot.mousePress(field, LEFT, pos=at(field, 0.5, 0.25))
    qtbot.mouseMove(field, pos=at(field, 0.5, 0.25) + QPoint(0, 200))
    assert told[-1] == LINE
    qtbot.mouseMove(field, pos=at(field, 0.4, 0.4))
    assert told[-1][1] == pytest.approx((0.4, 0.4), abs=0.01)
    qtbot.mouseMove(field, pos=at(field, 0.5, 0.25) + QPoint(0, 200))
    qtbot.mouseRelease(field, LEFT)
    assert told[-1] == LINE


def test_escape_puts_back_what_is_held(field, told, qtbot):
    field.show_points(BENT)
    qtbot.mousePress(field, LEFT, pos=at(field, 0.5, 0.25))
    qtbot.mouseMove(field, pos=at(field, 0.3, 0.9))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told[-1] == BENT
    qtbot.mouseMove(field, pos=at(field, 0.7, 0.7))
    assert told[-1] == BENT


def test_all_of_it_is_done_with_keys_alone(field, told, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Insert)
    assert told[-1] == ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert told[-1][1] == pytest.approx((0.498, 0.52))
    assert field.accessibleDescription() == "Point 2 of 3: 50 % becomes 52 %"
    qtbot.keyClick(field, Qt.Key.Key_End)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert told[-1][2] == pytest.approx((1.0, 0.98))
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert len(told[-1]) == 2


def test_shown_points_are_not_told_and_a_held_point_is_not_torn_away(field, told, qtbot):
    field.show_points(BENT)
    assert told == []
    qtbot.mousePress(field, LEFT, pos=at(field, 0.5, 0.25))
    field.show_points(LINE)
    qtbot.mouseMove(field, pos=at(field, 0.6, 0.6))
    assert len(told[-1]) == 3


def test_the_curve_is_drawn_through_its_points_and_what_comes_in_is_marked(field):
    bare = field.grab().toImage()
    field.show_points(BENT)
    bent = field.grab().toImage()
    assert bent != bare
    field.show_reading(0.7)
    assert field.grab().toImage() != bent
    np.testing.assert_allclose(straight(BENT, np.array([0.25, 0.75])), [0.125, 0.625])
    assert field.spot_of((0, 1)).y() < field.spot_of((0, 0)).y()
    assert isinstance(field.spot_of((0, 0)), QPointF)
