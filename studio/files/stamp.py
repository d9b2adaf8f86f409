"""What tells whether a file is still as it was."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# Of a ZIP file this holds the directory, with a checksum of every entry.
_END_BYTES = 1 << 20
# What MessagePack can carry; some file systems number files with 128 bits.
_NUMBERS = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was left. number: its inode. changed: ns. digest: of its size and its end."""

    number: int
    nbytes: int
    changed: int
    digest: str

    @staticmethod
    def of(path: Path) -> Stamp:
        """As it is now.

        Raises:
            OSError: it is not there or may not be read.
        """
        with path.open("rb") as stream:
            found = os.fstat(stream.fileno())
            stream.seek(max(0, found.st_size - _END_BYTES))
            digest = hashlib.blake2b(stream.read(), digest_size=16)
        digest.update(str(found.st_size).encode())
        number = found.st_ino & _NUMBERS
        return Stamp(number, found.st_size, found.st_mtime_ns, digest.hexdigest())

    def is_of(self, path: Path) -> bool:
        """Whether the file is as it was left; one that was only touched or copied is.

        Raises:
            OSError: it is not there or may not be read.
        """
        found = path.stat()
        if found.st_size != self.nbytes:
            return False
        same = (found.st_ino & _NUMBERS, found.st_mtime_ns) == (self.number, self.changed)
        return same or Stamp.of(path).digest == self.digest


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a painting was opened from or saved to, as it was left."""

    path: Path
    stamp: Stamp

    @staticmethod
    def of(path: Path) -> Source | None:
        """As it is now; None where it cannot be read."""
        try:
            return Source(path, Stamp.of(path))
        except OSError:
            return None

    @property
    def has_changed(self) -> bool:
        """Whether somebody else has written to it since; not when it is gone."""
        try:
            return not self.stamp.is_of(self.path)
        except OSError:
            return False
