"""Which window of the program has which file open."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile


class Claim:
    """A file is open here; until it is let go of, or the process is gone.

    Claims lie in a folder of the user's, not beside the file: there they would be in the way, and
    a folder that is shared with others may not be ours to write to.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        """Claim it, unless another has."""
        name = hashlib.blake2b(os.path.realpath(path).encode(), digest_size=16).hexdigest()
        with suppress(OSError):  # then nobody knows, and a save still sees what others wrote
            folder.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # old is not dead: a painter may be away for days
        self._lock.tryLock(0)

    @property
    def is_others(self) -> bool:
        """Whether another window that lives has it open; where it had, it is claimed now."""
        if self._lock.isLocked() or self._lock.tryLock(0):
            return False
        return self._lock.error() is QLockFile.LockError.LockFailedError

    def let_go(self) -> None:
        """Leave it to others."""
        self._lock.unlock()
