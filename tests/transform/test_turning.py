from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds, Extent
from studio.transform.turning import Turn, turned, turned_bounds, turned_extent
from tests.document.paintings import noise

PLAIN: dict[Turn, Callable[[Pixels], Pixels]] = {
    Turn.mirror: lambda p: p[:, ::-1],
    Turn.flip: lambda p: p[::-1],
    Turn.half: lambda p: p[::-1, ::-1],
    Turn.clockwise: lambda p: np.rot90(p, -1),
    Turn.anticlockwise: lambda p: np.rot90(p),
}
BACK = {
    **{turn: turn for turn in (Turn.mirror, Turn.flip, Turn.half)},
    Turn.clockwise: Turn.anticlockwise,
    Turn.anticlockwise: Turn.clockwise,
}
TURNS = [pytest.param(turn, id=turn.value) for turn in Turn]
EXTENTS = [
    pytest.param(Extent(512, 256), id="whole tiles"),
    pytest.param(Extent(300, 530), id="cut tiles"),
]


def stored(bounds, pixels):
    store = TileStore(4 if pixels.ndim == 3 else 1)
    store.write(bounds, pixels)
    return store.snapshot()


def read(tiles, bounds):
    store = TileStore()
    store.apply(tiles)
    return store.read(bounds)


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("turn", TURNS)
def test_tiles_turn_as_the_whole_picture_would(turn, extent):
    picture = noise(np.random.default_rng(1), extent.bounds)
    after = turned(stored(extent.bounds, picture), turn, extent)
    there = read(after, turned_extent(extent, turn).bounds)
    np.testing.assert_array_equal(there, PLAIN[turn](picture))


@pytest.mark.parametrize("turn", TURNS)
def test_turning_back_gives_the_first_picture_also_beyond_the_canvas(turn):
    extent, reach = Extent(300, 200), Bounds(-40, -300, 700, 620)
    picture = noise(np.random.default_rng(2), reach)
    there = turned(stored(reach, picture), turn, extent)
    back = turned(there, BACK[turn], turned_extent(extent, turn))
    np.testing.assert_array_equal(read(back, reach), picture)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        pytest.param(Turn.mirror, Bounds(80, 5, 10, 20), id="mirror"),
        pytest.param(Turn.flip, Bounds(10, 25, 10, 20), id="flip"),
        pytest.param(Turn.half, Bounds(80, 25, 10, 20), id="half"),
        pytest.param(Turn.clockwise, Bounds(25, 10, 20, 10), id="clockwise"),
        pytest.param(Turn.anticlockwise, Bounds(5, 80, 20, 10), id="anticlockwise"),
    ],
)
def test_bounds_turn_with_the_canvas(turn, expected):
    assert turned_bounds(Bounds(10, 5, 10, 20), turn, Extent(100, 50)) == expected


def test_tiles_of_one_colour_stay_one_array():
    white = np.full((256, 256, 4), 255, np.uint8)
    tiles = {(x, y): white for x in range(4) for y in range(3)}
    after = turned(tiles, Turn.clockwise, Extent(1024, 768))
    assert len(after) == 12
    assert len({id(tile) for tile in after.values()}) == 1
    assert not next(iter(after.values())).flags.writeable


def test_coverage_turns_too():
    coverage = np.arange(256 * 100, dtype=np.int64).reshape(100, 256).astype(np.uint8)
    extent = Extent(256, 100)
    tiles = turned(stored(extent.bounds, coverage), Turn.mirror, extent)
    np.testing.assert_array_equal(tiles[0, 0][:100], coverage[:, ::-1])
