"""Engines for a child process; what builds them is pickled by its name."""

from __future__ import annotations

import os
import signal
import time

from studio.generation.engine import Watch
from studio.generation.events import Loading, Result
from studio.generation.request import GenerationRequest
from studio.jobs.process import ProcessEngine
from tests.fakes.engines import BrokenEngine, FakeEngine
from tests.fakes.watches import Recorder


def quick() -> FakeEngine:
    """Behaves."""
    return FakeEngine()


def many_steps() -> FakeEngine:
    """Runs a thousand of them."""
    return FakeEngine(steps=1000)


def held() -> FakeEngine:
    """Stands still at its second step; looks whether it is wanted."""
    engine = FakeEngine()
    engine.hold_at(2)
    return engine


def broken() -> BrokenEngine:
    """Fails as nobody foresaw."""
    return BrokenEngine(ZeroDivisionError("division by zero"))


def unbuildable() -> FakeEngine:
    """Cannot be built."""
    raise ImportError("no torch")


class Deaf(FakeEngine):
    """Never looks whether a job is wanted; loading: it says that it loads the while."""

    def __init__(self, *, is_loading: bool) -> None:
        super().__init__()
        self.is_loading = is_loading

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Take its time over a job with the prompt “slow”."""
        if request.recipe.prompt == "slow":
            watch.loading(Loading("model"))
            if not self.is_loading:
                super().generate(request, _Unchecked(watch))
            time.sleep(2.0 if self.is_loading else 60.0)
        return super().generate(request, watch)


class _Unchecked(Recorder):
    """Tells another watch, and never stops."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.step = watch.step  # type: ignore[method-assign]


def deaf() -> Deaf:
    """Hangs."""
    return Deaf(is_loading=False)


def loading() -> Deaf:
    """Loads, and does not look the while."""
    return Deaf(is_loading=True)


class Striking(Recorder):
    """Sends a signal to the child when it loads, or at a step."""

    def __init__(self, engine: ProcessEngine, blow: signal.Signals, *, at_step: int = 0) -> None:
        super().__init__()
        self.engine = engine
        self.blow: signal.Signals | None = blow
        self.at_step = at_step

    def check(self) -> None:
        """Strike once."""
        pid = self.engine.pid
        if self.blow is not None and len(self.steps) >= self.at_step and pid is not None:
            os.kill(pid, self.blow)
            self.blow = None
