import pytest

from studio.brush.brush import Brush
from studio.canvas.brush_keys import brush_after
from studio.canvas.drags import LARGEST_BRUSH


@pytest.mark.parametrize(
    ("size", "key", "expected"),
    [
        *((1, "]", 2), (1, "[", 1), (20, "]", 23), (20, "[", 17), (2.5, "]", 3), (100, "[", 85)),
        (LARGEST_BRUSH, "]", LARGEST_BRUSH),
    ],
)
def test_brackets_size_the_brush(size, key, expected):
    assert brush_after(Brush(size=size), key) == Brush(size=expected)


@pytest.mark.parametrize(("key", "expected"), [("1", 0.1), ("5", 0.5), ("0", 1.0)])
def test_digits_set_the_opacity(key, expected):
    assert brush_after(Brush(), key) == Brush(opacity=expected)


@pytest.mark.parametrize(("key", "expected"), [("{", 0.25), ("}", 0.75)])
def test_braces_set_the_hardness(key, expected):
    assert brush_after(Brush(hardness=0.5), key) == Brush(hardness=expected)


@pytest.mark.parametrize("key", ["", "a", " ", "[]", "٣"])
def test_other_keys_mean_nothing(key):
    assert brush_after(Brush(), key) is None
