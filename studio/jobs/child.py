"""The engine's own process, seen from within: asked and watched over a pipe.

Its main thread serves; another one listens, so that it answers while a step takes its time.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue

from studio.generation.engine import Cancelled, Engine, EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.wire import (
    Ask,
    Begun,
    Cancel,
    Failure,
    FromEngine,
    Keep,
    Logged,
    Ping,
    Pong,
    Ready,
    Seen,
    Stopped,
    asked_memory,
    pack,
    unpack,
)
from studio.jobs.serving import told_as_engine_errors
from studio.jobs.slate import Slate, attach_slate, picture_bytes

# Asked for nothing for so long, it ends and gives back all memory; the next job starts another.
IDLE_SECONDS = 20 * 60.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def serve(connection: Connection, make_engine: Callable[[], Engine]) -> None:
    """The whole life of the process."""
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the app to answer
    if sys.stderr is not None:
        faulthandler.enable()
    line = _Line(connection)
    logging.getLogger().addHandler(_LogToApp(line))
    desk: SimpleQueue[_Ticket] = SimpleQueue()
    threading.Thread(target=_listen, args=(line, desk), daemon=True).start()
    worker = _Worker(line, make_engine)
    worker.prepare()
    with suppress(Empty):
        while True:
            worker.serve(desk.get(timeout=IDLE_SECONDS))


def _die_with_parent() -> None:
    """On Linux the kernel sees to it, whatever state this process is in; elsewhere, the pipe."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


class _Line:
    """The pipe to the app; any thread may speak, one listens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def say(self, job: int, message: FromEngine, keep: Keep | None = None) -> None:
        """Tell the app; without an app there is nothing to live for."""
        said = pack(job, message, keep) if keep else pack(job, message)
        try:
            with self._lock:
                self._connection.send_bytes(said)
        except OSError:
            os._exit(0)

    def hear(self) -> bytes | None:
        """What the app says next; None when there is none any more."""
        try:
            return self._connection.recv_bytes()
        except (EOFError, OSError):
            return None


class _Ticket:
    """One job as both threads know it; the worker's engine has it for a watch."""

    def __init__(self, job: int, asked: Ask, slate: Slate | None, line: _Line) -> None:
        self.job = job
        self.request = asked.request
        self.unwanted = threading.Event()
        self._slate = slate
        self._line = line
        self._lock = threading.Lock()
        self._is_on_its_way = False
        self._newest: Step | None = None

    def loading(self, event: Loading) -> None:
        """Pass it on (`generation.engine.Watch`)."""
        self._line.say(self.job, event)

    def hardware(self, event: Hardware) -> None:
        """Pass it on."""
        self._line.say(self.job, event)

    def step(self, event: Step) -> None:
        """Pass it on, unless one is on its way: then the newest follows, and none queue."""
        with self._lock:
            if self._is_on_its_way:
                self._newest = event
            else:
                self._is_on_its_way = True
                self._line.say(self.job, event, self._place(0))

    def check(self) -> None:
        """Whether it is still wanted."""
        if self.unwanted.is_set():
            raise Cancelled

    def seen(self) -> None:
        """The app took the step."""
        with self._lock:
            step, self._newest = self._newest, None
            self._is_on_its_way = step is not None
            if step is not None:
                self._line.say(self.job, step, self._place(0))

    def end(self, message: Result | Failure | Stopped) -> None:
        """Say how it ended, after its last step."""
        with self._lock:
            if isinstance(message, Result) and self._newest is not None:
                # Within the message: its place is taken.
                self._line.say(self.job, self._newest)
            self._newest = None
            self._line.say(self.job, message, self._place(1))
            if self._slate is not None:
                self._slate.close()
                self._slate = None

    def _place(self, index: int) -> Keep | None:
        if self._slate is None:
            return None
        nbytes = picture_bytes(self.request)
        return self._slate.shelf(index * nbytes, nbytes).keep


class _Worker:
    """Serves on the main thread, one job at a time."""

    def __init__(self, line: _Line, make_engine: Callable[[], Engine]) -> None:
        self._line = line
        self._make_engine = make_engine
        self._engine: Engine | None = None

    def prepare(self) -> None:
        """Build the engine before it is asked for; what fails now is told to the first job."""
        # A fifth of the time would go into collections that find nothing: what an import makes
        # stays, and need not be looked at later either.
        gc.disable()
        with suppress(EngineError), told_as_engine_errors():
            self._built()
            self._line.say(0, Ready())
        gc.freeze()
        gc.enable()

    def serve(self, ticket: _Ticket) -> None:
        """Do a job and tell how it ended."""
        try:
            with told_as_engine_errors():
                ticket.check()
                engine = self._built()
                self._line.say(ticket.job, Begun())
                ticket.end(engine.generate(ticket.request, ticket))
        except Cancelled:
            ticket.end(Stopped())
        except EngineError as error:
            if error.kind is EngineErrorKind.crashed:
                self._engine = None
            ticket.end(Failure.of(error))

    def _built(self) -> Engine:
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine


def _listen(line: _Line, desk: SimpleQueue[_Ticket]) -> None:
    """Hear the app out; when it has ended, or says what makes no sense, so does this process."""
    try:
        ticket: _Ticket | None = None
        while (said := line.hear()) is not None:
            if asked_memory(said) is None:
                _answer(said, line, ticket)
            else:
                ticket = _take(said, line, desk)
    finally:
        os._exit(1)


def _answer(said: bytes, line: _Line, ticket: _Ticket | None) -> None:
    job, message = unpack(said)
    if isinstance(message, Ping):
        line.say(job, Pong())
    elif ticket is not None and ticket.job == job:
        if isinstance(message, Seen):
            ticket.seen()
        elif isinstance(message, Cancel):
            ticket.unwanted.set()


def _take(said: bytes, line: _Line, desk: SimpleQueue[_Ticket]) -> _Ticket | None:
    """Put a job on the desk; None when it is unwanted already and its memory gone."""
    name = asked_memory(said)
    try:
        slate = attach_slate(name) if name else None
    except FileNotFoundError:
        return None
    job, asked = unpack(said, slate.bytes if slate else None)
    assert isinstance(asked, Ask)
    ticket = _Ticket(job, asked, slate, line)
    desk.put(ticket)
    return ticket


class _LogToApp(logging.Handler):
    """What goes wrong here is written to the app's log."""

    def __init__(self, line: _Line) -> None:
        super().__init__(logging.WARNING)
        self._line = line

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a line on, its traceback within."""
        self._line.say(0, Logged(record.levelno, record.name, self.format(record)))
