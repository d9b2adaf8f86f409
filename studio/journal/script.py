"""The journal of one painting: begun when there is something to keep, removed when there is not."""

from __future__ import annotations

import io
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
        # Where whole states end, and where the first did.
        self._end = self._first_bytes = 0

    @staticmethod
    def going_on(folder: JournalFolder, restored: Restored, end: int) -> Script:
        """The journal that a painting was recovered from: whole states end at `end`.

        Raises:
            OSError: it cannot be written.
        """
        script = Script(folder.path.parent, None, restored.known)
        script._folder, script._base, script._end = folder, restored.state.base, end
        script._opened(folder)
        return script

    def write(self, moment: Moment) -> None:
        """Append a state.

        Raises:
            OSError: it cannot be written; the one before stays.
        """
        folder = self._folder = self._folder or JournalFolder.made(self._root)
        records = self._opened(folder)
        if self._base is not None and not folder.is_whole(self._base):
            self._base, self._known = None, self._known.recorded()
        if records.end > max(SPARED_BYTES, GROWN * self._first_bytes) and self._anew(moment):
            return
        records = self._opened(folder)
        StateWriter(records, self._base, self._known).write(moment)
        self._end = records.end
        if not self._first_bytes:
            self._first_bytes = records.end
            folder.sync()

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

    def _opened(self, folder: JournalFolder) -> RecordWriter:
        """The records, opened where they are not."""
        if self._records is None:
            if not self._end:
                self._base = None if self._source is None else folder.keep(self._source)
                self._known = Known() if self._base is None else self._known.based()
            stream = folder.opened()
            try:
                self._records = RecordWriter(stream, self._end)
            except OSError:
                stream.close()
                raise
            self._stream = stream
        return self._records

    def _anew(self, moment: Moment) -> bool:
        """Write it without what is no longer needed; the old one stays until that is whole.

        False where that failed: there may still be room for a little more in the old one.
        """
        assert self._folder is not None
        assert self._stream is not None
        known, old = self._known.based(), OldJournal(self._stream, self._known)
        try:
            with self._folder.begun_anew() as stream:
                records = RecordWriter(stream)
                StateWriter(records, self._base, known, old).write(moment)
            self._close()
            self._folder.replace()
        except OSError:
            return False
        self._known, self._end = known, records.end
        self._first_bytes = records.end
        return True

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream = self._records = None
