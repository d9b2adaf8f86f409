from __future__ import annotations

import numpy as np
import pytest

from studio.document.keeping import KeptTile, KeptTiles, packed


def stroke() -> np.ndarray:
    tile = np.zeros((256, 256, 4), np.uint8)
    tile[40:90] = (10, 20, 30, 255)
    return tile


def noise() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (256, 256, 4), np.uint8)


def kept(tile: np.ndarray) -> KeptTile:
    one = KeptTile(tile)
    content = packed(tile)
    assert content is not None
    one.replace_by(content)
    return one


@pytest.mark.parametrize("shape", [(256, 256, 4), (256, 256)], ids=["pixels", "coverage"])
def test_a_packed_tile_comes_back_byte_for_byte(shape: tuple[int, ...]):
    tile = np.zeros(shape, np.uint8)
    tile[3:9, 5:200] = 77
    again = kept(tile).pixels()
    np.testing.assert_array_equal(again, tile)
    assert not again.flags.writeable


def test_a_packed_tile_keeps_less_memory_alive():
    one = kept(stroke())
    assert one.unpacked is None
    assert one.nbytes < 10_000


def test_noise_is_not_worth_packing():
    assert packed(noise()) is None


def test_a_tile_not_packed_is_the_very_array():
    tile = stroke()
    assert KeptTile(tile).pixels() is tile


def test_tiles_compare_by_what_is_there():
    tiles = KeptTiles({(0, 0): None, (2, 1): stroke()})
    assert set(tiles) == {(0, 0), (2, 1)}
    assert tiles[0, 0] is None
    assert tiles.nbytes == 256 * 256 * 4


def test_the_same_array_in_two_steps_is_kept_once():
    tile, known = stroke(), {}
    before, after = KeptTiles({(0, 0): tile}), KeptTiles({(0, 0): tile})
    before.share(known)
    after.share(known)
    assert before.tiles[0] is after.tiles[0]
