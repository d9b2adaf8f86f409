"""An engine for a child process to which something happens, as the prompt asks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping

from studio.generation.engine import EngineError, EngineErrorKind, Watch
from studio.generation.events import Result
from studio.generation.request import GenerationRequest
from tests.fakes.engines import FakeEngine

STEPS = 8


def doomed() -> DoomedEngine:
    """Built in the child."""
    return DoomedEngine(steps=STEPS)


class DoomedEngine(FakeEngine):
    """A job with the prompt “killed 3” is, at its third step; other jobs are well."""

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """The prompt says what happens, and at which step."""
        what, _, step = request.recipe.prompt.partition(" ")
        if what in BLOWS:
            return super().generate(request, _Struck(watch, int(step), BLOWS[what]))
        return super().generate(request, watch)


class _Struck:
    """Passes everything on until the blow falls."""

    def __init__(self, watch: Watch, step: int, blow: Callable[[], None]) -> None:
        self._left, self._blow = step, blow
        self.loading, self.step, self.hardware = watch.loading, watch.step, watch.hardware
        self._check = watch.check

    def check(self) -> None:
        """Called before every step."""
        self._left -= 1
        if self._left == 0:
            self._blow()
        self._check()


def _signalled(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


def _run_out() -> None:
    raise EngineError(EngineErrorKind.out_of_memory, "No memory is left.", "Choose less.")


BLOWS: Mapping[str, Callable[[], None]] = {
    "killed": _signalled(signal.SIGKILL),
    "crashed": _signalled(signal.SIGSEGV),
    "stopped": _signalled(signal.SIGSTOP if hasattr(signal, "SIGSTOP") else signal.SIGTERM),
    "exhausted": _run_out,
}
