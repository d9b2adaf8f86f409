from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.document.tiles import TILE, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds

spans = st.tuples(
    st.integers(-600, 600), st.integers(-600, 600), st.integers(0, 400), st.integers(0, 400)
)


def filled(bounds: Bounds, value: int = 7, channels: int = 4) -> np.ndarray:
    shape = (bounds.height, bounds.width, channels) if channels > 1 else bounds_shape(bounds)
    return np.full(shape, value, np.uint8)


def bounds_shape(bounds: Bounds) -> tuple[int, int]:
    return bounds.height, bounds.width


@pytest.mark.parametrize("channels", [1, 4])
@settings(max_examples=25, deadline=None)
@given(where=spans, window=spans)
def test_what_is_written_is_read_again_and_the_rest_is_zero(channels, where, window):
    where, window = Bounds(*where), Bounds(*window)
    store = TileStore(channels)
    store.write(where, filled(where, channels=channels))
    seen = store.read(window)
    both = where.intersection(window)
    expected = np.zeros_like(seen)
    expected[both.relative_to(window).slices] = 7
    assert (seen == expected).all()


@settings(max_examples=50, deadline=None)
@given(where=spans)
def test_the_tiles_covering_bounds_are_those_that_touch_it(where):
    bounds = Bounds(*where)
    keys = set(keys_covering(bounds))
    assert all(not bounds_of(key).intersection(bounds).is_empty for key in keys)
    assert sum(bounds_of(key).intersection(bounds).extent.area for key in keys) == (
        bounds.extent.area
    )


def test_an_untouched_store_holds_nothing():
    store = TileStore()
    assert store.is_empty
    assert store.nbytes == 0
    assert store.bounds == EMPTY
    assert store.get((3, 4)) is None


def test_writing_zeros_where_nothing_is_makes_no_tile():
    store = TileStore()
    store.write(Bounds(0, 0, 2000, 2000), np.zeros((2000, 2000, 4), np.uint8))
    assert store.is_empty


def test_bounds_go_around_tiles_on_both_sides_of_the_origin():
    store = TileStore(channels=1)
    store.edit((-1, 2))
    store.edit((1, 0))
    assert store.bounds == Bounds(-TILE, 0, 3 * TILE, 3 * TILE)


def test_a_snapshot_stays_as_it_was():
    store = TileStore()
    store.edit((0, 0))[:] = 1
    before = store.snapshot()
    store.edit((0, 0))[0, 0] = 9
    assert (before[0, 0] == 1).all()
    assert store.read(Bounds(0, 0, 1, 1)).tolist() == [[[9, 9, 9, 9]]]


def test_a_tile_of_a_snapshot_cannot_be_written_to():
    store = TileStore()
    store.edit((0, 0))
    with pytest.raises(ValueError, match="read-only"):
        store.snapshot()[0, 0][0, 0] = 1


def test_a_tile_is_copied_once_after_a_snapshot():
    store = TileStore()
    store.edit((0, 0))[:] = 1
    store.snapshot()
    tile = store.edit((0, 0))
    assert store.edit((0, 0)) is tile


def test_a_patch_holds_just_what_changed_and_goes_both_ways():
    store = TileStore()
    store.edit((0, 0))[:] = 1
    store.edit((1, 0))[:] = 2
    before = store.snapshot()
    store.edit((1, 0))[:] = 3
    store.edit((2, 0))[:] = 4
    patch = store.patch_since(before)
    assert set(patch.after) == {(1, 0), (2, 0)}
    assert patch.bounds == Bounds(TILE, 0, 2 * TILE, TILE)
    assert patch.nbytes == TILE * TILE * 4
    store.apply(patch.before)
    assert store.snapshot() == before
    store.apply(patch.after)
    assert (store.read(bounds_of((2, 0))) == 4).all()


def test_what_became_all_zero_is_dropped():
    store = TileStore()
    store.edit((0, 0))[:] = 1
    before = store.snapshot()
    store.edit((0, 0))[:] = 0
    patch = store.patch_since(before)
    assert store.is_empty
    assert patch.after == {(0, 0): None}


def test_a_tile_made_and_left_empty_is_no_change():
    store = TileStore()
    before = store.snapshot()
    store.edit((5, 5))
    assert store.patch_since(before).is_empty


def test_a_canvas_of_16384_costs_only_what_is_painted():
    store = TileStore()
    store.write(Bounds(16000, 16000, 10, 10), filled(Bounds(0, 0, 10, 10)))
    assert store.nbytes == TILE * TILE * 4
