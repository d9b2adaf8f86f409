"""Tiles that only the history needs: as they were, or packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Pixels: TypeAlias = NDArray[np.uint8]
_Key: TypeAlias = tuple[int, int]

# Noise packs to 80 % at best, in 10 ms a tile: found out on every 16th row, in 0.6 ms.
_TRIED_ROWS = slice(None, None, 16)
_WORTH_IT = 0.8


class KeptTile:
    """One tile, read-only; several steps may share it."""

    __slots__ = ("__weakref__", "_packed", "_pixels", "_shape")

    def __init__(self, pixels: _Pixels) -> None:
        self._pixels: _Pixels | None = pixels
        self._packed = b""
        self._shape = pixels.shape

    @property
    def unpacked(self) -> _Pixels | None:
        """The very array it was made of; None once that is packed."""
        return self._pixels

    @property
    def nbytes(self) -> int:
        """Memory it keeps alive."""
        return len(self._packed) if self._pixels is None else self._pixels.nbytes

    def pixels(self) -> _Pixels:
        """The tile, byte for byte; an array of its own where it was packed."""
        if self._pixels is not None:
            return self._pixels
        # Of bytes, so read-only as every tile that is shared.
        return np.frombuffer(zlib.decompress(self._packed), np.uint8).reshape(self._shape)

    def replace_by(self, packed: bytes) -> None:
        """Keep only what `packed` made of it."""
        self._packed, self._pixels = packed, None


class KeptTiles(Mapping[_Key, _Pixels | None]):
    """Tiles by (column, row), unpacked when read; None where there is none."""

    def __init__(self, tiles: Mapping[_Key, _Pixels | None]) -> None:
        self._tiles = {key: None if tile is None else KeptTile(tile) for key, tile in tiles.items()}

    @property
    def tiles(self) -> tuple[KeptTile, ...]:
        """Those that are there, not unpacked."""
        return tuple(tile for tile in self._tiles.values() if tile is not None)

    @property
    def nbytes(self) -> int:
        """Memory of all of them, each once however many places share it."""
        return sum(tile.nbytes for tile in set(self.tiles))

    def share(self, known: MutableMapping[int, KeptTile]) -> None:
        """Use what is `known` of the same arrays, by their id, and make the others known."""
        for key, tile in self._tiles.items():
            if tile is not None and tile.unpacked is not None:
                self._tiles[key] = known.setdefault(id(tile.unpacked), tile)

    def __getitem__(self, key: _Key) -> _Pixels | None:
        tile = self._tiles[key]
        return None if tile is None else tile.pixels()

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._tiles)

    def __len__(self) -> int:
        return len(self._tiles)


def packed(pixels: _Pixels) -> bytes | None:
    """A tile as fewer bytes; None where that would spare next to nothing. Any thread."""
    rows = np.ascontiguousarray(pixels[_TRIED_ROWS])
    if len(zlib.compress(rows.data, 1)) > _WORTH_IT * rows.nbytes:
        return None
    return zlib.compress(np.ascontiguousarray(pixels).data, 1)
