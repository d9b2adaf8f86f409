from __future__ import annotations

import numpy as np
import pytest

from studio.document.tile_cache import TileCache
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of
from studio.geometry import Bounds

TILE_BYTES = TILE * TILE * 4
HERE, THERE = (0, 0), (1, 0)


class Source:
    """Renders whole areas in one value, or nothing, and remembers what it was asked for."""

    def __init__(self, value: int | None = 1) -> None:
        self.value = value
        self.asked: list[tuple[TileKey, Bounds]] = []

    def render(self, key: TileKey, area: Bounds, tile: Pixels | None) -> Pixels | None:
        self.asked.append((key, area))
        if self.value is None:
            return None
        tile = np.zeros((TILE, TILE, 4), np.uint8) if tile is None else tile
        tile[area.relative_to(bounds_of(key)).slices] = self.value
        return tile


def test_a_tile_is_rendered_whole_the_first_time_and_not_again():
    cache, source = TileCache(1 << 30), Source()
    for _ in range(3):
        cache.fresh("a", HERE, source.render)
    assert source.asked == [(HERE, bounds_of(HERE))]


@pytest.mark.parametrize("others", [0, 40], ids=["few kept", "many kept"])
def test_only_what_is_stale_is_rendered_again(others):
    cache, source = TileCache(1 << 30), Source()
    for column in range(others):
        cache.fresh("other", (column, 5), Source(None).render)
    for key in (HERE, THERE):
        cache.fresh("a", key, source.render)
    source.asked.clear()
    cache.mark("a", Bounds(10, 10, 5, 5))
    cache.mark("a", Bounds(20, 10, 5, 5))
    for key in (HERE, THERE):
        cache.fresh("a", key, source.render)
    assert source.asked == [(HERE, Bounds(10, 10, 15, 5))]


def test_marking_one_owner_leaves_the_others_fresh():
    cache, source = TileCache(1 << 30), Source()
    cache.fresh("a", HERE, source.render)
    cache.mark("b", bounds_of(HERE))
    cache.fresh("a", HERE, source.render)
    assert len(source.asked) == 1


def test_what_became_empty_is_cleared_and_a_whole_tile_of_it_dropped():
    cache = TileCache(1 << 30)
    cache.fresh("a", HERE, Source().render)
    cache.mark("a", Bounds(0, 0, 10, 10))
    tile = cache.fresh("a", HERE, Source(None).render)
    assert tile is not None
    assert not tile[:10, :10].any()
    assert tile[10:].all()
    cache.mark("a", bounds_of(HERE))
    assert cache.fresh("a", HERE, Source(None).render) is None
    assert cache.nbytes == 0


def test_emptiness_is_remembered_too():
    cache, source = TileCache(1 << 30), Source(None)
    for _ in range(2):
        assert cache.fresh("a", HERE, source.render) is None
    assert len(source.asked) == 1


def test_past_the_limit_the_tile_asked_for_longest_ago_goes():
    cache, source = TileCache(2 * TILE_BYTES), Source()
    for key in (HERE, THERE, HERE, (2, 0), HERE):
        cache.fresh("a", key, source.render)
    assert [key for key, _ in source.asked] == [HERE, THERE, (2, 0)]
    cache.fresh("a", THERE, source.render)
    assert source.asked[-1][0] == THERE
    assert cache.nbytes == 2 * TILE_BYTES


def test_the_tile_asked_for_is_kept_however_low_the_limit():
    cache, source = TileCache(0), Source()
    assert cache.fresh("a", HERE, source.render) is cache.fresh("a", HERE, source.render)


def test_owners_that_are_gone_take_no_memory():
    cache, source = TileCache(1 << 30), Source()
    for owner in "abc":
        cache.fresh(owner, HERE, source.render)
    cache.keep_only({"b"})
    assert cache.nbytes == TILE_BYTES
