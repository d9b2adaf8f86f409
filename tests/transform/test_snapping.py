from __future__ import annotations

import pytest

from studio.geometry import EMPTY, Bounds
from studio.transform.quad import Quad
from studio.transform.snapping import Lines, caught

CANVAS = Lines.of([Bounds(0, 0, 400, 300), EMPTY])


@pytest.mark.parametrize(
    ("box", "moved", "x", "y"),
    [
        pytest.param(Bounds(3, 100, 80, 60), (0, 100), 0, None, id="left edge"),
        pytest.param(Bounds(317, 244, 80, 60), (320, 240), 400, 300, id="corner"),
        pytest.param(Bounds(158, 118, 80, 60), (160, 120), 200, 150, id="middle on middle"),
        pytest.param(Bounds(20, 30, 80, 60), (20, 30), None, None, id="free"),
        pytest.param(Bounds(195, 30, 80, 60), (200, 30), 200, None, id="edge on middle"),
    ],
)
def test_where_a_box_catches(box, moved, x, y):
    made = caught(Quad.around(box), CANVAS, 6.0)
    left, top = moved
    assert made.quad == Quad.around(Bounds(left, top, 80, 60))
    assert (made.x, made.y) == (x, y)


def test_the_nearest_line_wins():
    lines = Lines((100.0, 104.0), ())
    assert caught(Quad.around(Bounds(103, 0, 50, 50)), lines, 6.0).x == 104


def test_without_lines_it_is_free():
    quad = Quad.around(Bounds(1, 2, 3, 4))
    assert caught(quad, Lines((), ()), 50.0).quad == quad
