"""A runtime from its manifest to its place: fetched, unpacked aside, tried, then put there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from studio.downloads.download import download
from studio.downloads.line import Line
from studio.downloads.trouble import not_stored
from studio.downloads.watch import DownloadWatch
from studio.errors import InputError, StorageError
from studio.runtime.manifest import Manifest, Wheel, plan_of
from studio.runtime.shelf import Contents, Shelf, contents_of, seal
from studio.runtime.trial import try_out
from studio.runtime.wheels import is_whole, take_over, unpack
from studio.text import tr

Try: TypeAlias = Callable[[Path, DownloadWatch], object]
# What the rest of the system needs to live on.
_RESERVE = 256 << 20


class Stage(Enum):
    """How far it is."""

    checking = "checking"
    fetching = "fetching"
    unpacking = "unpacking"
    trying = "trying"


def set_up(
    manifest: Manifest,
    shelf: Shelf,
    line: Line,
    watch: DownloadWatch,
    *,
    at_stage: Callable[[Stage], object],
    try_it: Try = try_out,
) -> Path:
    """Make a runtime and use it from now on; returns where it is. Any thread.

    What is whole of the one in use is taken over, so it repairs too; whatever ends this, the one
    in use stays as it is, and what was fetched is kept for the next time.

    Raises:
        InputError: it is being set up by another window, or a wheel is not what it should be.
        NetworkError: something cannot be had.
        StorageError: the disk has no room, or cannot be written.
        EngineError: it does not work on this machine.
        Stopped: `watch` said so.
    """
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        if not shelf.lock.take():
            raise _busy()
        try:
            return _set_up(manifest, shelf, line, watch, at_stage=at_stage, try_it=try_it)
        finally:
            shutil.rmtree(shelf.aside, ignore_errors=True)
            shelf.lock.let_go()
    except OSError as error:
        raise not_stored(shelf.folder, error) from error


def _set_up(
    manifest: Manifest,
    shelf: Shelf,
    line: Line,
    watch: DownloadWatch,
    *,
    at_stage: Callable[[Stage], object],
    try_it: Try,
) -> Path:
    at_stage(Stage.checking)
    records = _whole_of(shelf.chosen, manifest, watch)
    missing = [one for one in manifest.wheels if one.sha256 not in records]
    watch.arrived(manifest.nbytes - sum(one.nbytes for one in missing))
    at_stage(Stage.fetching)
    _check_room(missing, shelf)
    _fetch(missing, shelf, line, watch)
    at_stage(Stage.unpacking)
    shutil.rmtree(shelf.aside, ignore_errors=True)
    shelf.aside.mkdir()
    if shelf.chosen is not None:
        for record in records.values():
            take_over(record, shelf.chosen, shelf.aside, watch.check)
    for one in missing:
        watch.at(one.name)
        records[one.sha256] = unpack(shelf.wheels / one.name, shelf.aside, watch.check)
    seal(shelf.aside, Contents(manifest, records))
    at_stage(Stage.trying)
    try_it(shelf.aside, watch)
    watch.check()
    return shelf.put(shelf.aside, manifest.id)


def _whole_of(chosen: Path | None, manifest: Manifest, watch: DownloadWatch) -> dict[str, str]:
    """The lists of those wheels that are there already, by their digest."""
    there = contents_of(chosen) if chosen else None
    if there is None or chosen is None:
        return {}
    wanted = {one.sha256 for one in manifest.wheels}
    return {
        sha256: record
        for sha256, record in there.records.items()
        if sha256 in wanted and is_whole(chosen, record, watch.check)
    }


def _fetch(missing: list[Wheel], shelf: Shelf, line: Line, watch: DownloadWatch) -> None:
    here = [one for one in missing if (shelf.wheels / one.name).exists()]
    watch.arrived(sum(one.nbytes for one in here))
    rest = [one for one in missing if one not in here]
    if rest:
        download(plan_of(rest, shelf.wheels, tr("AI runtime")), line, watch)


def _check_room(missing: list[Wheel], shelf: Shelf) -> None:
    """All of it at once: nobody wants to learn at the end that it does not fit."""
    to_fetch = sum(one.nbytes for one in missing if not (shelf.wheels / one.name).exists())
    needed = to_fetch + sum(one.unpacked for one in missing) + _RESERVE
    free = shutil.disk_usage(shelf.folder).free
    if missing and needed > free:
        raise StorageError(
            tr(
                "{title} needs {needed} GB, and {free} GB are free.",
                title=tr("AI runtime"),
                needed=f"{needed / 1e9:.1f}",
                free=f"{free / 1e9:.1f}",
            ),
            tr("Free some space on the disk of {folder}.", folder=shelf.folder),
        )


def _busy() -> InputError:
    return InputError(
        tr("The AI runtime is being set up by another window."), tr("Wait until it is done there.")
    )
