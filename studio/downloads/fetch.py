"""One file, from wherever it stopped to its end."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from studio.downloads.digests import Digests
from studio.downloads.line import Answer, Line
from studio.downloads.plan import UNTOLD, PlannedFile
from studio.downloads.staging import Staging
from studio.downloads.trouble import (
    NetworkError,
    cut_off,
    damaged,
    not_stored,
    other_size,
    web_page,
)
from studio.downloads.watch import DownloadWatch

# In a row, without a byte: after that the user is told.
_TRIES = 4
_PAUSE = 1.5
_PIECE = 1 << 20
_NO_SUCH_RANGE = 416


def fetch(file: PlannedFile, staging: Staging, line: Line, watch: DownloadWatch) -> None:
    """Have all of a file in its place; what arrived before is not asked for again.

    Raises:
        NetworkError: it cannot be had, or is another one than planned.
        StorageError: it cannot be written.
        Stopped: `watch` said so; what arrived is kept.
    """
    part = staging.part(file)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        if not _arrived(file, staging, line, watch) and not _arrived(file, staging, line, watch):
            raise damaged(Path(file.path).name)
        part.replace(staging.place(file))
    except OSError as error:
        raise not_stored(staging.folder.parent, error) from error


def _arrived(file: PlannedFile, staging: Staging, line: Line, watch: DownloadWatch) -> bool:
    """Fetch what is missing; False when it is damaged, and thrown away."""
    growing = _Growing(file, staging, watch)
    tries = 0
    while True:
        before = growing.size
        try:
            growing.go_on(line)
            break
        except NetworkError as error:
            watch.check()  # it may have been hung up
            tries = 1 if growing.size > before else tries + 1
            if not error.may_pass or tries >= _TRIES:
                raise
            watch.wait(_PAUSE * tries)
    if not growing.digests.fit:
        growing.start_anew()
        return False
    return True


class _Growing:
    """The part of a file that is here."""

    def __init__(self, file: PlannedFile, staging: Staging, watch: DownloadWatch) -> None:
        self.digests = Digests(file)
        self._file = file
        self._staging = staging
        self._part = staging.part(file)
        self._watch = watch
        self.size = self._part.stat().st_size if self._part.exists() else 0
        if self.size:
            self.digests.read(self._part, watch)

    def start_anew(self) -> None:
        """Throw away what is here."""
        self._watch.arrived(-self.size)
        self._part.unlink(missing_ok=True)
        self.digests = Digests(self._file)
        self.size = 0

    def go_on(self, line: Line) -> None:
        """Ask for the rest, and take it."""
        mark = self._staging.mark(self._file)
        if self.size and not (mark or self.digests.are_known):
            self.start_anew()  # nobody could tell whether the rest belongs to it
        if self.size and self.size == self._file.nbytes:
            return
        try:
            with line.open(self._file.url, self.size, mark) as answer:
                self._take(answer)
        except NetworkError as error:
            if error.status != _NO_SUCH_RANGE or not self.size:
                raise
            self.start_anew()  # there is less of it than is here
            raise cut_off(urlsplit(self._file.url).hostname or "") from error

    def _take(self, answer: Answer) -> None:
        name = Path(self._file.path).name
        if answer.is_page and not name.endswith(".html"):
            raise web_page(answer.host, name)
        if answer.start != self.size:
            self.start_anew()
            if answer.start != 0:
                raise cut_off(answer.host)
        wanted = self._wanted(answer)
        if self._file.nbytes != UNTOLD and wanted not in (None, self._file.nbytes):
            raise other_size(answer.host, name)
        self._staging.set_mark(self._file, answer.mark)
        self._pour(answer, wanted if self._file.nbytes == UNTOLD else self._file.nbytes)

    def _wanted(self, answer: Answer) -> int | None:
        return None if answer.length is None else self.size + answer.length

    def _pour(self, answer: Answer, wanted: int | None) -> None:
        with self._part.open("ab") as file:
            try:
                while piece := answer.read(_PIECE):
                    self._watch.check()
                    if wanted is not None and self.size + len(piece) > wanted:
                        raise other_size(answer.host, self._part.stem)
                    file.write(piece)
                    self.digests.add(piece)
                    self.size += len(piece)
                    self._watch.arrived(len(piece))
            finally:
                file.flush()
            os.fsync(file.fileno())
        self._watch.check()  # hung up looks like the end
        if wanted is not None and self.size < wanted:
            raise cut_off(answer.host)
