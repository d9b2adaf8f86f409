"""What of a painting lies somewhere already, so that it need not be written again."""

from __future__ import annotations

import operator
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeAlias
from weakref import ref

from studio.document.tiles import Pixels, TileKey, Tiles
from studio.generation.events import Result
from studio.generation.request import GenerationRequest
from studio.journal.moment import SELECTION, Painted, StoreName
from studio.journal.state import IN_BASE, Place, place_in_base

Said: TypeAlias = GenerationRequest | Result

# Tiles that are gone are forgotten when so many more are known than are there.
_FORGET_AT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class KnownTable:
    """Where the tiles of a store lie, and at which place the record of that."""

    tiles: Tiles
    places: dict[TileKey, Place]
    place: int

    def says(self, tiles: Tiles) -> bool:
        """Whether these are the same. By C: 4096 of them are looked through in 0.3 ms."""
        same = map(operator.is_, map(self.tiles.get, tiles), tiles.values())
        return len(tiles) == len(self.tiles) and all(same)


@dataclass(slots=True, eq=False)
class Known:
    """What lies in the journal, or in the file that the painting began as, and where.

    Tiles are known by themselves and not kept alive, but for those of the last state.
    """

    tables: dict[StoreName, KnownTable] = field(default_factory=dict)
    attached: dict[bytes, int] = field(default_factory=dict)
    _tiles: dict[int, tuple[ref[Pixels], Place]] = field(default_factory=dict)
    _said: dict[int, tuple[Said, int]] = field(default_factory=dict)

    @staticmethod
    def in_base(painted: Painted) -> Known:
        """All of a painting just opened or saved."""
        known = Known()
        layers = {SELECTION[0]: 0} | {row.id: at for at, row in enumerate(painted.rows, 1)}
        for (layer, part), tiles in painted.stores.items():
            for key, tile in tiles.items():
                known.note(tile, place_in_base(layers[layer], part.value, key))
        known.attached = dict.fromkeys(painted.attachments.values(), IN_BASE)
        return known

    def based(self) -> Known:
        """Only what lies in the file it began as."""
        attached = {content: place for content, place in self.attached.items() if place < 0}
        tiles = {number: one for number, one in self._tiles.items() if one[1][0] < 0}
        return Known({}, attached, tiles)

    def recorded(self) -> Known:
        """Only what lies in the journal; its tables are no longer right."""
        attached = {content: place for content, place in self.attached.items() if place >= 0}
        tiles = {number: one for number, one in self._tiles.items() if one[1][0] >= 0}
        return Known({}, attached, tiles, self._said)

    def place_of(self, tile: Pixels) -> Place | None:
        """Where a tile lies; None when it is new."""
        found = self._tiles.get(id(tile))
        # Another array may have the number of one that is gone.
        return found[1] if found is not None and found[0]() is tile else None

    def note(self, tile: Pixels, place: Place) -> None:
        """Know where a tile lies."""
        self._tiles[id(tile)] = ref(tile), place

    def said_at(self, message: Said) -> int | None:
        """Where a request or a result lies; None when it is new."""
        found = self._said.get(id(message))
        return None if found is None else found[1]

    def note_said(self, message: Said, place: int) -> None:
        """Know where it lies; it is kept alive, so that no other has its number."""
        self._said[id(message)] = message, place

    def take_back(self, end: int) -> None:
        """Do without what was written from a place on: it did not last."""
        self.tables = {name: one for name, one in self.tables.items() if one.place < end}
        self.attached = {content: place for content, place in self.attached.items() if place < end}
        self._tiles = {number: one for number, one in self._tiles.items() if one[1][0] < end}
        self._said = {number: one for number, one in self._said.items() if one[1] < end}

    def forget_gone(self, stores: Collection[StoreName], said: Collection[Said]) -> None:
        """Keep nothing alive that the painter did away with."""
        numbers = set(map(id, said))
        self.tables = {name: one for name, one in self.tables.items() if name in stores}
        self._said = {number: one for number, one in self._said.items() if number in numbers}
        there = sum(len(table.tiles) for table in self.tables.values())
        if len(self._tiles) > 2 * there + _FORGET_AT:
            alive = {number: one for number, one in self._tiles.items() if one[0]() is not None}
            self._tiles = alive
