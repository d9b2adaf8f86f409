"""One program a user: a second start hands its files to the first."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLockFile

from studio.foreign_json import read_json

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

Paths = tuple[Path, ...]

# What the first needs to build its window, before it listens.
PATIENCE = 3.0
_STEP, _STEP_MS = 0.05, 500
_MOST_BYTES = 1 << 20
# Names of sockets are short: 104 bytes on macOS.
_LONGEST_NAME = 100
_THANKS = b"ok\n"


class SingleInstance:
    """The lock of a user's folder: who holds it is the first, and listens to the others.

    A lock whose program died counts for nothing; where none can be made, everybody is the first.
    """

    def __init__(self, folder: Path) -> None:
        self._name = _name_in(folder)
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "instance.lock"))
        self._lock.setStaleLockTime(0)
        held = self._lock.tryLock(0)
        self.is_first = held or self._lock.error() is not QLockFile.LockError.LockFailedError
        self._server: QLocalServer | None = None

    def hand_over(self, paths: Sequence[Path], patience: float = PATIENCE) -> bool:
        """Let the first open these; False when it does not answer in time (s)."""
        # Not above: the first start has no need of it until its window is there.
        from PySide6.QtNetwork import QLocalSocket

        app = QCoreApplication.instance() or QCoreApplication([])
        until = time.monotonic() + patience
        socket = QLocalSocket()
        while True:
            socket.connectToServer(self._name)
            if socket.waitForConnected(_STEP_MS):
                break
            if time.monotonic() > until:
                return False
            time.sleep(_STEP)
        socket.write(json.dumps([str(path) for path in paths]).encode() + b"\n")
        socket.waitForBytesWritten(_STEP_MS)
        is_taken = _line_from(socket, until) == _THANKS
        socket.abort()
        del app
        return is_taken

    def listen(self, take: Callable[[Paths], object]) -> bool:
        """Take what later starts hand over; False when it cannot."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # Left by a program that died: nobody else is there, as the lock is ours.
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            return False
        server.newConnection.connect(lambda: _serve(server, take))
        self._server = server
        return True

    def close(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def _serve(server: QLocalServer, take: Callable[[Paths], object]) -> None:
    socket = server.nextPendingConnection()

    def read() -> None:
        if socket.bytesAvailable() > _MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            line = bytes(socket.readLine().data())
            socket.write(_THANKS)
            socket.flush()
            take(_paths_of(line))

    socket.readyRead.connect(read)
    socket.disconnected.connect(socket.deleteLater)
    read()


def _paths_of(line: bytes) -> Paths:
    """What was handed over; nothing where it is not understood."""
    try:
        found = read_json(line)
    except ValueError:
        return ()
    if not isinstance(found, list):
        return ()
    return tuple(Path(one) for one in found if isinstance(one, str))


def _line_from(socket: QLocalSocket, until: float) -> bytes:
    while not socket.canReadLine() and time.monotonic() < until:
        if not socket.waitForReadyRead(_STEP_MS) and not socket.isValid():
            break
    return bytes(socket.readLine().data())


def _name_in(folder: Path) -> str:
    """Of the folder itself, where nobody else may write, if the system has room for its name."""
    place = str(folder / "instance.socket")
    if sys.platform != "win32" and len(place.encode()) <= _LONGEST_NAME:
        return place
    return f"repaint-studio-{hashlib.sha256(place.encode()).hexdigest()[:16]}"
