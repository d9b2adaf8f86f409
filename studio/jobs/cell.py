"""What a process does against a file that it is about to open. Each measure holds by itself."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER
_ROOM = 2 << 30
# What Python tells of before it does it (PEP 578), by the beginning of its name.
_NEVER = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
    *("os.startfile", "os.kill", "pty.", "ctypes.", "winreg.", "webbrowser.", "compile", "exec"),
    *("os.putenv", "sys.addaudithook", "gc.", "code.__new__", "function.__new__"),
)
_CHANGES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "shutil."),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class NotAllowedError(Exception):
    """Something was tried that this process gave up."""


def leave_network() -> None:
    """On Linux, into an empty network, where the kernel lets a process go; before any thread."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            unshare = ctypes.CDLL(None).unshare
            if unshare(_NEW_NETWORK):
                unshare(_NEW_NETWORK | _NEW_USER)


def shut_in(place: Path, nbytes: int) -> None:
    """For good: no network, no program, no code from data, no file changed but in `place`.

    nbytes: of the file that is opened; memory and what is written are held to a few times that.
    """
    _limit(nbytes)
    sys.addaudithook(partial(_refuse, os.path.realpath(place)))


def _limit(nbytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: 3 * nbytes + _ROOM,
        resource.RLIMIT_FSIZE: 2 * nbytes + (64 << 20),
    }
    for kind, most in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _refuse(place: str, event: str, told: tuple[object, ...]) -> None:
    is_change = event.startswith(_CHANGES) or (event == "open" and _is_writing(told))
    if event.startswith(_NEVER) or (is_change and not _is_in(place, told)):
        raise NotAllowedError(event)


def _is_writing(told: tuple[object, ...]) -> bool:
    mode, flags = told[1], told[2]
    writes = isinstance(mode, str) and any(one in mode for one in "wax+")
    return writes or (isinstance(flags, int) and bool(flags & _WRITES))


def _is_in(place: str, told: tuple[object, ...]) -> bool:
    path = told[0] if told else None
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    return isinstance(path, str) and os.path.realpath(path).startswith(place + os.sep)
