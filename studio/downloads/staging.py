"""The folder aside in which a download grows, across restarts, until all of it is there.

It lies beside what it becomes, hidden, with `download.json` in it: the plan, and by which mark the
server told the state of each file. A file that has not all arrived ends in `.part`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from studio.downloads.plan import UNTOLD, Plan, PlannedFile
from studio.downloads.trouble import not_stored
from studio.errors import InputError, StorageError, StudioError
from studio.foreign_json import read_as
from studio.text import tr

PART = ".part"
_NOTES = "download.json"
_END = ".downloading"
# What the rest of the system needs to live on.
_RESERVE = 64 << 20
_LARGEST = 16 << 20


class _File(msgspec.Struct):
    path: str
    url: str
    nbytes: int
    sha256: str = ""
    git_sha1: str = ""
    mark: str = ""


class _Notes(msgspec.Struct):
    title: str
    folder: str
    is_new: bool
    files: list[_File]


class Staging:
    """Where one plan grows."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.folder = _place_of(plan)
        self._marks = _marks_in(self.folder / _NOTES)

    def begin(self) -> None:
        """Make the folder, and write down what is to come.

        Raises:
            InputError: what it would become is there already.
            StorageError: there is no room for it, or it cannot be written.
        """
        if self.plan.is_new and self.plan.folder.exists():
            raise InputError(
                tr("{name} is there already.", name=self.plan.title),
                tr("Take {folder} away first, to download it anew.", folder=self.plan.folder),
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._check_room()
            self._write()
        except OSError as error:
            raise not_stored(self.folder.parent, error) from error

    def place(self, file: PlannedFile) -> Path:
        """Where a file is once all of it is here."""
        return self.folder / file.path

    def part(self, file: PlannedFile) -> Path:
        """Where it grows."""
        return self.folder / f"{file.path}{PART}"

    def mark(self, file: PlannedFile) -> str:
        """By what the server told the state that the part is of."""
        return self._marks.get(file.path, "")

    def set_mark(self, file: PlannedFile, mark: str) -> None:
        """Remember it for the next start."""
        if mark != self.mark(file):
            self._marks[file.path] = mark
            self._write()

    @property
    def nbytes(self) -> int:
        """What has arrived."""
        return sum(_size_of(self.place(one)) or _size_of(self.part(one)) for one in self.plan.files)

    @property
    def is_done_with(self) -> bool:
        """Whether all of it was put where it belongs, and only this folder is left."""
        sizes = ((_size_of(self.plan.folder / one.path), one.nbytes) for one in self.plan.files)
        is_there = all(size and told in (size, UNTOLD) for size, told in sizes)
        return not self.plan.is_new and self.nbytes == 0 and is_there

    def install(self) -> None:
        """Put all of it where it belongs, by renaming.

        Raises:
            StorageError: it cannot be; what was there is untouched.
        """
        target = self.plan.folder
        try:
            if self.plan.is_new:
                self.folder.rename(target)
                with suppress(OSError):
                    for notes in tuple(target.glob(f"{_NOTES}*")):
                        notes.unlink()
                return
            for file in self.plan.files:
                (target / file.path).parent.mkdir(parents=True, exist_ok=True)
                self.place(file).replace(target / file.path)
            self.discard()
        except OSError as error:
            raise not_stored(target.parent, error) from error

    def discard(self) -> None:
        """Throw away what has arrived; the notes last, so that a kill amid this is found."""
        with suppress(OSError):
            for file in self.plan.files:
                self.place(file).unlink(missing_ok=True)
                self.part(file).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _check_room(self) -> None:
        needed = self.plan.nbytes - self.nbytes
        free = shutil.disk_usage(self.folder).free
        if needed + _RESERVE > free:
            gone = self.nbytes == 0
            if gone:
                self.discard()
            raise StorageError(
                tr(
                    "{title} needs {needed} GB, and {free} GB are free.",
                    title=self.plan.title,
                    needed=f"{needed / 1e9:.1f}",
                    free=f"{free / 1e9:.1f}",
                ),
                tr("Free some space on the disk of {folder}.", folder=self.folder.parent),
            )

    def _write(self) -> None:
        """Whole or not at all: a name that is taken over."""
        files = [
            _File(one.path, one.url, one.nbytes, one.sha256, one.git_sha1, self.mark(one))
            for one in self.plan.files
        ]
        notes = _Notes(self.plan.title, str(self.plan.folder), self.plan.is_new, files)
        fresh = self.folder / f"{_NOTES}{PART}"
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(notes))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / _NOTES)


def unfinished(
    folder: Path, set_aside: Callable[[Path], object] = lambda _: None
) -> Iterator[Plan]:
    """What was begun in a folder and is not all there; it goes on where it stopped.

    What a kill left of those that were done is removed. set_aside: given notes that nobody can
    read; it may rename them.
    """
    _sweep(folder)
    try:
        inside = sorted(folder.glob(f".*{_END}"))
    except OSError:
        return
    for one in inside:
        plan = _plan_in(one / _NOTES)
        if plan is None and (one / _NOTES).is_file():
            set_aside(one / _NOTES)
        if plan is None or _place_of(plan) != one:
            continue
        staging = Staging(plan)
        if staging.is_done_with:
            staging.discard()
        else:
            yield plan


def _sweep(folder: Path) -> None:
    with suppress(OSError):
        for notes in folder.glob(f"*/{_NOTES}"):
            plan = _plan_in(notes)
            if plan is not None and plan.folder == notes.parent:
                notes.unlink()
        for one in folder.glob(f".*{_END}"):
            if not any(inner.is_file() for inner in one.rglob("*")):
                shutil.rmtree(one, ignore_errors=True)


def _place_of(plan: Plan) -> Path:
    if plan.is_new:
        return plan.folder.with_name(f".{plan.folder.name}{_END}")
    names = "\n".join(one.path for one in plan.files)
    return plan.folder / f".{hashlib.sha256(names.encode()).hexdigest()[:12]}{_END}"


def _notes_in(path: Path) -> _Notes | None:
    try:
        with path.open("rb") as file:
            return read_as(file.read(_LARGEST), _Notes)
    except (OSError, ValueError):
        return None


def _marks_in(path: Path) -> dict[str, str]:
    notes = _notes_in(path)
    return {one.path: one.mark for one in notes.files} if notes else {}


def _plan_in(path: Path) -> Plan | None:
    notes = _notes_in(path)
    if notes is None:
        return None
    try:
        files = tuple(
            PlannedFile(one.path, one.url, one.nbytes, one.sha256, one.git_sha1)
            for one in notes.files
        )
    except (StudioError, ValueError):
        return None
    return Plan(notes.title, Path(notes.folder), files, notes.is_new)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
