"""A ZIP file that somebody else may have made, read with care."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from studio.errors import InputError
from studio.text import tr

# A PNG of the largest canvas, all noise, is 1 GiB and a little.
MAX_ENTRY_BYTES = 1100 << 20
MAX_ENTRIES = 20_000
# More than 64 MiB that unpack from less than a 200th of it is no picture and no list of layers.
_SUSPECT_BYTES, _SUSPECT_RATIO = 64 << 20, 200

BROKEN = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,  # encrypted
    struct.error,
    zlib.error,
)


class Archive:
    """Entries by name. Nothing is ever unpacked to the disk."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the directory of the file.

        Raises:
            InputError: it is no ZIP file, or one made to harm.
        """
        try:
            self._zip = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise InputError(
                tr("{name} cannot be read as a document.", name=name),
                tr("It may be damaged or cut short. Look for a backup of it."),
            ) from error
        self._name = name
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        self._refuse_bombs()

    @property
    def names(self) -> tuple[str, ...]:
        """What is in it, folders left out, in the order of the file."""
        return tuple(name for name in self._entries if not name.endswith("/"))

    def size_of(self, name: str) -> int:
        """Bytes of an entry, unpacked."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes | None:
        """An entry, unpacked; None when it is not there or is damaged."""
        entry = self._entries.get(name)
        if entry is None or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            return None
        try:
            return self._zip.read(entry)
        except BROKEN:
            return None

    def _refuse_bombs(self) -> None:
        if len(self._zip.infolist()) > MAX_ENTRIES or any(map(_is_bomb, self._entries.values())):
            raise InputError(
                tr("{name} unpacks to far more than it holds.", name=self._name),
                tr("It may have been made to harm. Do not open files you do not trust."),
            )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    is_suspect = entry.file_size > _SUSPECT_BYTES
    return entry.file_size > MAX_ENTRY_BYTES or (
        is_suspect and entry.file_size > _SUSPECT_RATIO * entry.compress_size
    )
