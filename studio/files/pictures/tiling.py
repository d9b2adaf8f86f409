"""A picture that was read, cut into the tiles of a layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from studio.document.tiles import Pixels, TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds, Point


def fill_tiles(tiles: TileStore, corner: Point, strips: Iterable[Pixels]) -> None:
    """Paint strips, uint8[rows, w, 4] premultiplied BGRA, one below the other from the corner.

    Tiles of one colour share an array: white paper of 16384² takes 256 KB, not a gigabyte.
    """
    plain: dict[int, Pixels] = {}
    y = corner.y
    for strip in strips:
        rows, columns = strip.shape[:2]
        place = Bounds(corner.x, y, columns, rows)
        tiles.write(place, strip)
        y += rows
        tiles.apply(dict(_plain_tiles(tiles, place, plain)))
    tiles.snapshot()


def _plain_tiles(
    tiles: TileStore, place: Bounds, plain: dict[int, Pixels]
) -> Iterator[tuple[TileKey, Pixels]]:
    """Those that are finished and of one colour, with the first array of that colour."""
    for key in keys_covering(place):
        tile = tiles.get(key)
        if tile is None or bounds_of(key).bottom > place.bottom:
            continue
        pixels = tile.view(np.uint32)
        colour = int(pixels[0, 0, 0])
        if (pixels == colour).all():
            tile.flags.writeable = False
            yield key, plain.setdefault(colour, tile)
