"""One whole state of a painting as a record, and the tables of tiles that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np

from studio.document.tiles import TileKey
from studio.files.stamp import Stamp
from studio.journal.moment import LayerRow
from studio.journal.records import DamageError

VERSION = 1
# A tile in a record of the journal, or one that the painting was opened with.
Place: TypeAlias = tuple[int, int, int]

_ENTRY = np.dtype([("x", "<i4"), ("y", "<i4"), ("at", "<i8"), ("column", "<i4"), ("row", "<i4")])
# A layer that fills 16384² has 4096 tiles; beyond the canvas there may be more.
MOST_TABLE_BYTES = _ENTRY.itemsize << 20
MOST_STATE_BYTES = 64 << 20
# An attachment or a table that is the one of the base.
IN_BASE = -1


@dataclass(frozen=True, slots=True)
class Base:
    """What a painting was when it was opened or last saved: a file beside the journal."""

    name: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Table:
    """Where the tiles of a store lie."""

    layer: int
    part: int
    place: int


@dataclass(frozen=True, slots=True)
class Attached:
    """Where what came with the file lies."""

    name: str
    place: int


@dataclass(frozen=True, slots=True)
class State:
    """What a state record says; numbers called place are records before it.

    seconds: when, since 1970. asked: requests. candidates: a request and a result each.
    stamp: the file at `path` as it was; None where there is none yet.
    """

    version: int
    seconds: float
    title: str
    path: str
    stamp: Stamp | None
    is_modified: bool
    width: int
    height: int
    rows: tuple[LayerRow, ...]
    active: int
    aids: str
    tables: tuple[Table, ...]
    attachments: tuple[Attached, ...]
    base: Base | None
    candidates: tuple[tuple[int, int], ...]
    asked: tuple[int, ...]


def state_bytes(state: State) -> bytes:
    """What `state_of` reads."""
    return msgspec.msgpack.encode(state)


def state_of(content: bytes) -> State:
    """A state.

    Raises:
        DamageError: it is none, or one of another version.
    """
    try:
        state = msgspec.msgpack.decode(content, type=State)
    except (msgspec.DecodeError, ValueError) as error:
        raise DamageError(str(error)) from error
    if state.version != VERSION:
        raise DamageError(state.version)
    return state


def table_bytes(places: dict[TileKey, Place]) -> bytes:
    """What `table_of` reads."""
    rows = [(*key, *place) for key, place in places.items()]
    return np.array(rows, _ENTRY).tobytes()


def table_of(content: bytes) -> dict[TileKey, Place]:
    """Where each tile of a store lies.

    Raises:
        DamageError: it is no table.
    """
    try:
        rows: list[tuple[int, ...]] = np.frombuffer(content, _ENTRY).tolist()
    except ValueError as error:
        raise DamageError(str(error)) from error
    return {(x, y): (at, column, row) for x, y, at, column, row in rows}


def place_in_base(layer: int, part: int, key: TileKey) -> Place:
    """A tile of the base: its layer, counted from the bottom, 1 first and 0 the selection."""
    return -1 - (2 * layer + part), *key


def store_in_base(at: int) -> tuple[int, int]:
    """The layer, counted so, and the part that a place in the base speaks of."""
    return divmod(-1 - at, 2)
