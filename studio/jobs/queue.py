"""The jobs in their order: one runs, the others wait."""

from __future__ import annotations

import itertools

from studio.generation.hardware import Hardware
from studio.generation.request import GenerationRequest, JobId
from studio.jobs.job import GenerationJob, JobState
from studio.jobs.reports import Failed, Finished, Loads, Report, RunsOn, Stepped, Stopped
from studio.jobs.thread import EngineThread
from studio.signals import Signal

_REMEMBERED = 20


class JobQueue:
    """Hands one job at a time to the engine's thread; used on the GUI thread only.

    changed: its state, what is being loaded, or its place. stepped: `job.step` is newer. finished,
    failed: after `changed`, once for each such job. hardware_changed: `hardware` is another. The
    last twenty that are over are remembered, of live ones the last.
    """

    def __init__(self, thread: EngineThread) -> None:
        self.changed: Signal[JobId] = Signal()
        self.stepped: Signal[JobId] = Signal()
        self.finished: Signal[JobId] = Signal()
        self.failed: Signal[JobId] = Signal()
        self.hardware_changed: Signal[None] = Signal()
        self._thread = thread
        self._ids = itertools.count(1)
        self._over: list[GenerationJob] = []
        self._waiting: list[GenerationJob] = []
        # Given to the thread; when it is cancelled already, the thread is still stopping it.
        self._given: GenerationJob | None = None
        self._hardware: Hardware | None = None
        self._is_paused = False
        self._is_closed = False
        thread.told.connect(self._on_told)

    @property
    def jobs(self) -> tuple[GenerationJob, ...]:
        """Those that are over, the one that runs, those that wait in their order."""
        running = [self._given] if self._given and not self._given.state.is_over else []
        return (*self._over, *running, *self._waiting)

    @property
    def is_paused(self) -> bool:
        """Whether no further job is begun."""
        return self._is_paused

    @property
    def hardware(self) -> Hardware | None:
        """What the latest job ran on; None before the first."""
        return self._hardware

    @property
    def is_idle(self) -> bool:
        """Whether the engine has nothing to do, a job being stopped included."""
        return self._given is None

    def job(self, id: JobId) -> GenerationJob:  # noqa: A002
        """The job of that id.

        Raises:
            KeyError: there is none, or it has been forgotten.
        """
        for job in self.jobs:
            if job.id == id:
                return job
        raise KeyError(id)

    def add(
        self,
        request: GenerationRequest,
        *,
        front: bool = False,
        replace: bool = False,
        is_live: bool = False,
    ) -> JobId:
        """Ask for a request to be served: at the back, in front, or instead of all others."""
        if replace:
            self.cancel_all()
        job = GenerationJob(JobId(next(self._ids)), request, is_live)
        self._waiting.insert(0 if front else len(self._waiting), job)
        self.changed.emit(job.id)
        self._advance()
        return job.id

    def cancel(self, id: JobId) -> None:  # noqa: A002
        """Do without a job; nothing happens when it is over or unknown.

        It is `cancelled` at once and nothing more comes of it, while the engine may take a moment
        to stop.
        """
        for job in (*self._waiting, self._given):
            if job is not None and job.id == id and not job.state.is_over:
                self._cancel(job)

    def cancel_all(self) -> None:
        """Do without all of them."""
        for job in (*self._waiting, self._given):
            if job is not None and not job.state.is_over:
                self._cancel(job)

    def pause(self) -> None:
        """Begin no further job; the one that runs goes on."""
        self._is_paused = True

    def resume(self) -> None:
        """Go on."""
        self._is_paused = False
        self._advance()

    def unload(self) -> None:
        """Have the engine give back its memory after the job that runs."""
        self._thread.unload()

    def close(self) -> None:
        """Cancel all, end the engine's thread and wait for it."""
        if not self._is_closed:
            self._is_closed = True
            self.cancel_all()
            self._thread.close()

    def _cancel(self, job: GenerationJob) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
        else:
            self._thread.cancel(job.id)
        self._end(job, JobState.cancelled)

    def _end(self, job: GenerationJob, state: JobState) -> None:
        job.state = state
        self._over = [one for one in self._over if not (job.is_live and one.is_live)]
        self._over.append(job)
        del self._over[:-_REMEMBERED]
        self.changed.emit(job.id)

    def _advance(self) -> None:
        if self._given or self._is_paused or self._is_closed or not self._waiting:
            return
        job = self._given = self._waiting.pop(0)
        job.state = JobState.running
        self._thread.submit(job)
        self.changed.emit(job.id)

    def _on_told(self, report: Report) -> None:
        job = self._given
        if job is None or job.id != report.id:
            return
        if isinstance(report, Finished | Failed | Stopped):
            self._given = None
            try:
                self._settle(job, report)
            finally:  # a listener that fails must not hold up the others
                self._advance()
        elif isinstance(report, RunsOn):
            self._note_hardware(report.hardware)
        elif job.state is JobState.running:
            self._note(job, report)

    def _note_hardware(self, hardware: Hardware) -> None:
        if hardware != self._hardware:
            self._hardware = hardware
            self.hardware_changed.emit(None)

    def _note(self, job: GenerationJob, report: Loads | Stepped) -> None:
        if isinstance(report, Loads):
            job.loading = report.loading
            self.changed.emit(job.id)
        else:
            job.loading, job.step = None, report.step
            self.stepped.emit(job.id)

    def _settle(self, job: GenerationJob, report: Finished | Failed | Stopped) -> None:
        if job.state is not JobState.running:
            return
        match report:
            case Finished(result=result):
                job.result = result
                self._end(job, JobState.done)
                self.finished.emit(job.id)
            case Failed(error=error):
                job.error = error
                self._end(job, JobState.failed)
                self.failed.emit(job.id)
            case Stopped():
                self._end(job, JobState.cancelled)
