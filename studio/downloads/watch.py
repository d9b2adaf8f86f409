"""Who looks on while something is fetched, and may end it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from studio.downloads.line import Line


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
    """Watches one download on its thread (`DownloadWatch`); `stop` and `take` are for another.

    tell: called when there is something new to take, and not again before it is taken.
    """

    total: int
    tell: Callable[[], object]
    line: Line = field(default_factory=Line)
    clock: Callable[[], float] = time.monotonic
    _end: threading.Event = field(default_factory=threading.Event)
    _latest: Progress = Progress(0, 0)
    _is_told: bool = False
    _before: tuple[float, int] | None = None

    def stop(self) -> None:
        """Have it end now, even amid waiting."""
        self._end.set()
        self.line.hang_up()

    def take(self) -> Progress:
        """How far it is."""
        self._is_told = False
        return self._latest

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
        self._say(replace(self._latest, name=name))

    def arrived(self, nbytes: int) -> None:
        """As `DownloadWatch` says."""
        done = self._latest.done + nbytes
        self._say(replace(self._latest, done=done, total=self.total, speed=self._speed_at(done)))

    def _say(self, progress: Progress) -> None:
        self._latest = progress
        if not self._is_told:
            self._is_told = True
            self.tell()

    def _speed_at(self, done: int) -> float:
        """Over the last second, softened by those before."""
        now, speed = self.clock(), self._latest.speed
        if self._before is None or done < self._before[1]:
            self._before = (now, done)
        since, then = self._before
        if now - since >= 1.0:
            self._before = (now, done)
            latest = (done - then) / (now - since)
            return 0.5 * (speed + latest) if speed else latest
        return speed
