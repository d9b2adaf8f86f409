from __future__ import annotations

import numpy as np
import pytest

from studio.brush.fill import alike, area_around, connected, cover
from studio.brush.ink import ERASING, Ink
from studio.brush.limits import Limits
from studio.colour import Colour
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds, Point

CANVAS = Bounds(0, 0, 1500, 1200)
RED = Ink.of(Colour(255, 0, 0))


def walls(*boxes: Bounds) -> Pixels:
    """White paper with black frames, 3 px wide."""
    picture = np.full((CANVAS.height, CANVAS.width, 4), 255, np.uint8)
    for box in boxes:
        picture[box.padded(3).slices] = (0, 0, 0, 255)
        picture[box.slices] = 255
    return picture


def reader(picture: Pixels, asked: list[Bounds]):
    def read(bounds: Bounds) -> Pixels:
        asked.append(bounds)
        return picture[bounds.slices]

    return read


@pytest.mark.parametrize(
    ("tolerance", "found"), [(0, [255, 0, 0, 0]), (10, [255, 255, 0, 0]), (255, [255] * 4)]
)
def test_like_colours_differ_by_the_tolerance_at_most(tolerance: int, found: list[int]):
    row = np.array([[[90] * 4, [90, 90, 100, 90], [90, 90, 90, 101], [250] * 4]], np.uint8)
    assert alike(row, Point(0, 0), tolerance).tolist() == [found]


def test_corners_that_touch_do_not_connect():
    mask = np.array([[255, 0], [0, 255]], np.uint8)
    assert connected(mask, Point(0, 0)).tolist() == [[255, 0], [0, 0]]


def test_a_small_area_is_found_without_looking_at_the_whole_canvas():
    box, asked = Bounds(700, 500, 80, 60), []
    area, coverage = area_around(reader(walls(box), asked), Point(710, 510), 20, CANVAS)
    assert area == box
    assert (coverage == 255).all()
    assert max(one.width for one in asked) < 600


def test_an_area_larger_than_the_first_window_is_found_whole():
    box, asked = Bounds(20, 30, 1300, 900), []
    area, coverage = area_around(reader(walls(box), asked), Point(710, 510), 20, CANVAS)
    assert area == box
    assert (coverage == 255).all()


def test_an_area_around_another_leaves_it_out():
    box = Bounds(700, 500, 80, 60)
    area, coverage = area_around(reader(walls(box), []), Point(3, 3), 20, CANVAS)
    assert area == CANVAS
    assert (coverage == 0).sum() == 86 * 66


def test_an_area_that_leaves_the_window_and_comes_back_is_one():
    """A spiral: its arms meet outside of the first window only."""
    picture = walls()
    picture[0:800, 748:752] = 0
    area, coverage = area_around(reader(picture, []), Point(740, 400), 20, CANVAS)
    assert area == CANVAS
    assert coverage[400, 760] == 255


def test_covering_everything_shares_one_tile():
    tiles = TileStore()
    cover(tiles, RED, Limits(CANVAS), CANVAS)
    assert (tiles.read(CANVAS) == (0, 0, 255, 255)).all()
    assert tiles.get((0, 0)) is tiles.get((3, 2))
    assert not tiles.read(CANVAS.padded(50))[:50].any()


def test_covering_lays_the_ink_by_coverage_and_selection():
    tiles, selected = TileStore(), TileStore(channels=1)
    selected.write(Bounds(0, 0, 300, 300), np.full((300, 300), 128, np.uint8))
    shape = np.full((100, 200), 255, np.uint8)
    shape[50:] = 128
    area = Bounds(200, 200, 200, 100)
    cover(tiles, RED, Limits(CANVAS, selected.snapshot()), area, shape)
    painted = tiles.read(CANVAS)
    assert painted[210, 210].tolist() == [0, 0, 128, 128]
    assert painted[260, 290].tolist() == [0, 0, 64, 64]
    assert not painted[:, 300:].any()
    assert not painted[:200].any()


def test_covering_with_nothing_empties_tiles():
    tiles = TileStore()
    cover(tiles, RED, Limits(CANVAS), CANVAS)
    before = tiles.snapshot()
    cover(tiles, ERASING, Limits(CANVAS), CANVAS)
    patch = tiles.patch_since(before)
    assert tiles.is_empty
    tiles.apply(patch.before)
    assert (tiles.read(CANVAS) == (0, 0, 255, 255)).all()


def test_covering_what_keeps_its_alpha_adds_none():
    tiles = TileStore()
    tiles.write(Bounds(0, 0, 256, 256), np.full((256, 256, 4), 100, np.uint8))
    cover(tiles, Ink.of(Colour(255, 0, 0), keeps_alpha=True), Limits(CANVAS), CANVAS)
    assert tiles.keys == {(0, 0)}
    assert tiles.read(Bounds(9, 9, 1, 1)).tolist() == [[[0, 0, 100, 100]]]
