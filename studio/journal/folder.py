"""The folder of one journal: its lock, its records, and the file that the painting began as."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from studio.document.document import Document
from studio.errors import StudioError
from studio.files.atomic import sync_folder
from studio.files.formats import open_document
from studio.files.locks import FileLock
from studio.files.stamp import Source
from studio.journal.state import Base

# Another window that starts just now may take one that is still empty for nothing.
_TRIES = 3
_RECORDS, _NEXT, _LOCK, _BASE = "journal", "journal.next", "lock", "base"


class JournalFolder:
    """Held by this process until it is let go of, removed, or dead."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path = path
        self._lock = lock

    @staticmethod
    def made(root: Path) -> JournalFolder:
        """A new one.

        Raises:
            OSError: it cannot be made.
        """
        for _ in range(_TRIES):
            path = root / secrets.token_hex(8)
            path.mkdir(parents=True)
            found = JournalFolder.held(path)
            if found is not None:
                return found
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    @staticmethod
    def held(path: Path) -> JournalFolder | None:
        """One that is there; None where another process that lives holds it, or nobody can."""
        lock = FileLock(path / _LOCK)
        with suppress(OSError):
            return JournalFolder(path, lock) if lock.take() else None
        return None

    def opened(self) -> io.FileIO:
        """Its records, to read and to write.

        Raises:
            OSError: they cannot be opened.
        """
        path = self.path / _RECORDS
        return io.FileIO(path, "r+" if path.exists() else "x+")

    def begun_anew(self) -> io.FileIO:
        """Records that are to take the place of those there are.

        Raises:
            OSError: they cannot be begun.
        """
        return io.FileIO(self.path / _NEXT, "w+")

    def replace(self) -> None:
        """Put the new records in place of the old; both are closed.

        Raises:
            OSError: they cannot be; the old ones stay.
        """
        (self.path / _NEXT).replace(self.path / _RECORDS)
        self.sync()

    def sync(self) -> None:
        """Make its names last through a power cut."""
        sync_folder(self.path)
        sync_folder(self.path.parent)

    def keep(self, source: Source) -> Base | None:
        """Have what a painting began as at hand whatever becomes of it; None if it has changed.

        A link costs nothing, and survives that the file is replaced, as we and most others save.
        """
        # What a symbolic link points to: the link itself is no file.
        path = Path(os.path.realpath(source.path))
        base = Base(_BASE + source.path.suffix.lower(), source.stamp)
        with suppress(OSError):
            if source.stamp.is_of(path):
                try:
                    os.link(path, self.path / base.name)
                except OSError:
                    shutil.copy2(path, self.path / base.name)
                return base
        return None

    def is_whole(self, base: Base) -> bool:
        """Whether nobody wrote into the file that the painting began as."""
        try:
            return base.stamp.is_of(self.path / base.name)
        except OSError:
            return False

    def read(self, base: Base) -> Document | None:
        """The painting as it began; None where it cannot be had any more."""
        # A name out of a record: never one of another folder.
        if Path(base.name).name != base.name or not self.is_whole(base):
            return None
        try:
            return open_document(self.path / base.name).document
        except StudioError:
            return None

    def let_go(self) -> None:
        """Leave it to whoever comes next."""
        self._lock.let_go()

    def remove(self) -> None:
        """Remove all of it, the records first: what is left by a kill amid this is nothing."""
        for name in (_RECORDS, _NEXT):
            with suppress(OSError):
                (self.path / name).unlink()
        self._lock.let_go()
        shutil.rmtree(self.path, ignore_errors=True)
