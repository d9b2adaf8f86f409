"""Tiles that can be made again, kept as long as memory allows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from studio.document.tiles import TILE, Pixels, TileKey, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds

Owner: TypeAlias = Hashable
# Write what is in bounds to a tile, made if there is none; None where nothing is.
Render: TypeAlias = Callable[[TileKey, Bounds, Pixels | None], Pixels | None]

_WHOLE = TILE * TILE


@dataclass(slots=True, eq=False)
class _Kept:
    pixels: Pixels | None
    stale: Bounds


class TileCache:
    """Rendered tiles by owner and place; past `limit_bytes` the least recently used go.

    Nothing is rendered before it is asked for, and then only what is stale of it.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[tuple[Owner, TileKey], _Kept] = OrderedDict()
        self._nbytes = 0

    @property
    def nbytes(self) -> int:
        """Memory of the tiles."""
        return self._nbytes

    def mark(self, owner: Owner, bounds: Bounds) -> None:
        """Note that an owner's tiles are stale within bounds (canvas px)."""
        for key in self._keys_touched(owner, bounds):
            kept = self._kept.get((owner, key))
            # In a drag over a large canvas most are wholly stale already.
            if kept is not None and kept.stale.width * kept.stale.height < _WHOLE:
                kept.stale = kept.stale.union(bounds.intersection(bounds_of(key)))

    def keep_only(self, owners: Collection[Owner]) -> None:
        """Forget the tiles of all other owners."""
        for place in [place for place in self._kept if place[0] not in owners]:
            self._forget(place)

    def fresh(self, owner: Owner, key: TileKey, render: Render) -> Pixels | None:
        """The owner's tile, what was stale of it rendered anew; None where nothing is.

        It is the cache's own, to be read before the next call.
        """
        kept = self._kept.get((owner, key))
        if kept is None:
            kept = _Kept(None, bounds_of(key))
        if not kept.stale.is_empty:
            self._forget((owner, key))
            _refresh(kept, key, render)
            self._nbytes += _nbytes(kept.pixels)
            self._kept[owner, key] = kept
            self._drop_oldest()
        self._kept.move_to_end((owner, key))
        return kept.pixels

    def _keys_touched(self, owner: Owner, bounds: Bounds) -> Iterable[TileKey]:
        """Every key within bounds, or every key kept, whichever are fewer to look at."""
        columns, rows = bounds.width // TILE + 2, bounds.height // TILE + 2
        if columns * rows < len(self._kept):
            return keys_covering(bounds)
        return [key for one, key in self._kept if one == owner]

    def _drop_oldest(self) -> None:
        while self._nbytes > self._limit_bytes and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def _forget(self, place: tuple[Owner, TileKey]) -> None:
        kept = self._kept.pop(place, None)
        if kept is not None:
            self._nbytes -= _nbytes(kept.pixels)


def _refresh(kept: _Kept, key: TileKey, render: Render) -> None:
    tile, stale = render(key, kept.stale, kept.pixels), kept.stale
    if tile is None and kept.pixels is not None and stale != bounds_of(key):
        kept.pixels[stale.relative_to(bounds_of(key)).slices] = 0
    else:
        kept.pixels = tile
    kept.stale = EMPTY


def _nbytes(pixels: Pixels | None) -> int:
    return 0 if pixels is None else pixels.nbytes
