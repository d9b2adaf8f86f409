"""What was done since the last save, kept for the day the program dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from studio.document.document import Document
from studio.errors import StudioError
from studio.generation.request import GenerationRequest
from studio.journal.journal import Journal
from studio.journal.moment import Finished, Moment, painted_of
from studio.journal.script import Script
from studio.session.session import Session
from studio.signals import Signal

# Between one look and the next: what is drawn with a slider is not written sixty times a second.
PAUSE_SECONDS = 0.25
# After something was written: whether it could be, and once more if not.
LOOK_AGAIN_SECONDS = 2.0
# Of this thread's time a twentieth at most. A look at 20 full layers of 4096² takes it 0.06 ms, of
# 16384² 1.7 ms.
_SHARE = 20


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there was to lose when it was last looked at."""

    edits: int
    waiting: tuple[int, ...]
    asked: tuple[int, ...]


class Autosave:
    """Says when there is something to write (`wanted`, in so many seconds), and writes it.

    That is after every edit: no more than the stroke that goes on is lost, and those of the last
    quarter of a second. Where writing takes longer than painting, the newest is written next.
    interrupted: requests that a crash cut off, until somebody runs them or lets them be.
    """

    def __init__(
        self, session: Session, journal: Journal, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.wanted: Signal[float] = Signal()
        self.failed: Signal[StudioError] = Signal()
        self.interrupted: tuple[GenerationRequest, ...] = ()
        self.journal = journal
        self._session = session
        self._clock = clock
        self._free_at = clock()
        self._edits = 0
        self._seen: _Seen | None = None
        self._next: Script | None = None
        self._is_told = self._is_closed = False
        self._listen()
        self._begin()

    def flush(self) -> None:
        """Write what is not on the disk; what goes on just now is left out.

        The thread of the journal does the work: this one takes copies of dicts.
        """
        if self._is_closed:
            return
        start, seen = self._clock(), self._look()
        if self._has_failed() or seen != self._seen:
            self._seen = seen
            self._write()
            self.wanted.emit(LOOK_AGAIN_SECONDS)
        now = self._clock()
        self._free_at = now + max(PAUSE_SECONDS, _SHARE * (now - start))

    def follow(self, script: Script) -> None:
        """The next painting on the easel is one that was recovered: go on with its journal.

        Whoever puts it there flushes when all of it is.
        """
        self._next = script

    def let_be(self) -> None:
        """Do without the requests that a crash cut off."""
        self.interrupted = ()
        self._note()

    def close(self, *, is_clean: bool) -> None:
        """The program ends; clean: the painter saved, or wants it no more."""
        if self._is_closed:
            return
        if is_clean:
            self.journal.forget()
        else:
            self.flush()
        self._is_closed = True
        self.journal.close()

    def _listen(self) -> None:
        session = self._session
        session.filing.state_changed.connect(lambda _: self._on_edited())
        session.filing.saved.connect(lambda _: self._begin())
        # A text is a long time in the making, and is in its layer all the while.
        session.writing.changed.connect(lambda _: self._on_edited())
        session.easel.document_replaced.connect(self._on_replaced)
        session.candidates.changed.connect(lambda _: self._note())
        session.repainting.jobs.changed.connect(lambda _: self._note())

    def _on_edited(self) -> None:
        self._edits += 1
        self._note()

    def _on_replaced(self, _: Document) -> None:
        self.interrupted = ()
        self._begin()

    def _begin(self) -> None:
        """Another painting, or this one as it was saved."""
        script, self._next = self._next, None
        self._seen = None
        if script is not None:
            # Written once all that was recovered is there: what is missing now is not done with.
            self.journal.go_on(script)
            return
        filing, easel = self._session.filing, self._session.easel
        source = None if filing.is_modified else filing.kept.source
        self.journal.begin(painted_of(easel.document, easel.active), source)
        self.flush()

    def _note(self) -> None:
        if not self._is_closed and self._look() != self._seen:
            self.wanted.emit(max(0.0, self._free_at - self._clock()))

    def _look(self) -> _Seen:
        waiting = tuple(int(one.id) for one in self._session.candidates.waiting)
        return _Seen(self._edits, waiting, tuple(map(id, self._asked())))

    def _asked(self) -> tuple[GenerationRequest, ...]:
        jobs = self._session.repainting.jobs.jobs
        begun = (job for job in jobs if not (job.state.is_over or job.is_live))
        return (*self.interrupted, *(job.request for job in begun))

    def _write(self) -> None:
        session, asked = self._session, self._asked()
        waiting = session.candidates.waiting
        is_modified = session.filing.is_modified or session.writing.is_on
        if not (is_modified or waiting or asked):
            self.journal.forget()
            return
        source = session.filing.kept.source
        moment = Moment(
            painted_of(session.easel.document, session.easel.active),
            session.filing.title,
            "" if source is None else str(source.path),
            None if source is None else source.stamp,
            is_modified,
            tuple(Finished(one.request, one.result) for one in waiting),
            asked,
        )
        self.journal.keep(moment)

    def _has_failed(self) -> bool:
        """Whether what was given could not be kept; told once, until it can: a full disk stays."""
        is_idle, failure = self.journal.is_idle, self.journal.failure()
        if failure is not None and not self._is_told:
            self.failed.emit(failure)
        self._is_told = failure is not None or (self._is_told and not is_idle)
        return failure is not None
