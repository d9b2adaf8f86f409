"""Pixels on the move, by whole pixels and without loss."""

from __future__ import annotations

import numpy as np

from studio.document.tiles import TILE, Pixels, TileKey, Tiles, TileStore, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds, union_of


class Moving:
    """Moves what a store held when this was made; nothing is lost however often it moves.

    selected: coverage tiles of what is lifted; the rest stays. None lifts everything. within:
    pixels moved out of it are dropped; None keeps them.
    """

    def __init__(
        self, tiles: TileStore, selected: Tiles | None = None, within: Bounds | None = None
    ) -> None:
        self._tiles = tiles
        self._within = within
        self._origin = tiles.snapshot()
        self._lifted, self._left = parted(self._origin, selected)
        self._by = (0, 0)

    def by(self, dx: int, dy: int) -> Bounds:
        """Show it moved this far from where it was; returns canvas px that changed."""
        if (dx, dy) == self._by:
            return EMPTY
        touched = self._reach(*self._by).union(self._reach(dx, dy))
        self._by = (dx, dy)
        moved = self._moved(dx, dy) if (dx, dy) != (0, 0) else self._origin
        gone = dict.fromkeys(self._tiles.keys - moved.keys())
        self._tiles.apply({**gone, **moved})
        return touched

    def _reach(self, dx: int, dy: int) -> Bounds:
        return union_of(bounds_of(key) for key in self._lifted).translated(dx, dy)

    def _moved(self, dx: int, dy: int) -> Tiles:
        moved = shifted(self._lifted, dx, dy)
        if self._within is not None:
            moved = clipped(moved, self._within)
        return put_down(moved, self._left)


def shifted(tiles: Tiles, dx: int, dy: int) -> dict[TileKey, Pixels]:
    """The same pixels, moved; by whole tiles they are shared, otherwise new."""
    if dx % TILE == dy % TILE == 0:
        return {(x + dx // TILE, y + dy // TILE): tile for (x, y), tile in tiles.items()}
    out: dict[TileKey, Pixels] = {}
    for key, tile in tiles.items():
        place = bounds_of(key).translated(dx, dy)
        for target in keys_covering(place):
            if target not in out:
                out[target] = np.zeros_like(tile)
            cut = place.intersection(bounds_of(target))
            part = tile[cut.slices_in(place)]
            out[target][cut.slices_in(bounds_of(target))] = part
    return out


def clipped(tiles: Tiles, within: Bounds) -> dict[TileKey, Pixels]:
    """What of the pixels lies within bounds; the tiles that are all inside are shared."""
    out: dict[TileKey, Pixels] = {}
    for key, tile in tiles.items():
        at = bounds_of(key)
        inside = at.intersection(within)
        if inside == at:
            out[key] = tile
        elif not inside.is_empty:
            out[key] = np.zeros_like(tile)
            out[key][inside.slices_in(at)] = tile[inside.slices_in(at)]
    return out


def parted(tiles: Tiles, selected: Tiles | None) -> tuple[Tiles, Tiles]:
    """What is lifted and what is left; together they are what was there."""
    if selected is None:
        return tiles, {}
    lifted: dict[TileKey, Pixels] = {}
    left = dict(tiles)
    for key in tiles.keys() & selected.keys():
        share = selected[key].astype(np.uint16)[..., np.newaxis]
        lifted[key] = ((tiles[key] * share + 127) // 255).astype(np.uint8)
        left[key] = tiles[key] - lifted[key]
        left[key].flags.writeable = False
    return lifted, left


def put_down(lifted: Tiles, left: Tiles) -> Tiles:
    """What was lifted, laid over what was left; empty tiles are not there."""
    together = dict(left)
    for key, tile in lifted.items():
        beneath = left.get(key)
        together[key] = tile if beneath is None else laid_over(tile, beneath)
        together[key].flags.writeable = False
    return {key: tile for key, tile in together.items() if tile.any()}


def laid_over(upper: Pixels, lower: Pixels) -> Pixels:
    """Premultiplied source-over."""
    showing = (255 - upper[..., 3:]).astype(np.uint16)
    return upper + ((lower * showing + 127) // 255).astype(np.uint8)
