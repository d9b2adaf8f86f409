"""Frozen tiles: read, and made as a store is to have them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from studio.document.tiles import Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds


def kept(tiles: Iterable[tuple[TileKey, Pixels]]) -> Tiles:
    """The tiles read-only: empty ones dropped, those of one colour and alike made one.

    A white canvas of 16384² stays at 256 KB, however it is turned.
    """
    alike: dict[bytes, Pixels] = {}
    out: dict[TileKey, Pixels] = {}
    for key, tile in tiles:
        colour = tile[0, 0]
        one = alike.setdefault(colour.tobytes(), tile) if (tile == colour).all() else tile
        if one.any():
            one.flags.writeable = False
            out[key] = one
    return out


def blank(tiles: Tiles, bounds: Bounds) -> Pixels:
    """Nothing, as large as bounds and of the tiles' kind."""
    shape = next(iter(tiles.values())).shape
    return np.zeros((bounds.height, bounds.width, *shape[2:]), np.uint8)


def read(tiles: Tiles, bounds: Bounds) -> Pixels:
    """A copy of the pixels in bounds."""
    out = blank(tiles, bounds)
    for key in keys_covering(bounds):
        tile = tiles.get(key)
        if tile is not None:
            cut = bounds.intersection(bounds_of(key))
            out[cut.slices_in(bounds)] = tile[cut.slices_in(bounds_of(key))]
    return out


def premultiplied(pixels: Pixels) -> Pixels:
    """No colour above its alpha, where a filter rang past it; BGRA uint8[h, w, 4]."""
    return np.minimum(pixels, pixels[..., 3:])
