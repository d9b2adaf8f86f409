"""The journals that those who could not end them left behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.openraster.thumbnail import thumbnail_of
from studio.journal.folder import JournalFolder
from studio.journal.reading import Restored, last_state, restored
from studio.journal.records import DamageError, RecordReader
from studio.journal.script import Script
from studio.journal.state import State
from studio.text import tr


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """A painting that can be recovered: what is known of it before it is."""

    folder: JournalFolder
    state: State
    end: int

    def restored(self) -> Restored:
        """The painting as it was.

        Raises:
            InputError: it cannot be read after all.
        """
        base = None if self.state.base is None else self.folder.read(self.state.base)
        try:
            with self.folder.opened() as stream:
                return restored(RecordReader(stream), self.state, base)
        except (OSError, DamageError) as error:
            raise InputError(
                tr("“{title}” cannot be recovered.", title=self.state.title),
                tr("Its journal is damaged: {folder}", folder=self.folder.path),
            ) from error

    def thumbnail(self) -> Pixels:
        """What it looks like: premultiplied BGRA, 256 px a side at most.

        Raises:
            InputError: it cannot be read after all.
        """
        return thumbnail_of(self.restored().document)

    def gone_on_with(self, found: Restored) -> Script:
        """Its journal, to be written further.

        Raises:
            OSError: it cannot be written.
        """
        return Script.going_on(self.folder, found, self.end)


def left_behind(
    root: Path, set_aside: Callable[[Path], object] = lambda _: None
) -> tuple[Left, ...]:
    """All that nobody is working on, newest first: held until they are let go of or removed.

    Those in which there is nothing yet are removed. set_aside: given the folders of those in which
    nothing can be read; it may rename them, to a name with a dot.
    """
    found: list[Left] = []
    with suppress(OSError):
        for path in [one for one in root.iterdir() if one.is_dir() and not one.suffix]:
            folder = JournalFolder.held(path)
            if folder is not None:
                found += _found_in(folder, set_aside)
    return tuple(sorted(found, key=lambda one: one.state.seconds, reverse=True))


def _found_in(folder: JournalFolder, set_aside: Callable[[Path], object]) -> list[Left]:
    try:
        with folder.opened() as stream:
            records = RecordReader(stream)
            if not records.is_unfinished:
                return [Left(folder, *last_state(records))]
    except (OSError, DamageError):
        folder.let_go()
        set_aside(folder.path)
    else:
        folder.remove()
    return []
