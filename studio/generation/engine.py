"""The contract every engine keeps: local, in a child process, remote, or a fake."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from studio.errors import StudioError
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.request import GenerationRequest


class Cancelled(BaseException):
    """The watcher no longer wants the result.

    A BaseException, so that no library's `except Exception` can swallow it.
    """


class EngineErrorKind(Enum):
    """Why an engine could not do it.

    crashed: nobody foresaw it, and the engine is in no known state. lost: the process it ran in is
    gone, and another has taken its place. runtime_missing: what it stands on is not there.
    """

    model_missing = "model missing"
    model_refused = "model refused"
    model_broken = "model broken"
    out_of_memory = "out of memory"
    unsupported = "unsupported"
    crashed = "crashed"
    lost = "lost"
    runtime_missing = "runtime missing"


class EngineError(StudioError):
    """The engine could not do what was asked; the app, the queue and the painting go on."""

    def __init__(self, kind: EngineErrorKind, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.kind = kind


class Watch(Protocol):
    """Who watches a request being served; called on the engine's thread."""

    def loading(self, event: Loading) -> None:
        """Something is being made ready."""

    def step(self, event: Step) -> None:
        """A step is done."""

    def hardware(self, event: Hardware) -> None:
        """What it runs on from now on."""

    def check(self) -> None:
        """Called often, also within a step.

        Raises:
            Cancelled: the result is no longer wanted.
        """


class Engine(Protocol):
    """Turns requests into pictures, one at a time."""

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Serve a request; the same request gives the same picture on the same machine.

        Raises:
            EngineError: it cannot be done; the message and hint are for the user.
            Cancelled: `watch.check` said so; the engine is ready for the next request.
        """
        ...

    def close(self) -> None:
        """Let go of models, processes and connections; it is not used again."""
