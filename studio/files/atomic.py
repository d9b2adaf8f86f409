"""Replace a file whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from studio.errors import StorageError
from studio.text import tr

Write: TypeAlias = Callable[[BinaryIO], None]

_LEFTOVER = ".repaint-studio-*.part"
# After the name, as other programs have it, so that file managers know it for one and hide it.
_BACKUP = "~"
_DAY = 24 * 60 * 60

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}


def replace_file(path: Path, write: Write, *, keeps_backup: bool = False) -> None:
    """Put what `write` writes in place of the file: all of it, on the disk, or nothing.

    keeps_backup: what it was stays beside it, as `backup_of` names it.

    Not QSaveFile: on a full disk that put a truncated file in place of a good one and reported
    success. A Python file raises.

    Raises:
        StorageError: it could not be written; the file from before is untouched, nothing is left.
    """
    try:
        _replace(Path(os.path.realpath(path)), write, keeps_backup=keeps_backup)
    except OSError as error:
        raise _told(path, error) from error


def backup_of(path: Path) -> Path:
    """Where the version before the last save is kept."""
    real = Path(os.path.realpath(path))
    return real.with_name(real.name + _BACKUP)


def sweep(folder: Path) -> None:
    """Remove what killed saves left in a folder.

    At once where the process that wrote it is known to be gone; else a day later, by the clock of
    that disk: another machine may be saving there now.
    """
    with suppress(OSError):
        left = tuple(folder.glob(_LEFTOVER))
        if left:
            now = _time_on(folder)
            for one in left:
                if _is_dead(one) or now - one.stat().st_mtime > _DAY:
                    one.unlink()


def _replace(target: Path, write: Write, *, keeps_backup: bool) -> None:
    mode = _mode_of(target)
    temporary = _temporary_for(target)
    # "x" and not mkstemp: a new file gets the permissions that the user's umask asks for.
    with temporary.open("xb") as stream:
        try:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            if mode is not None:
                temporary.chmod(mode)
            if keeps_backup and mode is not None:
                _keep_backup(target)
            temporary.replace(target)
        except BaseException:
            _remove(stream, temporary)
            raise
    sync_folder(target.parent)
    sweep(target.parent)


def _temporary_for(target: Path) -> Path:
    name = f"{_here()}-{os.getpid()}-{secrets.token_hex(6)}"
    return target.with_name(_LEFTOVER.replace("*", name))


def _here() -> str:
    """This machine, as far as names of processes are concerned."""
    return hashlib.blake2b(platform.node().encode(), digest_size=4).hexdigest()


def _is_dead(left: Path) -> bool:
    """Whether the process that wrote it ran here and is gone; ours never leaves one on purpose."""
    parts = left.stem.removeprefix(".repaint-studio-").split("-")
    if len(parts) != 3 or parts[0] != _here() or not parts[1].isdecimal():
        return False
    import psutil  # 8 ms, and hardly ever needed

    return not psutil.pid_exists(int(parts[1]))


def _time_on(folder: Path) -> float:
    """What time it is by the clock of a disk, which may be another machine's."""
    with tempfile.TemporaryFile(dir=folder) as stream:
        return os.fstat(stream.fileno()).st_mtime


def _keep_backup(target: Path) -> None:
    """Give the file a second name; one that cannot have it is saved all the same.

    A copy where there are no links, as on a memory card: never a moment without the file.
    """
    second = _temporary_for(target)
    with suppress(OSError):
        try:
            try:
                os.link(target, second)
            except OSError:
                shutil.copy2(target, second)
            second.replace(backup_of(target))
        except OSError:
            second.unlink(missing_ok=True)
            raise


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


def sync_folder(folder: Path) -> None:
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
