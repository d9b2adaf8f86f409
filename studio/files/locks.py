"""Locks that the system itself takes away from a process that is gone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """A file that one process at a time holds, told from one that merely lies there.

    Not QLockFile: that asks whether a process of the number written in it lives, and after a crash
    in a container, where numbers begin anew, that is the one that asks.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether we hold it."""
        return self._descriptor is not None

    def take(self) -> bool:
        """Hold it; False where another does.

        Raises:
            OSError: no such file can be made or locked there.
        """
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            is_free = _lock(descriptor) and self._is_there(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        if is_free:
            self._descriptor = descriptor
        else:
            os.close(descriptor)
        return is_free

    def let_go(self) -> None:
        """Leave it to others."""
        if self._descriptor is None:
            return
        if sys.platform != "win32":  # there an open file cannot be removed
            with suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = None

    def _is_there(self, descriptor: int) -> bool:
        """Whether it was not removed by the one before between our opening and locking it."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
