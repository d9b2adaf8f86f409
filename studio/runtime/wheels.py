"""Wheels: unpacked with a careful eye on their names, and compared with their own list later."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from studio.downloads.plan import PlannedFile
from studio.errors import InputError
from studio.text import tr

RECORD = "RECORD"
_PIECE = 1 << 20
# Of a wheel's own extra folders these are for the libraries' place; scripts and headers are not.
_LIBRARIES = ("purelib", "platlib")


def unpack(wheel: Path, folder: Path, check: Callable[[], object]) -> str:
    """Put what is in a wheel into a folder; returns where its list lies there.

    check: called between files; it may raise.

    Raises:
        InputError: it is damaged, or has names or links that lead elsewhere.
        OSError: the disk says no.
    """
    record = ""
    try:
        with zipfile.ZipFile(wheel) as inside:
            for member in inside.infolist():
                check()
                place = place_of(member.filename)
                if place is None or member.is_dir():
                    continue
                _refuse_links(member)
                _write(inside, member, folder / place)
                if place.endswith(f".dist-info/{RECORD}") and place.count("/") == 1:
                    record = place
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _broken(wheel.name) from error
    if not record:
        raise _broken(wheel.name)
    return record


def place_of(name: str) -> str | None:
    """Where a file of a wheel belongs, with slashes; None for one that is not needed.

    Raises:
        InputError: the name leads out of the folder.
    """
    first, _, rest = name.partition("/")
    if first.endswith(".data"):
        kind, _, name = rest.partition("/")
        if kind not in _LIBRARIES:
            return None
    return PlannedFile(name, "").path if name.rstrip("/") else None


def is_whole(folder: Path, record: str, check: Callable[[], object]) -> bool:
    """Whether all that a wheel brought is there as it came."""
    try:
        listed = tuple(_listed(folder / record))
        return bool(listed) and all(_is_same(folder, one, check) for one in listed)
    except (OSError, ValueError, InputError):
        return False


def take_over(record: str, source: Path, target: Path, check: Callable[[], object]) -> None:
    """Put what a wheel brought into another folder too, without taking its room twice if possible.

    Raises:
        OSError: the disk says no.
    """
    for name, _ in (*_listed(source / record), (record, "")):
        check()
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, target / name)
        except OSError:
            shutil.copy2(source / name, target / name)


def _listed(record: Path) -> Iterator[tuple[str, str]]:
    """Names and digests; of the list itself there is none."""
    with record.open(encoding="utf-8", newline="") as file:
        for name, digest, *_ in csv.reader(file):
            place = place_of(name)
            if digest and place is not None:
                yield place, digest


def _is_same(folder: Path, listed: tuple[str, str], check: Callable[[], object]) -> bool:
    check()
    name, told = listed
    kind, _, wanted = told.partition("=")
    if kind not in ("sha256", "sha384", "sha512"):
        return False
    found = hashlib.new(kind)
    with (folder / name).open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return base64.urlsafe_b64encode(found.digest()).rstrip(b"=").decode() == wanted


def _write(inside: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with inside.open(member) as source, target.open("wb") as written:
        shutil.copyfileobj(source, written, _PIECE)
    if member.external_attr >> 16 & 0o100:
        with suppress(OSError):
            target.chmod(target.stat().st_mode | 0o111)


def _refuse_links(member: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputError(
            tr("The name {name} cannot be a file's.", name=PurePosixPath(member.filename).name),
            tr("Do not download this: it is damaged, or made to do harm."),
        )


def _broken(name: str) -> InputError:
    return InputError(
        tr("{name} is damaged.", name=name), tr("Cancel, then set it up anew: it is fetched again.")
    )
