"""Whether what arrived is what was meant."""

from __future__ import annotations

import hashlib
from pathlib import Path

from studio.downloads.plan import PlannedFile
from studio.downloads.watch import DownloadWatch

_PIECE = 1 << 22


class Digests:
    """Those of one file, kept while it grows."""

    def __init__(self, file: PlannedFile) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        # Git's, and not for safety: the hub tells no other one of small files.
        self._sha1 = hashlib.sha1(f"blob {file.nbytes}\0".encode(), usedforsecurity=False)

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        if self._file.sha256:
            self._sha256.update(piece)
        if self._file.git_sha1:
            self._sha1.update(piece)

    def read(self, part: Path, watch: DownloadWatch) -> None:
        """Those that arrived before."""
        if not self.are_known:
            return
        with part.open("rb") as file:
            while piece := file.read(_PIECE):
                watch.check()
                self.add(piece)

    @property
    def are_known(self) -> bool:
        """Whether there is anything to compare with."""
        return bool(self._file.sha256 or self._file.git_sha1)

    @property
    def fit(self) -> bool:
        """Whether all that was added is what was meant."""
        wanted = ((self._file.sha256, self._sha256), (self._file.git_sha1, self._sha1))
        return all(not told or told == found.hexdigest() for told, found in wanted)
