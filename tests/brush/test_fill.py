from __future__ import annotations

import numpy as np

from studio.brush.fill import cover
from studio.brush.ink import ERASING, Ink
from studio.brush.limits import Limits
from studio.colour import Colour
from studio.document.tiles import TileStore
from studio.geometry import Bounds

CANVAS = Bounds(0, 0, 1500, 1200)
RED = Ink.of(Colour(255, 0, 0))


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
