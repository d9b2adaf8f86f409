from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.document.tiles import TileStore
from studio.geometry import Bounds, Extent
from studio.transform.resampling import Resampling
from tests.document.paintings import noise


def stored(bounds, pixels):
    store = TileStore(4 if pixels.ndim == 3 else 1)
    store.write(bounds, pixels)
    return store.snapshot()


def read(tiles, bounds, channels=4):
    store = TileStore(channels)
    store.apply(tiles)
    return store.read(bounds)


def test_half_the_size_is_the_mean_of_each_four():
    picture = noise(np.random.default_rng(3), Bounds(0, 0, 600, 520))
    small = Resampling(Extent(600, 520), Extent(300, 260)).tiles(
        stored(Bounds(0, 0, 600, 520), picture)
    )
    expected = cv2.resize(picture, (300, 260), interpolation=cv2.INTER_AREA)
    difference = np.abs(read(small, Bounds(0, 0, 300, 260)).astype(int) - expected)
    assert difference.max() <= 1


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(Extent(700, 610), id="larger"),
        pytest.param(Extent(333, 250), id="smaller"),
        pytest.param(Extent(330, 900), id="narrower and taller"),
    ],
)
def test_tiles_meet_without_a_seam(after):
    """Tile by tile gives what the whole picture at once gives."""
    before = Extent(560, 530)
    picture = noise(np.random.default_rng(4), before.bounds)
    made = read(Resampling(before, after).tiles(stored(before.bounds, picture)), after.bounds)
    smaller = after.width < before.width and after.height < before.height
    how = Image.Resampling.BOX if smaller else Image.Resampling.LANCZOS
    image = Image.frombuffer("RGBX", (560, 530), picture, "raw", "RGBX", 0, 1)
    resized = image.resize((after.width, after.height), how).tobytes()
    whole = np.frombuffer(resized, np.uint8).reshape(after.height, after.width, 4)
    expected = np.minimum(whole, whole[..., 3:])
    assert np.abs(made.astype(int) - expected).max() <= 1


@pytest.mark.parametrize("after", [Extent(512, 512), Extent(900, 900), Extent(150, 75)])
def test_an_opaque_canvas_stays_opaque_to_its_edges(after):
    before = Extent(300, 300)
    white = stored(before.bounds, np.full((300, 300, 4), 255, np.uint8))
    made = read(Resampling(before, after).tiles(white), after.bounds)
    assert (made == 255).all()


def test_no_colour_exceeds_its_alpha():
    picture = noise(np.random.default_rng(5), Bounds(0, 0, 100, 100))
    made = Resampling(Extent(100, 100), Extent(230, 230)).tiles(
        stored(Bounds(0, 0, 100, 100), picture)
    )
    pixels = read(made, Bounds(0, 0, 230, 230))
    assert (pixels[..., :3] <= pixels[..., 3:]).all()


def test_what_lies_beyond_the_canvas_goes_along():
    beyond = Bounds(-60, 10, 40, 40)
    tiles = stored(beyond, np.full((40, 40, 4), 255, np.uint8))
    made = Resampling(Extent(100, 100), Extent(200, 200)).tiles(tiles)
    assert (read(made, Bounds(-116, 24, 72, 72)) > 250).all()
    assert not read(made, Bounds(-30, 0, 230, 200)).any()


def test_where_nothing_is_nothing_is_made():
    tiles = stored(Bounds(0, 0, 10, 10), np.full((10, 10, 4), 255, np.uint8))
    made = Resampling(Extent(16384, 16384), Extent(8192, 8192)).tiles(tiles)
    assert set(made) == {(0, 0)}


def test_coverage_is_resampled_too():
    coverage = np.full((100, 100), 200, np.uint8)
    made = Resampling(Extent(100, 100), Extent(50, 50)).tiles(
        stored(Bounds(0, 0, 100, 100), coverage)
    )
    assert (read(made, Bounds(0, 0, 50, 50), channels=1) == 200).all()
