"""Whether a process that says nothing is busy or frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

# Seconds of silence: until it is asked, until the system is, and until it must have done something.
ASK = 0.3
LOOK = 0.6
PATIENCE = 10.0
# What one wait counts at most: while the app itself stood still (a laptop asleep, Ctrl+Z), so did
# the child.
_MOST = 0.1


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the system says of a process; cpu: seconds it has computed so far."""

    is_stopped: bool
    cpu: float


def vitals_of(pid: int) -> Vitals | None:
    """As they are now; None when there is no such process, or it may not be looked at."""
    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        return Vitals(process.status() == psutil.STATUS_STOPPED, times.user + times.system)
    except psutil.Error:
        return None


@dataclass(slots=True)
class Pulse:
    """Counts the silence. A library being imported may hold a process's only voice for seconds.

    So silence alone proves nothing: it is frozen when the system has stopped it, or when it neither
    spoke nor computed for ten seconds.
    """

    look: Callable[[], Vitals | None]
    _silence: float = 0.0
    _looked: float = 0.0
    _asked: bool = False
    _idle_since: float = 0.0
    _cpu: float = field(default=-1.0)

    def heard(self) -> None:
        """It spoke."""
        self._silence = self._looked = self._idle_since = 0.0
        self._asked = False

    def waited(self, seconds: float) -> None:
        """It said nothing for so long."""
        self._silence += min(seconds, _MOST)

    def should_ask(self) -> bool:
        """Whether it is time to ask it for a word; true once in a silence."""
        is_time = self._silence >= ASK and not self._asked
        self._asked = self._asked or is_time
        return is_time

    def is_frozen(self) -> bool:
        """Whether it will not speak again."""
        if self._silence < max(LOOK, self._looked + ASK):
            return False
        self._looked = self._silence
        vitals = self.look()
        if vitals is None:
            return False  # it has ended: its pipe tells
        if vitals.cpu != self._cpu:
            self._cpu, self._idle_since = vitals.cpu, self._silence
        return vitals.is_stopped or self._silence - self._idle_since >= PATIENCE
