"""Replace a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from studio.errors import StorageError
from studio.text import tr

Write: TypeAlias = Callable[[BinaryIO], None]

_LEFTOVER = ".repaint-studio-*.part"
_DAY = 24 * 60 * 60

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}


def replace_file(path: Path, write: Write) -> None:
    """Put what `write` writes in place of the file: all of it, on the disk, or nothing.

    Not QSaveFile: on a full disk that put a truncated file in place of a good one and reported
    success. A Python file raises.

    Raises:
        StorageError: it could not be written; the file from before is untouched, nothing is left.
    """
    try:
        _replace(Path(os.path.realpath(path)), write)
    except OSError as error:
        raise _told(path, error) from error


def _replace(target: Path, write: Write) -> None:
    mode = _mode_of(target)
    temporary = target.with_name(_LEFTOVER.replace("*", secrets.token_hex(6)))
    # "x" and not mkstemp: a new file gets the permissions that the user's umask asks for.
    with temporary.open("xb") as stream:
        try:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            _remove(stream, temporary)
            raise
    _sync_folder(target.parent)
    _sweep(target)


def _mode_of(target: Path) -> int | None:
    """Permissions of the file to replace; None when there is none yet.

    Raises:
        OSError: it may not be replaced. A rename would not ask, it only needs the folder.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _remove(stream: BinaryIO, temporary: Path) -> None:
    """Close first: Windows does not delete an open file; closing may fail as writing did."""
    with suppress(OSError):
        stream.close()
    with suppress(OSError):
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced at all.

    A failure is not told: the file is in place, whole, and cannot be put back.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(target: Path) -> None:
    """Remove what killed saves left here; not today's: another program may be saving now."""
    with suppress(OSError):
        now = target.stat().st_mtime  # by the clock of that disk
        for left in target.parent.glob(_LEFTOVER):
            if now - left.stat().st_mtime > _DAY:
                left.unlink()


def _told(path: Path, error: OSError) -> StorageError:
    name, folder = path.name, path.parent
    if error.errno in _NO_SPACE:
        message = tr("There is no room left to save {name}.", name=name)
        hint = tr("Free some space or save to another disk. Nothing on the disk was changed.")
    elif error.errno in _NO_FOLDER:
        message = tr("The folder {folder} is not there.", folder=folder)
        hint = tr("Save to another folder, or make this one first.")
    elif error.errno == errno.EISDIR:
        message = tr("{name} is a folder.", name=name)
        hint = tr("Save under another name.")
    elif error.errno in _NOT_ALLOWED:
        message = tr("{name} may not be written.", name=name)
        hint = tr("It, its folder or its disk is read-only. Save under another name or elsewhere.")
    else:
        reason = error.strerror or str(error)
        message = tr("{name} could not be saved: {reason}.", name=name, reason=reason)
        hint = tr("Save under another name or to another disk. Nothing on the disk was changed.")
    return StorageError(message, hint)
