import gc
import logging
import pickle
import threading
import weakref
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QThread

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import HardwareChoice
from studio.generation.request import JobId
from studio.jobs.job import GenerationJob
from studio.jobs.reports import Failed, Finished, Loads, RunsOn, Stepped
from studio.jobs.thread import EngineThread
from tests.fakes.engines import BrokenEngine, FakeEngine
from tests.fakes.requests import small_request
from tests.patience import PATIENCE


class Listener:
    """Keeps what a thread tells, and on which thread it heard it."""

    def __init__(self, thread):
        self.reports = []
        self.heard_on = set()
        thread.told.connect(self._hear)

    def _hear(self, report):
        self.reports.append(report)
        self.heard_on.add(threading.current_thread())

    def of(self, kind):
        return [report for report in self.reports if isinstance(report, kind)]


@pytest.fixture
def start(qapp):
    started = []

    def start(make_engine):
        thread = EngineThread(make_engine)
        started.append(thread)
        return thread, Listener(thread)

    yield start
    for thread in started:
        thread.close()


def _job(number, seed=1, **recipe):
    return GenerationJob(JobId(number), small_request(seed, **recipe))


def test_the_engine_is_built_and_used_on_the_thread_and_heard_of_on_this_one(start, qtbot):
    built_on = []
    engine = FakeEngine()

    def make():
        built_on.append(threading.current_thread())
        return engine

    thread, listener = start(make)
    thread.submit(_job(1))
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    assert built_on == [engine.thread]
    assert engine.thread is not threading.current_thread()
    assert listener.heard_on == {threading.current_thread()}
    assert [type(report) for report in listener.reports[:2]] == [RunsOn, Loads]


def test_the_engine_stays_warm_between_jobs(start, qtbot):
    built: list[FakeEngine] = []

    def make():
        built.append(FakeEngine())
        return built[-1]

    thread, listener = start(make)
    thread.submit(_job(1))
    thread.submit(_job(2))
    qtbot.waitUntil(lambda: len(listener.of(Finished)) == 2)
    assert len(built) == 1


def test_an_engine_that_was_idle_for_long_enough_is_let_go(start, qtbot):
    engine = FakeEngine()
    thread, listener = start(lambda: engine)
    # A minute is the shortest that can be chosen.
    hasty = replace(HardwareChoice(), idle_minutes=0.001)  # type: ignore[arg-type]
    thread.submit(GenerationJob(JobId(1), replace(small_request(1), hardware=hasty)))
    qtbot.waitUntil(lambda: engine.is_closed)
    assert listener.of(Finished)
    thread.submit(_job(2))
    qtbot.waitUntil(lambda: len(listener.of(Finished)) == 2)


def test_nothing_runs_before_the_first_job(start):
    thread, _ = start(FakeEngine)
    assert not thread.isRunning()


def test_a_slow_canvas_skips_previews_and_never_queues_them(start, qtbot):
    engine = FakeEngine(steps=1000)
    thread, listener = start(lambda: engine)
    thread.submit(_job(1))
    # This thread stands still, as a canvas busy with painting does, until all steps are done.
    assert engine.reached(1000)
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    steps = [report.step.index for report in listener.of(Stepped)]
    assert steps == [1000]


def test_a_quick_canvas_sees_steps_in_order_and_the_last(start, qtbot):
    thread, listener = start(lambda: FakeEngine(steps=50))
    thread.submit(_job(1))
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    steps = [report.step.index for report in listener.of(Stepped)]
    assert steps == sorted(set(steps))
    assert steps[-1] == 50


def test_previews_of_one_job_are_never_told_as_anothers(start, qtbot):
    engine = FakeEngine()
    thread, listener = start(lambda: engine)
    thread.submit(_job(1, seed=1))
    thread.submit(_job(2, seed=2))
    qtbot.waitUntil(lambda: len(listener.of(Finished)) == 2)
    finished = {report.id: report.result.pixels for report in listener.of(Finished)}
    last = {report.id: report.step.preview for report in listener.of(Stepped)}
    assert all(np.array_equal(last[one], finished[one]) for one in finished)


def test_an_unexpected_exception_is_logged_with_its_traceback_and_told_as_a_crash(
    start, qtbot, caplog
):
    engine = FakeEngine()
    engine.fail_at = (2, ZeroDivisionError("division by zero"))
    thread, listener = start(lambda: engine)
    with caplog.at_level(logging.ERROR):
        thread.submit(_job(1))
        qtbot.waitUntil(lambda: bool(listener.of(Failed)))
    error = listener.of(Failed)[0].error
    assert error.kind is EngineErrorKind.crashed
    assert "division by zero" in str(error)
    assert error.hint
    assert "Traceback" in caplog.text
    assert "engines.py" in caplog.text


def test_after_a_crash_the_next_job_gets_a_fresh_engine(start, qtbot):
    engines = [BrokenEngine(ZeroDivisionError()), FakeEngine()]
    thread, listener = start(lambda: engines.pop(0))
    thread.submit(_job(1))
    thread.submit(_job(2))
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    assert [report.id for report in listener.of(Failed)] == [1]
    assert [report.id for report in listener.of(Finished)] == [2]


def test_an_engine_that_cannot_be_built_fails_the_job_and_is_tried_again(start, qtbot):
    tries = []

    def make():
        tries.append(1)
        if len(tries) == 1:
            raise ImportError("no torch")
        return FakeEngine()

    thread, listener = start(make)
    thread.submit(_job(1))
    thread.submit(_job(2))
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    assert listener.of(Failed)[0].error.kind is EngineErrorKind.crashed


class Weights:
    """Stands for the tensors of a model."""


def test_a_failure_does_not_keep_the_memory_of_the_calls_that_failed(start, qtbot):
    kept = []

    class Leaky:
        def generate(self, request, watch):
            weights = Weights()
            kept.append(weakref.ref(weights))
            raise EngineError(EngineErrorKind.out_of_memory, "full", "") from MemoryError()

        def close(self):
            pass

    thread, listener = start(Leaky)
    thread.submit(_job(1))
    qtbot.waitUntil(lambda: bool(listener.of(Failed)))
    gc.collect()
    assert kept[0]() is None


def test_closing_stops_a_job_and_leaves_no_thread(qapp, qtbot):
    engine = FakeEngine()
    engine.hold_at(1)
    thread = EngineThread(lambda: engine)
    listener = Listener(thread)
    thread.submit(_job(1))
    assert engine.holding.wait(PATIENCE)
    thread.close()
    assert not thread.isRunning()
    qapp.processEvents()
    assert listener.reports == []


def test_the_engine_is_closed_with_its_thread(qapp, qtbot):
    engine = FakeEngine()
    thread = EngineThread(lambda: engine)
    listener = Listener(thread)
    thread.submit(_job(1))
    qtbot.waitUntil(lambda: bool(listener.of(Finished)))
    assert not engine.is_closed
    thread.close()
    assert engine.is_closed


def test_closing_a_thread_that_never_ran_does_nothing(qapp):
    thread = EngineThread(FakeEngine)
    thread.close()
    assert not thread.isRunning()


def test_the_thread_is_a_qthread(qapp):
    assert issubclass(EngineThread, QThread)


def _same(one, other):
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        if isinstance(getattr(one, field.name), np.ndarray)
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(one)
    )


@pytest.mark.parametrize(
    "thing",
    [
        small_request(3),
        Loading("model", 0.5),
        Step(1, 4, np.zeros((2, 2, 3), np.uint8)),
        Result(np.zeros((2, 2, 3), np.uint8), 1, 0.5, None, 7, "abc"),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_crosses_may_cross_a_process_too(thing):
    assert _same(pickle.loads(pickle.dumps(thing)), thing)


def test_an_error_of_the_engine_may_cross_a_process_too():
    error = EngineError(EngineErrorKind.model_broken, "It is broken.", "Mend it.")
    back = pickle.loads(pickle.dumps(error))
    assert (back.kind, str(back), back.hint) == (error.kind, "It is broken.", "Mend it.")
