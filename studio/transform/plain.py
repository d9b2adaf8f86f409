"""New tiles as a store is to have them."""

from __future__ import annotations

from collections.abc import Iterable

from studio.document.tiles import Pixels, TileKey, Tiles


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
