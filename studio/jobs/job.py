"""One request on its way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from studio.generation.engine import EngineError
from studio.generation.events import Loading, Result, Step
from studio.generation.request import GenerationRequest, JobId


class JobState(Enum):
    """How far a job is."""

    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self not in (JobState.waiting, JobState.running)


@dataclass(slots=True, eq=False)
class GenerationJob:
    """A request and what has become of it so far; only the queue changes it.

    step: the newest one that was seen; a slow canvas sees fewer than there are.
    is_live: it follows the painter's hand, soon to be asked again: no candidate comes of it.
    """

    id: JobId
    request: GenerationRequest
    is_live: bool = False
    state: JobState = JobState.waiting
    loading: Loading | None = None
    step: Step | None = None
    result: Result | None = None
    error: EngineError | None = None
