from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.document.tiles import TileStore
from studio.geometry import Bounds
from studio.transform.pose import Pose, posed
from studio.transform.quad import Quad, inverse, matrix_between, shifted_by, turned_by
from studio.transform.warping import QuickWarp, tight_bounds, warped
from tests.document.paintings import noise

BOX = Bounds(100, 120, 300, 260)
FROM = Quad.around(BOX)


def stored(bounds, pixels):
    store = TileStore(4 if pixels.ndim == 3 else 1)
    store.write(bounds, pixels)
    return store.snapshot()


def read(tiles, bounds, channels=4):
    store = TileStore(channels)
    store.apply(tiles)
    return store.read(bounds)


def smooth(bounds):
    """Soft colours, half transparent here and there."""
    rng = np.random.default_rng(7)
    coarse = noise(rng, Bounds(0, 0, bounds.width // 20, bounds.height // 20))
    return cv2.resize(coarse, (bounds.width, bounds.height), interpolation=cv2.INTER_LINEAR)


@pytest.fixture
def picture():
    return smooth(BOX)


def test_a_move_by_whole_pixels_keeps_every_byte(picture):
    there = warped(stored(BOX, picture), BOX, shifted_by(-113, 57))
    np.testing.assert_array_equal(read(there, BOX.translated(-113, 57)), picture)


def test_a_quarter_turn_keeps_every_byte(picture):
    there = warped(stored(BOX, picture), BOX, turned_by(90, FROM.middle))
    x, y = FROM.middle
    place = Bounds(int(x - 130), int(y - 150), 260, 300)
    difference = read(there, place).astype(int) - np.rot90(picture, -1)
    assert np.abs(difference).max() <= 1


def test_half_the_size_is_the_mean_of_each_four(picture):
    matrix = matrix_between(FROM, Quad.around(Bounds(100, 120, 150, 130)))
    there = read(warped(stored(BOX, picture), BOX, matrix), Bounds(100, 120, 150, 130))
    expected = cv2.resize(picture, (150, 130), interpolation=cv2.INTER_AREA)
    assert np.abs(there.astype(int) - expected)[1:-1, 1:-1].max() <= 1


def test_fine_detail_shrinks_to_its_mean_instead_of_to_moire():
    checks = np.zeros((256, 256, 4), np.uint8)
    checks[np.indices((256, 256)).sum(0) % 2 == 0] = 255
    box = Bounds(0, 0, 256, 256)
    matrix = matrix_between(Quad.around(box), Quad.around(Bounds(0, 0, 37, 37)))
    there = read(warped(stored(box, checks), box, matrix), Bounds(3, 3, 31, 31))
    assert there.min() > 110
    assert there.max() < 146


def test_there_and_back_is_nearly_the_same(picture):
    matrix = matrix_between(FROM, posed(FROM, Pose(300, 300, 700, 640, 20, 10)))
    there = warped(stored(BOX, picture), BOX, matrix)
    box = tight_bounds(there)
    back = read(warped(there, box, inverse(matrix)), BOX).astype(int)
    assert np.abs(back - picture)[6:-6, 6:-6].max() <= 6


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(posed(FROM, Pose(300, 300, 500, 440, 20, 10)), id="affine"),
        pytest.param(Quad(((80, 90), (520, 200), (480, 400), (120, 600))), id="perspective"),
        pytest.param(posed(FROM, Pose(300, 300, 100, 90, 70)), id="smaller"),
    ],
)
def test_tiles_meet_without_a_seam_and_no_colour_exceeds_its_alpha(picture, after):
    """The same as of a picture of one tile: shifted by half a tile, the tiles are others."""
    matrix = matrix_between(FROM, after)
    one = read(warped(stored(BOX, picture), BOX, matrix), Bounds(0, 0, 700, 700))
    other = warped(
        stored(BOX.translated(128, 128), picture),
        BOX.translated(128, 128),
        shifted_by(128, 128) @ matrix @ shifted_by(-128, -128),
    )
    difference = np.abs(read(other, Bounds(128, 128, 700, 700)).astype(int) - one)
    # Each tile takes as many samples as it needs, which shows only along the hard outer edge.
    assert np.quantile(difference, 0.999) <= 12
    assert np.mean(difference) < 0.1
    assert (one[..., :3] <= one[..., 3:]).all()


def test_nothing_is_drawn_outside_the_quad_even_behind_the_horizon(picture):
    steep = Quad(((290, 100), (310, 100), (690, 500), (10, 500)))
    there = warped(stored(BOX, picture), BOX, matrix_between(FROM, steep))
    assert read(there, Bounds(0, 100, 700, 400)).any()
    assert not read(there, Bounds(-500, -500, 2000, 590)).any()
    assert not read(there, Bounds(-500, 510, 2000, 600)).any()


def test_a_little_picture_on_a_large_canvas_makes_few_tiles(picture):
    matrix = matrix_between(FROM, posed(FROM, Pose(9000, 9000, 300, 260, 45)))
    assert len(warped(stored(BOX, picture), BOX, matrix)) <= 9


def test_coverage_is_warped_too():
    coverage = np.full((260, 300), 200, np.uint8)
    there = warped(stored(BOX, coverage), BOX, turned_by(45, FROM.middle))
    x, y = (int(part) for part in FROM.middle)
    assert (read(there, Bounds(x - 60, y - 60, 120, 120), channels=1) == 200).all()


def test_the_quick_picture_looks_like_the_good_one(picture):
    matrix = matrix_between(FROM, posed(FROM, Pose(300, 300, 420, 400, 20, 10)))
    tiles = stored(BOX, picture)
    good, quick = warped(tiles, BOX, matrix), QuickWarp(tiles, BOX)
    for key, tile in good.items():
        shown = quick.tile(key, matrix)
        assert np.abs((0 if shown is None else shown.astype(int)) - tile).mean() < 1


def test_the_quick_picture_of_a_large_one_is_made_from_a_smaller():
    box = Bounds(0, 0, 3000, 2600)
    tiles = stored(box, smooth(box))
    matrix = matrix_between(Quad.around(box), Quad.around(Bounds(0, 0, 300, 260)))
    good, quick = warped(tiles, box, matrix), QuickWarp(tiles, box, most=1024)
    shown = quick.tile((0, 0), matrix)
    assert shown is not None
    assert np.abs(shown.astype(int) - good[0, 0]).mean() < 4


def test_tight_bounds_end_where_the_paint_ends():
    assert tight_bounds(stored(BOX, np.full((260, 300, 4), 9, np.uint8))) == BOX
