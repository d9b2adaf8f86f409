"""What the engine's thread says about the jobs it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from studio.generation.engine import EngineError
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.request import JobId


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Something is being made ready for the job."""

    id: JobId
    loading: Loading


@dataclass(frozen=True, slots=True, eq=False)
class RunsOn:
    """What the job runs on from now on."""

    id: JobId
    hardware: Hardware


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """A step of the job is done; the newest one, others may have been skipped."""

    id: JobId
    step: Step


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """The job has a result."""

    id: JobId
    result: Result


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """The job cannot be done."""

    id: JobId
    error: EngineError


@dataclass(frozen=True, slots=True, eq=False)
class Stopped:
    """The job was cancelled, and the engine is ready for the next."""

    id: JobId


Report: TypeAlias = Loads | RunsOn | Stepped | Finished | Failed | Stopped
