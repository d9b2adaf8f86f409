from __future__ import annotations

import pytest

from studio.geometry import Bounds
from studio.transform.framing import Hold, box_between, hold_at, pulled_box, with_aspect

BOX = Bounds(20, 30, 100, 60)


@pytest.mark.parametrize(
    ("spot", "expected"),
    [
        pytest.param((21, 31), Hold(-1, -1), id="top left"),
        pytest.param((70, 88), Hold(0, 1), id="bottom edge"),
        pytest.param((124, 60), Hold(1, 0), id="right edge, from outside"),
        pytest.param((70, 60), Hold(), id="inside"),
        pytest.param((10, 10), None, id="beside"),
    ],
)
def test_what_a_press_takes_hold_of(spot, expected):
    assert hold_at(BOX, spot, 5) == expected


@pytest.mark.parametrize(
    ("hold", "by", "aspect", "centred", "expected"),
    [
        pytest.param(Hold(), (5.4, -3), None, False, Bounds(25, 27, 100, 60), id="moved"),
        pytest.param(Hold(1, 1), (10, 20), None, False, Bounds(20, 30, 110, 80), id="corner"),
        pytest.param(Hold(-1, 0), (10, 99), None, False, Bounds(30, 30, 90, 60), id="left edge"),
        pytest.param(Hold(-1, 0), (500, 0), None, False, Bounds(119, 30, 1, 60), id="a pixel left"),
        pytest.param(Hold(1, 0), (10, 0), None, True, Bounds(10, 30, 120, 60), id="centred"),
        pytest.param(Hold(1, 1), (20, 0), 2.0, False, Bounds(20, 30, 120, 60), id="aspect"),
        pytest.param(Hold(0, 1), (0, 20), 1.0, False, Bounds(30, 30, 80, 80), id="aspect by edge"),
    ],
)
def test_pulling_at_a_box(hold, by, aspect, centred, expected):
    assert pulled_box(BOX, hold, by, aspect=aspect, centred=centred) == expected


@pytest.mark.parametrize(
    ("end", "aspect", "centred", "expected"),
    [
        pytest.param((90, 80), None, False, Bounds(50, 50, 40, 30), id="down to the right"),
        pytest.param((10, 20), None, False, Bounds(10, 20, 40, 30), id="up to the left"),
        pytest.param((90, 60), 1.0, False, Bounds(50, 50, 40, 40), id="a square"),
        pytest.param((60, 70), None, True, Bounds(40, 30, 20, 40), id="from the middle"),
    ],
)
def test_dragging_a_box_out(end, aspect, centred, expected):
    assert box_between((50, 50), end, aspect=aspect, centred=centred) == expected


def test_a_box_takes_an_aspect_about_its_middle():
    assert with_aspect(BOX, 1.0) == Bounds(40, 30, 60, 60)
    assert with_aspect(BOX, 4.0) == Bounds(20, 48, 100, 25)
