"""Pictures of the file saved last, copied into the next where nothing of them has changed.

So a save costs what was painted since, not what there is. The tiles are known by themselves, and
not kept alive: what is gone has changed.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias
from weakref import ref

from studio.document.tiles import Pixels, TileKey, Tiles
from studio.geometry import Bounds

_CHUNK = 1 << 20

# The canvas, and of each of the stores that make a picture where which tile is.
_Shown: TypeAlias = tuple[Bounds, tuple[frozenset[tuple[TileKey, int]], ...]]


@dataclass(frozen=True, slots=True)
class _Written:
    """Where a picture went: its entry, its place on the canvas, and what it was made of."""

    entry: str
    bounds: Bounds
    tiles: tuple[ref[Pixels], ...]

    @property
    def is_known(self) -> bool:
        """Whether every tile is still there; another may have its number otherwise."""
        return all(tile() is not None for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A file as it was left."""

    path: Path
    number: int
    size: int
    changed: int

    @staticmethod
    def of(path: Path) -> _Stamp:
        """As it is now."""
        found = path.stat()
        return _Stamp(path, found.st_ino, found.st_size, found.st_mtime_ns)


class LastSave:
    """What the last save of a painting wrote, and what this one writes."""

    def __init__(self) -> None:
        self._stamp: _Stamp | None = None
        self._before: dict[_Shown, _Written] = {}
        self._now: dict[_Shown, _Written] = {}
        self._archive: zipfile.ZipFile | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """While a file is written, have the last one at hand, if nobody has changed it."""
        self._now = {}
        self._archive = self._open()
        try:
            yield
        finally:
            if self._archive is not None:
                self._archive.close()
            self._archive = None

    def copied(
        self, canvas: Bounds, stores: Sequence[Tiles], into: IO[bytes], entry: str
    ) -> Bounds | None:
        """Write the picture of these tiles as it was written; its bounds, or None if it was not."""
        shown = _shown(canvas, stores)
        written = self._before.get(shown)
        if self._archive is None or written is None or not written.is_known:
            return None
        if not _is_whole(self._archive, written.entry):
            return None
        with self._archive.open(written.entry) as picture:
            shutil.copyfileobj(picture, into, _CHUNK)
        self._now[shown] = _Written(entry, written.bounds, written.tiles)
        return written.bounds

    def note(self, canvas: Bounds, stores: Sequence[Tiles], bounds: Bounds, entry: str) -> None:
        """Know where the picture of these tiles went."""
        tiles = tuple(ref(tile) for store in stores for tile in store.values())
        self._now[_shown(canvas, stores)] = _Written(entry, bounds, tiles)

    def done(self, path: Path) -> None:
        """The file is in its place."""
        self._before, self._now = self._now, {}
        self._stamp = None
        with suppress(OSError):
            self._stamp = _Stamp.of(path)

    def _open(self) -> zipfile.ZipFile | None:
        with suppress(OSError, zipfile.BadZipFile):
            if self._stamp is not None and _Stamp.of(self._stamp.path) == self._stamp:
                return zipfile.ZipFile(self._stamp.path)
        return None


def _shown(canvas: Bounds, stores: Sequence[Tiles]) -> _Shown:
    return canvas, tuple(
        frozenset((key, id(tile)) for key, tile in store.items()) for store in stores
    )


def _is_whole(archive: zipfile.ZipFile, entry: str) -> bool:
    """Whether a disk gives back what it was given: read to the end, the checksum is looked at."""
    try:
        with archive.open(entry) as stream:
            while stream.read(_CHUNK):
                pass
    except (OSError, EOFError, KeyError, zipfile.BadZipFile):
        return False
    return True
