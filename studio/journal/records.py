"""The file of a journal: records one after another, each of which tells whether it is whole.

A record is a head and a payload: how long the payload is, its CRC, its kind, and the CRC of these
three. A record is called by its place, the byte at which its head begins. Nothing is ever changed
in place, so whatever was whole once stays so, and a torn end is told by its head or its CRC.
"""

from __future__ import annotations

import errno
import io
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

START = b"RepaintJournal1\n"
# zlib level 1: 2 to 6 ms a tile, a third of level 6, for an eighth more bytes.
_LEVEL = 1
_HEAD = struct.Struct("<IIII")


class RecordKind(IntEnum):
    """What a record holds: bytes as they are, deflated bytes, or a deflated state."""

    plain = 1
    packed = 2
    state = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A record that lies at `place`; `nbytes` is its payload."""

    place: int
    kind: RecordKind
    nbytes: int
    crc: int

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.place + _HEAD.size + self.nbytes


class DamageError(Exception):
    """There is no whole record at that place."""


class RecordWriter:
    """Appends records; `end` is where the next one goes. Nothing counts before `sync`."""

    def __init__(self, stream: io.FileIO, end: int = 0) -> None:
        """Go on at `end` of a file, without whatever comes after it; 0 begins one.

        Raises:
            OSError: it cannot be written, or has no such end.
        """
        if stream.seek(0, io.SEEK_END) < end:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._stream = stream
        self.end = end
        self.take_back(end)
        if not end:
            self._write(START)

    def put(self, payload: bytes | memoryview, kind: RecordKind) -> int:
        """Append a record of bytes that are as `kind` says; its place.

        Raises:
            OSError: it cannot be written.
        """
        place = self.end
        fields = (len(payload), zlib.crc32(payload), int(kind))
        self._write(_HEAD.pack(*fields, _head_crc(*fields)))
        self._write(payload)
        return place

    def pack(self, content: bytes, kind: RecordKind = RecordKind.packed) -> int:
        """Append a record, deflated; its place.

        Raises:
            OSError: it cannot be written.
        """
        return self.put(zlib.compress(content, _LEVEL), kind)

    def sync(self) -> None:
        """See that all of it is on the disk.

        Raises:
            OSError: it cannot be.
        """
        os.fsync(self._stream.fileno())

    def take_back(self, end: int) -> None:
        """Do without what comes after `end`.

        Raises:
            OSError: it cannot be cut off.
        """
        self.end = self._stream.seek(end)
        self._stream.truncate(end)

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _write(self, content: bytes | memoryview) -> None:
        left = memoryview(content)
        while left:
            # A raw file may take less than it is given, on a disk that is nearly full.
            written = self._stream.write(left)
            left = left[written:]
            self.end += written


class RecordReader:
    """Reads records of a file that may be torn, or no journal at all."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END)

    def heads(self) -> Iterator[Head]:
        """One record after another, up to the first that is torn; their payloads are not read."""
        self._stream.seek(0)
        place = len(START)
        if self._stream.read(place) != START:
            return
        while (head := self._head_at(place)) is not None:
            yield head
            place = head.end

    @property
    def is_unfinished(self) -> bool:
        """Whether whoever wrote it was gone before its first state was whole, and that is all."""
        self._stream.seek(0)
        start = self._stream.read(len(START))
        if start != START:
            return START.startswith(start)
        heads = list(self.heads())
        end = heads[-1].end if heads else len(START)
        is_torn = self._size - end < _HEAD.size or self._own_head_at(end) is not None
        return is_torn and all(head.kind is not RecordKind.state for head in heads)

    def raw(self, place: int) -> tuple[bytes, RecordKind]:
        """A payload as it lies there, and what it is.

        Raises:
            DamageError: it is torn, or changed by others.
        """
        head = self._head_at(place)
        payload = b"" if head is None else self._stream.read(head.nbytes)
        if head is None or zlib.crc32(payload) != head.crc:
            raise DamageError(place)
        return payload, head.kind

    def read(self, place: int, most: int) -> bytes:
        """The content of a record, `most` bytes of it at most.

        Raises:
            DamageError: it is torn, changed by others, or longer.
        """
        payload, kind = self.raw(place)
        if kind is RecordKind.plain:
            content, is_whole = payload, True
        else:
            inflate = zlib.decompressobj()
            try:
                content = inflate.decompress(payload, most + 1)
            except zlib.error as error:
                raise DamageError(place) from error
            is_whole = inflate.eof
        if not is_whole or len(content) > most:
            raise DamageError(place)
        return content

    def _head_at(self, place: int) -> Head | None:
        head = self._own_head_at(place)
        return head if head is not None and head.end <= self._size else None

    def _own_head_at(self, place: int) -> Head | None:
        """A head that is whole; its payload may not be."""
        if not 0 <= place <= self._size - _HEAD.size:
            return None
        self._stream.seek(place)
        content = self._stream.read(_HEAD.size)
        if len(content) < _HEAD.size:
            return None  # cut short by others while we read
        nbytes, crc, kind, own = _HEAD.unpack(content)
        is_whole = own == _head_crc(nbytes, crc, kind) and kind in set(RecordKind)
        return Head(place, RecordKind(kind), nbytes, crc) if is_whole else None


def _head_crc(nbytes: int, crc: int, kind: int) -> int:
    return zlib.crc32(struct.pack("<III", nbytes, crc, kind))
