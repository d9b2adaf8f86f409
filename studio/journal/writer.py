"""Moments written to a journal: only what is new since the one before."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping

import numpy as np

from studio.document.keeping import packed
from studio.document.tiles import Pixels, Tiles
from studio.files.openraster.aids import aids_text
from studio.generation.request import GenerationRequest
from studio.generation.wire import Ask, pack
from studio.journal.known import Known, KnownTable, Said
from studio.journal.moment import Moment, StoreName
from studio.journal.records import DamageError, RecordKind, RecordReader, RecordWriter
from studio.journal.state import (
    VERSION,
    Attached,
    Base,
    Place,
    State,
    Table,
    state_bytes,
    table_bytes,
)


class StateWriter:
    """Writes states to one journal. `known` grows as it does. Any one thread."""

    def __init__(
        self, records: RecordWriter, base: Base | None, known: Known, old: OldJournal | None = None
    ) -> None:
        self._records = records
        self._base = base
        self._known = known
        self._old = old

    def write(self, moment: Moment) -> None:
        """Append what is new and, last, the state; all of it is on the disk when this returns.

        Raises:
            OSError: it cannot be written; the state before it stays the last.
        """
        start = self._records.end
        self._records.take_back(start)
        try:
            state = self._state(moment)
            self._records.pack(state_bytes(state), RecordKind.state)
            self._records.sync()
        except OSError:
            self._known.take_back(start)
            self._records.take_back(start)
            raise
        candidates = [it for one in moment.candidates for it in (one.request, one.result)]
        self._known.forget_gone(moment.painted.stores, [*moment.asked, *candidates])

    def _state(self, moment: Moment) -> State:
        painted = moment.painted
        return State(
            VERSION,
            time.time(),
            moment.title,
            moment.path,
            moment.stamp,
            moment.is_modified,
            painted.extent.width,
            painted.extent.height,
            painted.rows,
            painted.active,
            aids_text(painted.aids),
            self._tables(painted.stores),
            tuple(Attached(name, self._attached(it)) for name, it in painted.attachments.items()),
            self._base,
            tuple((self._said(one.request), self._said(one.result)) for one in moment.candidates),
            tuple(map(self._said, moment.asked)),
        )

    def _tables(self, stores: Mapping[StoreName, Tiles]) -> tuple[Table, ...]:
        return tuple(
            Table(name[0], name[1].value, self._table(name, tiles))
            for name, tiles in stores.items()
            if tiles
        )

    def _table(self, name: StoreName, tiles: Tiles) -> int:
        before = self._known.tables.get(name)
        if before is not None and before.says(tiles):
            return before.place
        places = {key: self._tile(tile) for key, tile in tiles.items()}
        place = self._records.pack(table_bytes(places))
        self._known.tables[name] = KnownTable(tiles, places, place)
        return place

    def _tile(self, tile: Pixels) -> Place:
        place = self._known.place_of(tile)
        if place is None:
            place = (self._put(tile), 0, 0)
            self._known.note(tile, place)
        return place

    def _put(self, tile: Pixels) -> int:
        lay = None if self._old is None else self._old.raw(tile)
        if lay is not None:
            return self._records.put(*lay)
        content = packed(tile)
        if content is None:
            return self._records.put(np.ascontiguousarray(tile).data.cast("B"), RecordKind.plain)
        return self._records.put(content, RecordKind.packed)

    def _attached(self, content: bytes) -> int:
        if content not in self._known.attached:
            self._known.attached[content] = self._records.pack(content)
        return self._known.attached[content]

    def _said(self, message: Said) -> int:
        place = self._known.said_at(message)
        if place is None:
            whole = Ask(message) if isinstance(message, GenerationRequest) else message
            place = self._records.pack(pack(0, whole))
            self._known.note_said(message, place)
        return place


class OldJournal:
    """The journal that another takes the place of: its tiles need not be packed again."""

    def __init__(self, stream: io.FileIO, known: Known) -> None:
        self._reader = RecordReader(stream)
        self._known = known

    def raw(self, tile: Pixels) -> tuple[bytes, RecordKind] | None:
        """A tile as it lies there; None when it does not, or not as it was written."""
        place = self._known.place_of(tile)
        try:
            return None if place is None else self._reader.raw(place[0])
        except DamageError:
            return None
