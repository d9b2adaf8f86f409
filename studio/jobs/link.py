"""The engine's own process, seen from the app."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import time
from collections.abc import Callable
from functools import partial

from studio.generation.engine import Engine
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.wire import (
    Begun,
    Failure,
    FromEngine,
    Logged,
    Message,
    Ping,
    Ready,
    Stopped,
    ToEngine,
    pack,
    peek,
    unpack,
)
from studio.jobs.child import serve
from studio.jobs.pulse import Pulse, vitals_of
from studio.text import tr

# Between two looks at whether the job is still wanted, in seconds: each costs 70 µs.
TICK = 0.02
_SPAWN = multiprocessing.get_context("spawn")


class LostError(Exception):
    """The process has ended, or will not answer; str() is a sentence for the user."""


class Link:
    """A child process and the pipe to it; used on one thread.

    is_ready: its engine is built. is_loading: it is making a model ready, which nothing interrupts.
    """

    def __init__(self, make_engine: Callable[[], Engine]) -> None:
        """Start it: `make_engine` is pickled, and called there."""
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=serve, args=(theirs, make_engine), name="repaint-studio-engine", daemon=True
        )
        self._process.start()
        theirs.close()  # or its end would not be noticed
        self._pulse = Pulse(partial(vitals_of, self.pid))
        self.is_ready = False
        self.is_loading = False

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process.pid is not None
        return self._process.pid

    def say(self, job: int, message: ToEngine) -> None:
        """Tell it.

        Raises:
            LostError: it has ended.
        """
        self.say_packed(pack(job, message))

    def say_packed(self, said: bytes) -> None:
        """Tell it what is in bytes already.

        Raises:
            LostError: it has ended.
        """
        try:
            self._connection.send_bytes(said)
        except OSError:
            raise LostError(self._last_words()) from None

    def hear(self, job: int, memory: memoryview | None = None) -> FromEngine | None:
        """What it says next about a job; None when it says nothing about that for a tick.

        memory: where that job's arrays are.

        Raises:
            LostError: it has ended, or is frozen.
        """
        started = time.monotonic()
        try:
            if not self._connection.poll(TICK):
                self._wait_on(time.monotonic() - started)
                return None
            said = self._connection.recv_bytes()
        except (EOFError, OSError):
            raise LostError(self._last_words()) from None
        self._pulse.heard()
        about, kind = peek(said)
        if about:
            self.is_loading = kind is Loading
        # What it still says about a job that was left behind is in memory that is gone.
        return self._noted(unpack(said, memory)[1]) if about in (0, job) else None

    def close(self) -> None:
        """End it now: there is nothing in it worth a wait."""
        self._connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _wait_on(self, seconds: float) -> None:
        self._pulse.waited(seconds)
        if self._pulse.should_ask():
            self.say(0, Ping())
        if self._pulse.is_frozen():
            raise LostError(tr("The engine stopped answering."))

    def _noted(self, message: Message) -> FromEngine | None:
        """Keep in mind what is about no job, and pass on the rest."""
        match message:
            case Ready():
                self.is_ready = True
            case Logged(level, name, text):
                logging.getLogger(name).log(level, "%s", text)
            case Begun() | Hardware() | Loading() | Step() | Result() | Failure() | Stopped():
                return message
        return None

    def _last_words(self) -> str:
        self._process.join(1.0)
        code = self._process.exitcode
        if code is not None and -code in set(signal.Signals):
            return _words_for(signal.Signals(-code))
        return tr("The engine ended unexpectedly.")


def _words_for(ended_by: signal.Signals) -> str:
    if ended_by.name == "SIGKILL":
        return tr("The engine was ended by the system or by someone, perhaps for lack of memory.")
    return tr("The engine crashed ({name}).", name=ended_by.name)
