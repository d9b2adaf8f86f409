"""Which window of the program has which file open."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from studio.files.locks import FileLock


class Claim:
    """A file is open here; until it is let go of, or the process is gone.

    Claims lie in a folder of the user's, not beside the file: there they would be in the way, and
    a folder that is shared with others may not be ours to write to.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        """Claim it, unless another has."""
        name = hashlib.blake2b(os.path.realpath(path).encode(), digest_size=16).hexdigest()
        self.path = path
        self._lock = FileLock(folder / f"{name}.lock")
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.take()

    @property
    def is_others(self) -> bool:
        """Whether another window that lives has it open; where it had, it is claimed now."""
        try:
            return not self._lock.take()
        except OSError:
            return False  # nobody can tell; a save still sees what others wrote

    def let_go(self) -> None:
        """Leave it to others."""
        self._lock.let_go()
