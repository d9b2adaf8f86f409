from types import SimpleNamespace

import numpy as np
import pytest

from studio.files.psd.vectors import shown_by
from studio.geometry import Extent

CANVAS = Extent(40, 20)
EXCLUDE, UNITE, SUBTRACT, INTERSECT, CONTINUED = 0, 1, 2, 3, -1


class Path(list[SimpleNamespace]):
    """A box as a path: corners in shares of the canvas, (down, across)."""

    def __init__(self, left, top, right, bottom, operation=UNITE):
        corners = [(top, left), (top, right), (bottom, right), (bottom, left)]
        shares = [(y / CANVAS.height, x / CANVAS.width) for y, x in corners]
        knots = [SimpleNamespace(preceding=at, anchor=at, leaving=at) for at in shares]
        super().__init__(knots)
        self.operation = operation


def shown(*paths, fill=0, inverted=False):
    mask = SimpleNamespace(paths=paths, initial_fill_rule=fill, inverted=inverted)
    return shown_by(mask, CANVAS)  # type: ignore[arg-type]  # a stand-in with what is read of it


def box(left, top, right, bottom):
    pixels = np.zeros((20, 40), np.uint8)
    pixels[top:bottom, left:right] = 255
    return pixels


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([Path(5, 2, 20, 10)], box(5, 2, 20, 10)),
        ([Path(0, 0, 10, 10), Path(20, 0, 30, 10)], box(0, 0, 10, 10) | box(20, 0, 30, 10)),
        (
            [Path(0, 0, 20, 20), Path(5, 5, 10, 10, SUBTRACT)],
            box(0, 0, 20, 20) & ~box(5, 5, 10, 10),
        ),
        ([Path(0, 0, 20, 20), Path(10, 0, 30, 20, INTERSECT)], box(10, 0, 20, 20)),
        (
            [Path(0, 0, 20, 20), Path(10, 0, 30, 20, EXCLUDE)],
            box(0, 0, 20, 20) ^ box(10, 0, 30, 20),
        ),
        (
            [Path(0, 0, 20, 20), Path(5, 5, 10, 10, CONTINUED)],
            box(0, 0, 20, 20) & ~box(5, 5, 10, 10),
        ),
        ([Path(5, 5, 10, 10, SUBTRACT)], ~box(5, 5, 10, 10)),
    ],
    ids=["one", "two", "taken away", "in both", "in one", "with a hole", "all but"],
)
def test_paths_show_what_is_in_them(paths, expected):
    assert np.array_equal(shown(*paths), expected)


def test_a_mask_may_be_the_other_way_round():
    assert np.array_equal(shown(Path(5, 2, 20, 10), inverted=True), ~box(5, 2, 20, 10))


def test_edges_are_soft():
    assert 100 < shown(Path(5.5, 2, 20, 10))[5, 5] < 155


def test_more_paths_than_can_be_drawn_in_time_are_refused():
    mask = SimpleNamespace(paths=[Path(0, 0, 1, 1)] * 5, initial_fill_rule=0, inverted=False)
    with pytest.raises(ValueError, match="5"):
        shown_by(mask, Extent(16384, 16384))  # type: ignore[arg-type]  # as above
