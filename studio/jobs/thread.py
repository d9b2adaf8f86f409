"""The thread that the engine lives on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtCore import Signal as QtSignal

from studio.generation.engine import Cancelled, Engine, EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.request import GenerationRequest, JobId
from studio.jobs.job import GenerationJob
from studio.jobs.reports import Failed, Finished, Loads, Report, RunsOn, Stepped, Stopped
from studio.jobs.serving import told_as_engine_errors
from studio.preview.mailbox import PreviewMailbox
from studio.signals import Signal

_STACK = 16 << 20


@dataclass(frozen=True, slots=True, eq=False)
class _Ticket:
    """What both threads know of one job: all else stays on its own side."""

    id: JobId
    request: GenerationRequest
    unwanted: threading.Event = field(default_factory=threading.Event)
    mailbox: PreviewMailbox = field(default_factory=PreviewMailbox)


@dataclass(frozen=True, slots=True)
class _Unload:
    """Nothing to serve: the engine's memory is wanted back."""


@dataclass(frozen=True, slots=True)
class _NewStep:
    """A step waits in the mailbox of this job."""

    id: JobId


class EngineThread(QThread):
    """Serves one job after another; the engine is built, used and dropped on this thread.

    told: every report, on the thread that made this object.
    """

    _posted = QtSignal(object)

    def __init__(self, make_engine: Callable[[], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.told: Signal[Report] = Signal()
        self._make_engine = make_engine
        self._engine: Engine | None = None
        self._tickets: SimpleQueue[_Ticket | _Unload | None] = SimpleQueue()
        self._open: dict[JobId, _Ticket] = {}
        # Torch wants more stack than the half megabyte that macOS gives a thread.
        self.setStackSize(_STACK)
        # The object lives on the thread that made it, so that queued calls arrive there.
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def submit(self, job: GenerationJob) -> None:
        """Serve this job after those submitted before; the first one starts the thread."""
        ticket = _Ticket(job.id, job.request)
        self._open[job.id] = ticket
        self._tickets.put(ticket)
        if not self.isRunning():
            self.start()

    def cancel(self, id: JobId) -> None:  # noqa: A002
        """Stop a job at the engine's next look; `Stopped` is told when it has."""
        if id in self._open:
            self._open[id].unwanted.set()

    def unload(self) -> None:
        """Give back all memory after the jobs submitted so far; the next one builds an engine."""
        if self.isRunning():
            self._tickets.put(_Unload())

    def close(self) -> None:
        """Stop what runs, end the thread and wait for it; nothing is told from now on."""
        for ticket in self._open.values():
            ticket.unwanted.set()
        self._open.clear()
        self._tickets.put(None)
        self.wait()

    def _on_posted(self, report: Report | _NewStep) -> None:
        ticket = self._open.get(report.id)
        if ticket is None:  # closed meanwhile
            return
        if isinstance(report, _NewStep):
            step = ticket.mailbox.take()
            if step is not None:
                self.told.emit(Stepped(report.id, step))
            return
        if isinstance(report, Finished | Failed | Stopped):
            del self._open[report.id]
        self.told.emit(report)

    def _serve(self, ticket: _Ticket) -> Report:
        try:
            with told_as_engine_errors():
                return Finished(ticket.id, self._generate(ticket))
        except Cancelled:
            return Stopped(ticket.id)
        except EngineError as error:
            if error.kind is EngineErrorKind.crashed:
                # Whatever state it is in, the next job gets a fresh one.
                self._let_go()
            return Failed(ticket.id, error)

    def _generate(self, ticket: _Ticket) -> Result:
        watch = _Watch(ticket, self._posted.emit)
        watch.check()
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine.generate(ticket.request, watch)

    def _let_go(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def run(self) -> None:
        """The loop, on the engine's thread; idle for as long as was asked for, it lets go."""
        patience: float | None = None
        while (ticket := self._next(patience)) is not None:
            if isinstance(ticket, _Unload):
                self._let_go()
                patience = None
            else:
                self._posted.emit(self._serve(ticket))
                patience = 60.0 * ticket.request.hardware.idle_minutes or None
        self._let_go()

    def _next(self, patience: float | None) -> _Ticket | _Unload | None:
        try:
            return self._tickets.get(timeout=patience)
        except Empty:
            return _Unload()


class _Watch:
    """Watches one job for the engine's thread (`generation.engine.Watch`)."""

    def __init__(self, ticket: _Ticket, post: Callable[[Report | _NewStep], None]) -> None:
        self._ticket = ticket
        self._post = post

    def loading(self, event: Loading) -> None:
        self._post(Loads(self._ticket.id, event))

    def hardware(self, event: Hardware) -> None:
        self._post(RunsOn(self._ticket.id, event))

    def step(self, event: Step) -> None:
        # One call at most is on its way to the canvas: a slow one skips, never falls behind.
        if self._ticket.mailbox.put(event):
            self._post(_NewStep(self._ticket.id))

    def check(self) -> None:
        if self._ticket.unwanted.is_set():
            raise Cancelled
