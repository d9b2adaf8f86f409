"""Who looks on while something is fetched, and may end it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from studio.downloads.line import Line

_BETWEEN = 0.12


class Stopped(BaseException):
    """It was asked to stop; what has arrived is kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """done, total: bytes; speed: bytes per second. name: of the file it is at."""

    done: int
    total: int
    speed: float = 0.0
    name: str = ""


class DownloadWatch(Protocol):
    """What a download asks of who looks on."""

    def check(self) -> None:
        """Raises Stopped when it is unwanted."""

    def wait(self, seconds: float) -> None:
        """Let that time pass; raises Stopped when it is unwanted."""

    def arrived(self, nbytes: int) -> None:
        """So many bytes more; negative when some are thrown away."""

    def at(self, name: str) -> None:
        """Which file it is at."""


@dataclass(slots=True, eq=False)
class Wanted:
    """Watches one download; `stop` and the line are for another thread (`DownloadWatch`)."""

    total: int
    tell: Callable[[Progress], object]
    line: Line = field(default_factory=Line)
    clock: Callable[[], float] = time.monotonic
    _end: threading.Event = field(default_factory=threading.Event)
    _done: int = 0
    _name: str = ""
    _told: float = float("-inf")
    _before: tuple[float, int] | None = None
    _speed: float = 0.0

    def stop(self) -> None:
        """Have it end now, even amid waiting."""
        self._end.set()
        self.line.hang_up()

    def check(self) -> None:
        """As `DownloadWatch` says."""
        if self._end.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """As `DownloadWatch` says."""
        if self._end.wait(seconds):
            raise Stopped

    def at(self, name: str) -> None:
        """As `DownloadWatch` says."""
        self._name = name
        self._say()

    def arrived(self, nbytes: int) -> None:
        """As `DownloadWatch` says; told on at most eight times a second."""
        self._done += nbytes
        if self.clock() - self._told >= _BETWEEN:
            self._say()

    def _say(self) -> None:
        self._told = now = self.clock()
        if self._before is None or self._done < self._before[1]:
            self._before = (now, self._done)
        since, then = self._before
        if now - since >= 1.0:
            latest = (self._done - then) / (now - since)
            self._speed = latest if not self._speed else 0.5 * (self._speed + latest)
            self._before = (now, self._done)
        self.tell(Progress(self._done, self.total, self._speed, self._name))
