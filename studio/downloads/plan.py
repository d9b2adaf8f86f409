"""What is to be fetched, and where it ends up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from studio.errors import InputError
from studio.text import tr

UNTOLD = -1
_DIGEST = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file. path: within the plan's folder, with slashes. nbytes: UNTOLD where nobody knows.

    sha256, git_sha1: digests in hex that it must have, empty where none is known; the second is
    git's, over `blob <length>` and the content.
    """

    path: str
    url: str
    nbytes: int = UNTOLD
    sha256: str = ""
    git_sha1: str = ""

    def __post_init__(self) -> None:
        """Refuse a path that would lead out of its folder: others write these."""
        is_odd = any(one in self.path for one in ("\\", ":", "\0")) or not self.path
        parts = PurePosixPath(self.path).parts
        leads_out = ".." in parts or PurePosixPath(self.path).is_absolute()
        if is_odd or leads_out or any(_is_reserved(part) for part in parts):
            raise InputError(
                tr("The name {name} cannot be a file's.", name=self.path),
                tr("Do not download this: it is damaged, or made to do harm."),
            )
        if not _DIGEST.fullmatch(self.sha256 + self.git_sha1):
            raise ValueError(self.sha256)


@dataclass(frozen=True, slots=True)
class Plan:
    """Files that belong together.

    folder: where they end up. is_new: that folder comes to be with all of them in it, or not at
    all; else each takes its place in it once all are there.
    """

    title: str
    folder: Path
    files: tuple[PlannedFile, ...] = field(default=())
    is_new: bool = True

    @property
    def nbytes(self) -> int:
        """All of it, as far as it is known."""
        return sum(max(0, one.nbytes) for one in self.files)


def _is_reserved(part: str) -> bool:
    """Whether Windows keeps the name for a device."""
    windows = PureWindowsPath(part)
    stem = windows.name.split(".")[0].upper()
    devices = {"CON", "PRN", "AUX", "NUL"}
    return stem in devices or bool(re.fullmatch(r"(COM|LPT)[0-9]", stem))
