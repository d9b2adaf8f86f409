from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from studio.colour import BLACK, WHITE, Colour
from studio.panels.swatches import ColourPair, SwatchRow

RED, BLUE = Colour(255, 0, 0), Colour(0, 0, 255)


@pytest.fixture
def row(qtbot):
    row = SwatchRow("Lately", 4)
    qtbot.addWidget(row)
    row.resize(80, 17)
    return row


@pytest.fixture
def picked(row):
    told: list[Colour] = []
    row.picked.connect(told.append)
    return told


def test_as_many_are_shown_as_there_is_room_for(row):
    colours = (BLUE, Colour(1, 2, 3), BLACK, WHITE, RED)
    row.show_colours(colours)
    assert row.colours == colours[:4]


def test_a_click_takes_the_colour_there(row, picked, qtbot):
    row.show_colours((BLUE, RED))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(25, 8))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(65, 8))
    assert picked == [RED]


def test_arrows_reach_a_colour_and_enter_takes_it(row, picked, qtbot):
    row.show_colours((BLUE, RED))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(row, key)
    assert picked == [RED]
    assert row.accessibleDescription() == "#ff0000"


def test_an_empty_row_has_nothing_to_take(row, picked, qtbot):
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert picked == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space], ids=["enter", "space"])
def test_the_pair_is_exchanged_by_keys(session, qtbot, key):
    pair = ColourPair(session)
    qtbot.addWidget(pair)
    session.painting.set_colours(RED, BLUE)
    qtbot.keyClick(pair, key)
    assert (session.painting.foreground, session.painting.background) == (BLUE, RED)
    assert pair.accessibleDescription() == "#0000ff, #ff0000"
