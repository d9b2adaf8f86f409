from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from studio.colour import BLACK, Colour
from studio.colour_spaces import ColourSpace, numbers_of
from studio.panels.wheel import ColourWheel
from studio.panels.wheel_space import WHEELS, Place, colour_at, place_of, plane_of

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


def test_in_oklch_the_square_holds_only_colours_that_srgb_has(wheel, chosen, qtbot):
    wheel.use_space(ColourSpace.oklch)
    wheel.show_colour(Colour(40, 90, 200))
    square = wheel._square()
    middle_right = QPointF(square.right(), square.center().y()).toPoint()
    qtbot.mousePress(wheel, LEFT, pos=middle_right)
    lightness, chroma, hue = numbers_of(chosen[-1], ColourSpace.oklch)
    assert lightness == pytest.approx(0.5, abs=0.02)
    assert chroma > 0.15
    assert hue == pytest.approx(numbers_of(Colour(40, 90, 200), ColourSpace.oklch)[2], abs=2)


def test_another_space_keeps_the_colour(wheel, chosen):
    wheel.show_colour(Colour(40, 90, 200))
    wheel.use_space(ColourSpace.oklch)
    assert chosen == []
    assert wheel.accessibleDescription() == "#285ac8"


@pytest.mark.parametrize("space", WHEELS, ids=lambda one: one.value)
def test_every_colour_has_its_place(space: ColourSpace):
    for red, green, blue in np.ndindex(6, 6, 6):
        colour = Colour(red * 51, green * 51, blue * 51)
        place = place_of(colour, space, Place())
        assert colour_at(place, space) == colour


@pytest.mark.parametrize("space", WHEELS, ids=lambda one: one.value)
def test_the_square_shows_what_a_click_there_gives(space: ColourSpace):
    image = plane_of(0.6, space)
    last = image.width() - 1
    shown = image.pixelColor(last // 2, last // 4)
    place = Place(0.6, (last // 2) / last, 1 - (last // 4) / last)
    assert Colour(shown.red(), shown.green(), shown.blue()) == colour_at(place, space)
