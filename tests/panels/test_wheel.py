from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from studio.colour import BLACK, Colour
from studio.panels.wheel import ColourWheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def wheel(qtbot):
    wheel = ColourWheel()
    qtbot.addWidget(wheel)
    wheel.resize(204, 204)
    wheel.show()
    return wheel


@pytest.fixture
def chosen(wheel):
    told: list[Colour] = []
    wheel.edited.connect(told.append)
    return told


def test_the_upper_right_corner_of_the_square_is_the_pure_hue(wheel, chosen, qtbot):
    corner = wheel._square().topRight().toPoint()
    qtbot.mousePress(wheel, LEFT, pos=corner)
    assert chosen[-1].red >= 250
    assert max(chosen[-1].green, chosen[-1].blue) <= 8


def test_the_lower_edge_of_the_square_is_black(wheel, chosen, qtbot):
    wheel.show_colour(Colour(200, 40, 40))
    qtbot.mousePress(wheel, LEFT, pos=QPoint(102, round(wheel._square().bottom()) + 2))
    assert chosen[-1] == BLACK


def test_the_ring_turns_the_hue_and_keeps_the_rest(wheel, chosen, qtbot):
    wheel.show_colour(Colour(255, 0, 0))
    qtbot.mousePress(wheel, LEFT, pos=QPoint(10, 102))  # opposite of red
    assert chosen[-1].red <= 6
    assert chosen[-1].green >= 245
    assert chosen[-1].blue >= 245


def test_a_drag_begun_in_the_square_stays_in_the_square(wheel, chosen, qtbot):
    wheel.show_colour(Colour(255, 0, 0))
    qtbot.mousePress(wheel, LEFT, pos=QPoint(102, 102))
    qtbot.mouseMove(wheel, QPoint(102, 2))
    assert chosen[-1].red == 255
    assert chosen[-1].green == chosen[-1].blue


def test_black_keeps_the_hue_chosen_last(wheel, chosen, qtbot):
    wheel.show_colour(Colour(0, 0, 255))
    wheel.show_colour(BLACK)
    qtbot.mousePress(wheel, LEFT, pos=wheel._square().topRight().toPoint())
    assert chosen[-1].blue >= 250
    assert chosen[-1].red <= 8


def test_a_colour_shown_is_not_chosen(wheel, chosen):
    wheel.show_colour(Colour(1, 2, 3))
    assert chosen == []


def test_arrows_move_in_the_square(wheel, chosen, qtbot):
    wheel.show_colour(Colour(0, 0, 0))
    qtbot.keyClick(wheel, Qt.Key.Key_Up)
    assert chosen[-1].red > 0
