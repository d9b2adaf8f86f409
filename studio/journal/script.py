"""The journal of one painting: begun when there is something to keep, removed when there is not."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

from studio.files.stamp import Source
from studio.journal.folder import JournalFolder
from studio.journal.known import Known
from studio.journal.moment import Moment
from studio.journal.reading import Restored
from studio.journal.records import RecordWriter
from studio.journal.state import Base
from studio.journal.writer import OldJournal, StateWriter

# A journal is written anew when it is so large, and so many times what it was at first.
SPARED_BYTES = 64 << 20
GROWN = 3


class Script:
    """One journal on the disk, or none yet. Any one thread at a time."""

    def __init__(self, root: Path, source: Source | None, known: Known) -> None:
        self._root = root
        self._source = source
        self._base: Base | None = None
        self._known = known
        self._folder: JournalFolder | None = None
        self._stream: io.FileIO | None = None
        self._records: RecordWriter | None = None
        self._first_bytes = 0

    @staticmethod
    def going_on(folder: JournalFolder, restored: Restored, end: int) -> Script:
        """The journal that a painting was recovered from: whole states end at `end`.

        Raises:
            OSError: it cannot be written.
        """
        script = Script(folder.path.parent, None, restored.known)
        script._folder, script._base = folder, restored.state.base
        script._stream = folder.opened()
        script._records = RecordWriter(script._stream, end)
        return script

    def write(self, moment: Moment) -> None:
        """Append a state.

        Raises:
            OSError: it cannot be written; the one before stays.
        """
        folder, records = self._opened()
        if self._base is not None and not folder.is_whole(self._base):
            self._base, self._known = None, self._known.recorded()
        if records.end > max(SPARED_BYTES, GROWN * self._first_bytes):
            with suppress(OSError):  # there may still be room for a little more
                self._write_anew(folder, moment)
                return
        StateWriter(records, self._base, self._known).write(moment)
        self._first_bytes = self._first_bytes or records.end

    def emptied(self) -> Script:
        """Remove it; the same painting, with nothing to keep."""
        known = Known() if self._source is None else self._known.based()
        self.remove()
        return Script(self._root, self._source, known)

    def remove(self) -> None:
        """There is nothing to keep."""
        self._close()
        if self._folder is not None:
            self._folder.remove()

    def let_go(self) -> None:
        """Leave it for the next start."""
        self._close()
        if self._folder is not None:
            self._folder.let_go()

    def _opened(self) -> tuple[JournalFolder, RecordWriter]:
        if self._folder is None:
            self._folder = JournalFolder.made(self._root)
        if self._records is None:
            if self._source is not None:
                self._base = self._folder.keep(self._source)
            if self._base is None:
                self._known = Known()
            self._stream = self._folder.opened()
            self._records = RecordWriter(self._stream)
        return self._folder, self._records

    def _write_anew(self, folder: JournalFolder, moment: Moment) -> None:
        """Without what is no longer needed; the old one stays until the new one is whole."""
        assert self._stream is not None
        known, old = self._known.based(), OldJournal(self._stream, self._known)
        with folder.begun_anew() as stream:
            records = RecordWriter(stream)
            StateWriter(records, self._base, known, old).write(moment)
        self._stream.close()
        folder.replace()
        self._stream = folder.opened()
        self._records = RecordWriter(self._stream, records.end)
        self._known, self._first_bytes = known, records.end

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream = self._records = None
