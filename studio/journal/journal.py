"""The journal of the painting being worked on, written in a thread of its own."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeAlias

from studio.errors import StorageError
from studio.files.stamp import Source
from studio.journal.known import Known
from studio.journal.moment import Moment, Painted
from studio.journal.script import Script
from studio.text import tr

THREAD_NAME = "journal"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Begin:
    """Another painting; `source` says all of it, if a file does."""

    painted: Painted
    source: Source | None


@dataclass(frozen=True, slots=True, eq=False)
class _GoOn:
    """A painting that was recovered."""

    script: Script


@dataclass(frozen=True, slots=True, eq=False)
class _Keep:
    """What would be lost."""

    moment: Moment


@dataclass(frozen=True, slots=True, eq=False)
class _Forget:
    """Nothing would be lost."""


_Task: TypeAlias = _Begin | _GoOn | _Keep | _Forget


class Journal:
    """What is to be had again after a crash. Used on the GUI thread; the work is done in another.

    The thread lives only while there is something to write. Nothing is made on the disk before
    there is something to keep.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._waiting: deque[_Task] = deque()
        self._failed: SimpleQueue[StorageError] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._script = Script(root, None, Known())
        self._outdated: list[Script] = []

    def begin(self, painted: Painted, source: Source | None) -> None:
        """Another painting is worked on, or this one was saved.

        What was kept so far goes with the next `keep` or `forget`, one of which must follow.
        source: the file that says all of `painted`, if one does.
        """
        self._do(_Begin(painted, source))

    def go_on(self, script: Script) -> None:
        """A painting was recovered: go on with its journal."""
        self._do(_GoOn(script))

    def keep(self, moment: Moment) -> None:
        """Write what would be lost; of several that wait, one after another, only the newest."""
        with self._lock:
            if self._waiting and isinstance(self._waiting[-1], _Keep):
                self._waiting.pop()
        self._do(_Keep(moment))

    def forget(self) -> None:
        """There is nothing to lose any more."""
        self._do(_Forget())

    @property
    def is_idle(self) -> bool:
        """Whether all that was given was written, or could not be."""
        with self._lock:
            return self._thread is None

    def failure(self) -> StorageError | None:
        """Why something could not be kept since this was last asked."""
        try:
            return self._failed.get_nowait()
        except Empty:
            return None

    def wait(self) -> None:
        """Until all that was given is on the disk."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Write what waits, and leave it for the next start."""
        self.wait()
        self._script.let_go()

    def _do(self, task: _Task) -> None:
        with self._lock:
            self._waiting.append(task)
            if self._thread is None:
                self._thread = Thread(target=self._work, name=THREAD_NAME)
                self._thread.start()

    def _work(self) -> None:
        try:
            while (task := self._next()) is not None:
                self._try(task)
        except BaseException:
            with self._lock:
                self._thread = None  # a fault of ours is told; the next task finds another thread
            raise

    def _try(self, task: _Task) -> None:
        try:
            self._carry_out(task)
        except OSError as error:
            _log.warning("the journal could not be written", exc_info=error)
            self._failed.put(_told(error))

    def _next(self) -> _Task | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None

    def _carry_out(self, task: _Task) -> None:
        match task:
            case _Begin(painted, source):
                known = Known() if source is None else Known.in_base(painted)
                self._take(Script(self.root, source, known))
            case _GoOn(script):
                self._take(script)
            case _Keep(moment):
                self._script.write(moment)
                self._remove_outdated()
            case _Forget():
                self._script = self._script.emptied()
                self._remove_outdated()

    def _take(self, script: Script) -> None:
        self._outdated.append(self._script)
        self._script = script

    def _remove_outdated(self) -> None:
        while self._outdated:
            self._outdated.pop().remove()


def _told(error: OSError) -> StorageError:
    reason = error.strerror or str(error)
    told = StorageError(
        tr("What you paint cannot be kept safe from a crash: {reason}.", reason=reason),
        tr("Save your painting often, and free some space on the disk of your home folder."),
    )
    told.__cause__ = error
    return told
