"""What it costs to run the engine in a process of its own, and how the window fares meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, Qt, QTimer

from studio.generation.engine import EngineError
from studio.generation.events import Step
from studio.generation.request import GenerationRequest
from studio.jobs.engines import process_engine
from studio.jobs.process import ProcessEngine
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue
from tests.benchmarks import Benchmark, Row, at_most, median, p95, told
from tests.benchmarks.engine import CLICKS, Watcher, a_request, bare, wait_after_click

SIDE = 192
STEPS = 20
ROUNDS = 5
TIMER_MS = 5
BLOWS = 3
MAKE = """
import sys
from pathlib import Path
from tests.fakes.tiny_models import MEDIUM, make_model
make_model(Path(sys.argv[1]), input_channels=9, sizes=MEDIUM)
"""


@contextmanager
def a_catalogue() -> Iterator[ModelCatalogue]:
    """A folder with one model of 50 million random weights, `model`."""
    with tempfile.TemporaryDirectory() as root:
        # Elsewhere: torch in this process would make its collections of garbage long.
        subprocess.run([sys.executable, "-c", MAKE, str(Path(root) / "model")], check=True)
        yield ModelCatalogue((Path(root),))


@contextmanager
def a_child() -> Iterator[tuple[ProcessEngine, ModelCatalogue]]:
    """A process engine that is warm, and its models."""
    with a_catalogue() as catalogue:
        engine = process_engine(catalogue)
        try:
            engine.generate(a_request(64, 1), Watcher())
            yield engine, catalogue
        finally:
            engine.close()


def overhead() -> Iterator[Row]:
    """A repaint in a child with a preview every step, against the bare pipeline in this process."""
    import torch

    torch.set_num_threads(1)
    with a_child() as (engine, catalogue):
        child = psutil.Process(engine.pid)
        request = a_request(SIDE, STEPS)
        stock = bare(str(catalogue.entries[0].path), request, output_type="np")
        own, theirs = [], []
        for turn in range(ROUNDS + 1):
            fresh = _never_seen(request, turn)
            ours = partial(engine.generate, fresh, Watcher())
            for work, seconds in ((ours, own), (stock, theirs)):
                before = _cpu(child)
                work()
                if turn:
                    seconds.append(_cpu(child) - before)
        yield told(f"bare, {SIDE} px, {STEPS} steps", median(theirs), "s CPU")
        yield at_most("repaint in a child against bare", median(own) / median(theirs), "×", 1.03)


def _never_seen(request: GenerationRequest, turn: int) -> GenerationRequest:
    """The same work with nothing of it in a cache."""
    recipe = replace(request.recipe, prompt=f"a red apple {turn}")
    pixels = request.pixels.copy()
    pixels[0, 0] = turn
    return replace(request, recipe=recipe, pixels=pixels)


def _cpu(child: psutil.Process) -> float:
    """CPU seconds of both processes so far."""
    times = child.cpu_times()
    return float(times.user + times.system) + time.process_time()


def stalls() -> Iterator[Row]:
    """Gaps of a timer of five milliseconds on the GUI's thread, from the child's start to its end.

    On a busy machine most of a gap is the system's: what of it was ours is told too.
    """
    qt = QCoreApplication.instance() or QCoreApplication([])
    with a_catalogue() as catalogue:
        idle, _ = _gaps_while(lambda: None, seconds=5.0)
        yield told("longest gap of a 5-ms timer, nothing running", max(idle), "ms")
        jobs = JobQueue(EngineThread(partial(process_engine, catalogue)))
        try:
            gaps, own = _gaps_while(
                lambda: jobs.add(a_request(SIDE, 50)), until=lambda: jobs.is_idle
            )
            assert [job.error for job in jobs.jobs] == [None]
        finally:
            jobs.close()
    yield told("gap while importing, loading and 50 steps, median", median(gaps), "ms")
    yield told("gap then, 99 of 100", float(np.quantile(gaps, 0.99)), "ms")
    yield at_most("longest gap then", max(gaps), "ms", 50)
    yield at_most("most that the app itself computed in a gap", max(own), "ms CPU", 50)
    del qt


def _gaps_while(
    begin: Callable[[], object],
    *,
    until: Callable[[], bool] = lambda: False,
    seconds: float = 120.0,
) -> tuple[list[float], list[float]]:
    """Milliseconds between the ticks of a timer, and of them those that this process computed."""
    loop, timer, clock = QEventLoop(), QTimer(), QElapsedTimer()
    gaps: list[float] = []
    own: list[float] = []
    spent = time.process_time()
    ends = time.monotonic() + seconds

    def tick() -> None:
        nonlocal spent
        gaps.append(clock.nsecsElapsed() / 1e6)
        clock.restart()
        own.append((time.process_time() - spent) * 1e3)
        spent = time.process_time()
        if len(gaps) == 20:
            begin()
        if (len(gaps) > 20 and until()) or time.monotonic() > ends:
            loop.quit()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    clock.start()
    timer.start(TIMER_MS)
    loop.exec()
    timer.stop()
    return gaps, own


def cancelling() -> Iterator[Row]:
    """From a click, at moments all over a run at 512 px, until the child is free."""
    with a_child() as (engine, _):
        request = a_request(512, 2)
        started = time.perf_counter()
        engine.generate(request, Watcher())
        whole = time.perf_counter() - started
        yield told("a run at 512 px, 2 steps, in a child", whole, "s")
        moments = np.linspace(0.02, 0.9, CLICKS) * whole
        waits = [wait_after_click(engine, request, float(moment)) for moment in moments]
        yield at_most("click to cancelled in a child, median", median(waits) * 1000, "ms", 150)
        yield told("click to cancelled in a child, 95 of 100", p95(waits) * 1000, "ms")


def coming_back() -> Iterator[Row]:
    """From a blow to the child until another has its engine built, torch imported."""
    for blow in (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP):
        with a_child() as (engine, _):
            seconds = [_seconds_to_ready(engine, blow) for _ in range(BLOWS)]
            yield at_most(f"{blow.name} to ready again, median", median(seconds), "s", 5)


@dataclass(slots=True)
class Striker(Watcher):
    """Sends the child a signal after its first step."""

    pid: int = 0
    blow: signal.Signals = signal.SIGKILL
    struck: float = 0.0

    def step(self, event: Step) -> None:
        """Strike once."""
        if not self.struck:
            self.struck = time.perf_counter()
            os.kill(self.pid, self.blow)


def _seconds_to_ready(engine: ProcessEngine, blow: signal.Signals) -> float:
    assert engine.pid is not None
    striker = Striker(pid=engine.pid, blow=blow)
    try:
        engine.generate(a_request(SIDE, STEPS), striker)
    except EngineError:
        engine.wait_until_ready()
        return time.perf_counter() - striker.struck
    raise AssertionError


BENCHMARKS = (
    Benchmark("process overhead", overhead),
    Benchmark("window stalls", stalls),
    Benchmark("process cancelling", cancelling),
    Benchmark("process coming back", coming_back),
)
