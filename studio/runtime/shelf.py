"""Where runtimes lie: one of them is in use, and the one before is kept to go back to."""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import msgspec
import platformdirs

from studio.errors import InputError
from studio.files.atomic import replace_file
from studio.files.locks import FileLock
from studio.foreign_json import read_as
from studio.runtime.manifest import Manifest
from studio.text import tr

# For one process: use what lies in this folder, whatever is chosen.
ONLY = "REPAINT_STUDIO_RUNTIME"
CONTENTS = "runtime.json"
_CHOICE = "chosen.json"
_LARGEST = 4 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a runtime is made of. records: of each wheel, by its SHA-256, where its list lies."""

    manifest: Manifest
    records: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Choice:
    """Names of folders; empty: none."""

    chosen: str = ""
    former: str = ""


class Shelf:
    """A folder of runtimes. Whatever ends a process, each in it is whole, or is not chosen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / ".wheels"
        self.aside = folder / ".new"
        self.lock = FileLock(folder / ".lock")

    @staticmethod
    def of_user() -> Shelf:
        """Where this user has them."""
        data = platformdirs.user_data_path("repaint-studio", appauthor=False)
        return Shelf(data / "runtime")

    @property
    def chosen(self) -> Path | None:
        """The one in use, or None."""
        only = os.environ.get(ONLY, "")
        return Path(only) if only else self._there(self._choice().chosen)

    @property
    def former(self) -> Path | None:
        """The one before it, or None."""
        return self._there(self._choice().former)

    def put(self, runtime: Path, id: str) -> Path:  # noqa: A002
        """Give a runtime that is whole its place, and choose it; returns where it is.

        Raises:
            OSError, StorageError: it cannot be; what was chosen stays so.
        """
        names = itertools.chain((id,), (f"{id}-{count}" for count in itertools.count(2)))
        place = next(self.folder / one for one in names if not (self.folder / one).exists())
        runtime.rename(place)
        chosen, choice = self.chosen, self._choice()
        there = contents_of(chosen) if chosen else None
        # One that was repaired is nothing to go back to.
        is_same = there is not None and there.manifest.id == id
        self._choose(_Choice(place.name, choice.former if is_same else choice.chosen))
        self._sweep()
        return place

    def go_back(self) -> None:
        """Use the former one, and keep this one to come back to.

        Raises:
            InputError: there is none.
            StorageError: it cannot be written.
        """
        former, chosen = self.former, self.chosen
        if former is None:
            raise InputError(
                tr("There is no former runtime to go back to."),
                tr("It is kept from the second set-up on."),
            )
        self._choose(_Choice(former.name, chosen.name if chosen else ""))

    def discard(self) -> None:
        """Throw away what is not whole."""
        for one in (self.wheels, self.aside):
            shutil.rmtree(one, ignore_errors=True)

    def _sweep(self) -> None:
        """Keep two."""
        kept = {one for one in (self.chosen, self.former) if one is not None}
        for one in self.folder.iterdir():
            if one.is_dir() and one not in kept:
                shutil.rmtree(one, ignore_errors=True)

    def _choose(self, choice: _Choice) -> None:
        _write(self.folder / _CHOICE, msgspec.json.encode(choice))

    def _choice(self) -> _Choice:
        try:
            found = (self.folder / _CHOICE).read_bytes()
            return read_as(found, _Choice)
        except (OSError, ValueError):
            return _Choice()

    def _there(self, name: str) -> Path | None:
        is_plain = bool(name) and Path(name).name == name
        return self.folder / name if is_plain and contents_of(self.folder / name) else None


def contents_of(runtime: Path) -> Contents | None:
    """What a runtime says it is made of; None when it is none, or not for this program."""
    try:
        with (runtime / CONTENTS).open("rb") as file:
            found = read_as(file.read(_LARGEST), Contents)
    except (OSError, ValueError):
        return None
    return found if found.manifest.suits else None


def seal(runtime: Path, contents: Contents) -> None:
    """Write down that it is whole.

    Raises:
        StorageError: it cannot be written.
    """
    listed = sorted(contents.records.items())
    said = msgspec.json.encode(replace(contents, records=dict(listed)))
    _write(runtime / CONTENTS, said)


def _write(path: Path, said: bytes) -> None:
    def write(file: BinaryIO) -> None:
        file.write(said)

    replace_file(path, write)
