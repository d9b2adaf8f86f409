import numpy as np

from studio.document.tiles import TILE, TileStore
from studio.files.pictures.png import strips_of
from studio.files.pictures.tiling import fill_tiles
from studio.geometry import Bounds, Point


def filled(pixels, corner=Point(0, 0)):  # noqa: B008
    tiles = TileStore()
    fill_tiles(tiles, corner, strips_of(pixels))
    return tiles


def test_every_pixel_lands_where_it_belongs():
    pixels = np.random.default_rng(0).integers(0, 256, (700, 300, 4), dtype=np.uint8)

    tiles = filled(pixels, Point(-37, 91))

    assert np.array_equal(tiles.read(Bounds(-37, 91, 300, 700)), pixels)
    assert not tiles.read(Bounds(-37, 0, 300, 91)).any()


def test_tiles_of_one_colour_share_their_memory():
    pixels = np.full((3 * TILE, 2 * TILE, 4), 255, np.uint8)
    pixels[:TILE, :TILE] = 7
    pixels[0, -1] = 9

    tiles = filled(pixels)

    assert np.array_equal(tiles.read(Bounds(0, 0, 2 * TILE, 3 * TILE)), pixels)
    assert len({id(tiles.get(key)) for key in tiles.keys}) == 3


def test_painting_on_a_shared_tile_leaves_the_others():
    tiles = filled(np.full((TILE, 2 * TILE, 4), 255, np.uint8))

    tiles.edit((0, 0))[:] = 1

    assert (tiles.read(Bounds(TILE, 0, TILE, TILE)) == 255).all()


def test_where_nothing_is_painted_there_is_no_tile():
    pixels = np.zeros((2 * TILE, 2 * TILE, 4), np.uint8)
    pixels[5, 5] = 255

    assert filled(pixels).keys == {(0, 0)}
