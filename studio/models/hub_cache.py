"""The hub's cache, as its own library lays it out.

models--organisation--name/refs/main holds the name of a folder in models--…/snapshots/, and in
that every file is a link to one in models--…/blobs/, which has a digest for a name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_START = "models--"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a repository; `repository` is as the hub has it: organisation/name."""

    repository: str
    folder: Path


def hub_cache_of(environment: Mapping[str, str], home: Path) -> Path:
    """Where the hub's library keeps what it fetches."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environment.get(name):
            return Path(environment[name])
    cache = Path(environment.get("XDG_CACHE_HOME") or home / ".cache")
    return Path(environment.get("HF_HOME") or cache / "huggingface") / "hub"


def is_hub_cache(folder: Path) -> bool:
    """Whether a folder is such a cache, or one repository of it."""
    return folder.name.startswith(_START) or any(True for _ in _repositories(folder))


def snapshots_in(cache: Path) -> Iterator[Snapshot]:
    """The state that each repository is in: what `main` was last, else the newest there is."""
    one = cache if cache.name.startswith(_START) else None
    for place in (one,) if one else sorted(_repositories(cache)):
        folder = _latest(place)
        if folder is not None:
            name = place.name.removeprefix(_START).replace("--", "/", 1)
            yield Snapshot(name, folder)


def _repositories(cache: Path) -> Iterator[Path]:
    try:
        with os.scandir(cache) as inside:
            for one in inside:
                if one.name.startswith(_START) and one.is_dir():
                    yield Path(one.path)
    except OSError:
        return


def _latest(place: Path) -> Path | None:
    try:
        revision = (place / "refs" / "main").read_text("utf-8").strip()
        if revision == Path(revision).name and (place / "snapshots" / revision).is_dir():
            return place / "snapshots" / revision
    except (OSError, UnicodeDecodeError):
        pass
    try:
        return max((place / "snapshots").iterdir(), key=lambda one: one.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None
