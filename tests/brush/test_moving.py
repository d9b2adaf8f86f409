from __future__ import annotations

import numpy as np
import pytest

from studio.brush.moving import Moving
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds

ALL = Bounds(-600, -600, 1800, 1800)
PLACE = Bounds(100, 120, 400, 300)


@pytest.fixture
def tiles() -> TileStore:
    """Noise, premultiplied."""
    rng = np.random.default_rng(2)
    transparency = rng.integers(0, 256, (PLACE.height, PLACE.width, 1))
    colour = rng.integers(0, 256, (PLACE.height, PLACE.width, 3)) * transparency // 255
    made = TileStore()
    made.write(PLACE, np.concatenate((colour, transparency), -1).astype(np.uint8))
    return made


def picture(tiles: TileStore, bounds: Bounds = ALL) -> Pixels:
    return tiles.read(bounds)


@pytest.mark.parametrize("by", [(1, 0), (0, -3), (256, 512), (-333, 77), (-600, -600)])
def test_every_pixel_moves_by_so_much(tiles: TileStore, by: tuple[int, int]):
    before = tiles.read(PLACE)
    Moving(tiles).by(*by)
    np.testing.assert_array_equal(tiles.read(PLACE.translated(*by)), before)
    moved = picture(tiles)
    moved[PLACE.translated(*by).relative_to(ALL).slices] = 0
    assert not moved.any()


def test_however_it_went_coming_back_is_the_very_same(tiles: TileStore):
    before = tiles.snapshot()
    moving = Moving(tiles)
    for by in ((5, 5), (-2000, 900), (13, -7), (0, 0)):
        moving.by(*by)
    assert tiles.patch_since(before).is_empty


def test_what_is_returned_is_where_pixels_changed(tiles: TileStore):
    moving = Moving(tiles)
    for by in ((5, 5), (300, -200), (299, -200)):
        before = picture(tiles)
        touched = moving.by(*by)
        changed = (picture(tiles) != before).any(axis=-1)
        changed[touched.intersection(ALL).relative_to(ALL).slices] = False
        assert not changed.any()
    assert moving.by(299, -200).is_empty


def test_only_what_is_selected_is_lifted(tiles: TileStore):
    chosen = TileStore(channels=1)
    part = Bounds(150, 150, 100, 80)
    chosen.write(part, np.full((80, 100), 255, np.uint8))
    lifted, before = tiles.read(part), tiles.read(PLACE)
    Moving(tiles, chosen.snapshot()).by(500, 0)
    np.testing.assert_array_equal(tiles.read(part.translated(500, 0)), lifted)
    assert not tiles.read(part).any()
    left = tiles.read(PLACE)
    before[part.relative_to(PLACE).slices] = 0
    np.testing.assert_array_equal(left, before)


def test_lifted_pixels_lie_over_what_is_left():
    tiles, chosen = TileStore(), TileStore(channels=1)
    tiles.write(Bounds(0, 0, 20, 10), np.full((10, 20, 4), (0, 0, 255, 255), np.uint8))
    tiles.write(Bounds(0, 0, 10, 10), np.full((10, 10, 4), (128, 0, 0, 128), np.uint8))
    chosen.write(Bounds(0, 0, 10, 10), np.full((10, 10), 255, np.uint8))
    Moving(tiles, chosen.snapshot()).by(10, 0)
    assert tiles.read(Bounds(15, 5, 1, 1)).tolist() == [[[128, 0, 127, 255]]]


def test_what_is_half_selected_is_half_lifted_and_nothing_is_lost(tiles: TileStore):
    chosen = TileStore(channels=1)
    chosen.write(PLACE, np.full((PLACE.height, PLACE.width), 100, np.uint8))
    before = tiles.read(PLACE).astype(int)
    Moving(tiles, chosen.snapshot()).by(0, 400)
    both = tiles.read(PLACE).astype(int) + tiles.read(PLACE.translated(0, 400))
    np.testing.assert_array_equal(both, before)


def test_moved_out_of_its_limits_is_dropped(tiles: TileStore):
    within = Bounds(0, 0, 450, 450)
    moving = Moving(tiles, within=within)
    moving.by(100, 0)
    kept = picture(tiles)
    kept[within.relative_to(ALL).slices] = 0
    assert not kept.any()
    moving.by(0, 0)
    assert tiles.read(PLACE)[:, -30:].any()
