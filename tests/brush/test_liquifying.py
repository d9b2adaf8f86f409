from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.limits import Limits
from studio.brush.liquifying import Liquify
from studio.brush.sample import PenSample
from studio.document.tiles import TileStore
from studio.geometry import Bounds
from tests.document.paintings import noise

CANVAS = Bounds(0, 0, 500, 400)
BRUSH = Brush(size=120.0, hardness=0.5, responses=())


@pytest.fixture
def picture():
    coarse = noise(np.random.default_rng(3), Bounds(0, 0, 50, 40))
    return cv2.resize(coarse, (500, 400), interpolation=cv2.INTER_LINEAR)


def pushed(picture, *spots, brush=BRUSH, selected=None):
    tiles = TileStore()
    tiles.write(CANVAS, picture)
    stroke = Liquify(tiles, brush, limits=Limits(CANVAS, selected))
    for x, y in spots:
        stroke.add(PenSample(x, y))
    stroke.finish()
    return tiles.read(CANVAS)


def test_what_is_under_the_brush_comes_along(picture):
    made = pushed(
        picture, (200, 200), (220, 200), brush=Brush(size=160.0, hardness=1.0, responses=())
    )
    inside = np.abs(made[180:220, 200:240].astype(int) - picture[180:220, 180:220])
    assert inside.mean() < 4


def test_beyond_the_brush_nothing_moves(picture):
    made = pushed(picture, (200, 200), (220, 210), (240, 200))
    np.testing.assert_array_equal(made[:120], picture[:120])
    np.testing.assert_array_equal(made[:, 320:], picture[:, 320:])


def test_a_click_changes_nothing(picture):
    np.testing.assert_array_equal(pushed(picture, (200, 200)), picture)


def test_going_back_and_forth_does_not_blur(picture):
    """The detail is that of the picture, not of its tenth copy."""
    often = [(200 + 6 * (step % 2), 200) for step in range(60)]
    made = pushed(picture, *often)

    def detail(pixels):
        return np.abs(cv2.Laplacian(pixels[160:240, 160:240].astype(np.float32), cv2.CV_32F)).mean()

    assert detail(made) > 0.8 * detail(picture)


def test_only_what_is_selected_moves(picture):
    coverage = TileStore(channels=1)
    coverage.write(Bounds(0, 0, 200, 400), np.full((400, 200), 255, np.uint8))
    made = pushed(picture, (200, 200), (230, 200), selected=coverage.snapshot())
    np.testing.assert_array_equal(made[:, 200:], picture[:, 200:])
    assert (made != picture).any()


def test_no_colour_exceeds_its_alpha(picture):
    made = pushed(picture, (100, 100), (150, 160), (220, 180))
    assert (made[..., :3] <= made[..., 3:]).all()


def test_the_canvas_edge_is_no_trouble(picture):
    made = pushed(picture, (5, 5), (-20, -20), (30, 2))
    assert made.shape == picture.shape
