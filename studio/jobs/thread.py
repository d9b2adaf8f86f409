"""The thread that the engine lives on."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtCore import Signal as QtSignal

from studio.generation.engine import Cancelled, Engine, EngineError, EngineErrorKind
from studio.generation.events import Loading, Step
from studio.generation.request import GenerationRequest, JobId
from studio.jobs.job import GenerationJob
from studio.jobs.reports import Failed, Finished, Loads, Report, Stepped, Stopped
from studio.preview.mailbox import PreviewMailbox
from studio.signals import Signal
from studio.text import tr

_log = logging.getLogger(__name__)
_STACK = 16 << 20


@dataclass(frozen=True, slots=True, eq=False)
class _Ticket:
    """What both threads know of one job: all else stays on its own side."""

    id: JobId
    request: GenerationRequest
    unwanted: threading.Event = field(default_factory=threading.Event)
    mailbox: PreviewMailbox = field(default_factory=PreviewMailbox)


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
        self._tickets: SimpleQueue[_Ticket | None] = SimpleQueue()
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
            if ticket.unwanted.is_set():
                return Stopped(ticket.id)
            if self._engine is None:
                self._engine = self._make_engine()
            result = self._engine.generate(ticket.request, _Watch(ticket, self._posted.emit))
            return Finished(ticket.id, result)
        except Cancelled:
            return Stopped(ticket.id)
        except EngineError as error:
            _free_frames(error)
            return Failed(ticket.id, error)
        except Exception as error:  # noqa: BLE001 - one of the two places that may
            _log.exception("The engine crashed in job %d", ticket.id)
            # Whatever state it is in, the next job gets a fresh one.
            self._engine = None
            _free_frames(error)
            return Failed(ticket.id, _crash_of(error))

    def run(self) -> None:
        """The loop, on the engine's thread."""
        while (ticket := self._tickets.get()) is not None:
            self._posted.emit(self._serve(ticket))
        self._engine = None


class _Watch:
    """Watches one job for the engine's thread (`generation.engine.Watch`)."""

    def __init__(self, ticket: _Ticket, post: Callable[[Report | _NewStep], None]) -> None:
        self._ticket = ticket
        self._post = post

    def loading(self, event: Loading) -> None:
        self._post(Loads(self._ticket.id, event))

    def step(self, event: Step) -> None:
        # One call at most is on its way to the canvas: a slow one skips, never falls behind.
        if self._ticket.mailbox.put(event):
            self._post(_NewStep(self._ticket.id))

    def check(self) -> None:
        if self._ticket.unwanted.is_set():
            raise Cancelled


def _crash_of(error: Exception) -> EngineError:
    crash = EngineError(
        EngineErrorKind.crashed,
        tr("The engine crashed: {reason}.", reason=str(error) or type(error).__name__),
        tr("Your painting is untouched. Try again; the log has the details."),
    )
    crash.__cause__ = error
    return crash


def _free_frames(error: BaseException) -> None:
    """Let go of what the failed calls held: a traceback keeps whole models in memory."""
    links: list[BaseException | None] = [error]
    seen: set[int] = set()
    while links:
        one = links.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            traceback.clear_frames(one.__traceback__)
            links += [one.__cause__, one.__context__]
