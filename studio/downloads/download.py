"""A whole plan, from nothing or from where it stopped to its place."""

from __future__ import annotations

from pathlib import Path

from studio.downloads.fetch import fetch
from studio.downloads.line import Line
from studio.downloads.plan import Plan
from studio.downloads.staging import Staging
from studio.downloads.watch import DownloadWatch
from studio.errors import StudioError
from studio.models.headers import read_header
from studio.models.weights import WEIGHTS


def download(plan: Plan, line: Line, watch: DownloadWatch) -> tuple[Path, ...]:
    """Fetch what is missing of a plan and put it in its place; where its files are then.

    Any thread; nothing is in that place before all of it is here and has its digests.

    Raises:
        InputError: what it would become is there already.
        NetworkError: something cannot be had; what arrived is kept, and it may be resumed.
        StorageError: the disk has no room, or cannot be written.
        EngineError: a file of a model is broken, or a pickle; it is thrown away.
        Stopped: `watch` said so; what arrived is kept.
    """
    staging = Staging(plan)
    staging.begin()
    watch.arrived(staging.nbytes)
    for file in plan.files:
        watch.check()
        watch.at(Path(file.path).name)
        if not staging.place(file).exists():
            fetch(file, staging, line, watch)
    try:
        _check_weights(staging)
    except StudioError:
        staging.discard()
        raise
    watch.check()
    staging.install()
    return tuple(plan.folder / file.path for file in plan.files)


def _check_weights(staging: Staging) -> None:
    """Of what nobody told a digest, the header must fit the file: only safetensors get in."""
    for file in staging.plan.files:
        if file.path.endswith(WEIGHTS):
            read_header(staging.place(file))
