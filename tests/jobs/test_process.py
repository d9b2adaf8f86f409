"""The engine in its own process, with fakes in it and real signals from without."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from studio.generation.engine import Cancelled, EngineError, EngineErrorKind
from studio.geometry import Extent
from studio.jobs import process
from studio.jobs.engines import ChildEngine, process_engine
from studio.jobs.process import ProcessEngine
from studio.jobs.slate import attach_slate, make_slate
from studio.models.catalogue import ModelCatalogue
from tests.fakes import children
from tests.fakes.children import Striking
from tests.fakes.engines import painted
from tests.fakes.requests import small_request
from tests.fakes.watches import Recorder
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def engine_of():
    made = []

    def make(build):
        made.append(ProcessEngine(lambda: build))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _right(result, request):
    return np.array_equal(result.pixels, painted(request, request.refine))


def test_the_child_makes_the_picture_of_the_request_and_tells_its_steps(engine_of):
    engine, watch, request = engine_of(children.quick), Recorder(), small_request(7)
    result = engine.generate(request, watch)
    assert _right(result, request)
    assert not result.pixels.flags.writeable
    assert watch.loadings[0].what == "Starting the engine"
    assert watch.loadings[1].what == "model"
    assert watch.steps[-1].index == 4
    assert np.array_equal(watch.previews[-1], result.pixels)


def test_what_is_to_be_built_changes_and_so_does_the_child():
    wanted = [children.quick]
    engine = ProcessEngine(lambda: wanted[0])
    try:
        engine.generate(small_request(1), Recorder())
        child = engine.pid
        wanted[0] = children.held
        with pytest.raises(Cancelled):
            engine.generate(small_request(2), Recorder(cancel_after=1))
        assert engine.pid != child
    finally:
        engine.close()


def test_the_child_stays_for_the_next_job_and_nothing_is_said_of_starting_it(engine_of):
    engine, watch = engine_of(children.quick), Recorder()
    engine.generate(small_request(1), Recorder())
    child = engine.pid
    assert _right(engine.generate(small_request(2), watch), small_request(2))
    assert engine.pid == child
    assert [one.what for one in watch.loadings] == ["model"]


def test_pixels_of_every_size_cross_with_or_without_shared_memory(engine_of, monkeypatch):
    engine = engine_of(children.quick)
    for size in (Extent(1, 1), Extent(33, 7), Extent(640, 400)):
        assert _right(
            engine.generate(small_request(3, size=size), Recorder()), small_request(3, size=size)
        )
    monkeypatch.setattr(process, "make_slate", lambda _: None)
    request = small_request(3, size=Extent(640, 400))
    assert _right(engine.generate(request, Recorder()), request)


def test_no_memory_is_left_behind(engine_of, monkeypatch):
    names = []

    def noted(nbytes):
        slate = make_slate(nbytes)
        assert slate is not None
        names.append(slate.name)
        return slate

    monkeypatch.setattr(process, "make_slate", noted)
    engine_of(children.quick).generate(small_request(1), Recorder())
    engine = engine_of(children.held)
    with pytest.raises(EngineError):
        engine.generate(small_request(1), Striking(engine, signal.SIGKILL, at_step=1))
    assert len(names) == 2
    for name in names:
        with pytest.raises(FileNotFoundError):
            attach_slate(name)


def test_steps_come_in_order_and_the_last_is_the_result(engine_of):
    watch = Recorder()
    result = engine_of(children.many_steps).generate(small_request(1), watch)
    steps = [step.index for step in watch.steps]
    assert steps == sorted(set(steps))
    assert steps[-1] == 1000
    assert np.array_equal(watch.previews[-1], result.pixels)


def test_a_cancelled_job_stops_and_the_same_child_serves_the_next(engine_of):
    engine = engine_of(children.held)
    with pytest.raises(Cancelled):
        engine.generate(small_request(1), Recorder(cancel_after=1))
    child = engine.pid
    with pytest.raises(Cancelled):
        engine.generate(small_request(2), Recorder(cancel_after=1))
    assert engine.pid == child


def test_a_job_cancelled_before_it_began_is_never_served(engine_of):
    engine = engine_of(children.quick)
    watch = Recorder(cancel_after=0, later=1)
    with pytest.raises(Cancelled):
        engine.generate(small_request(1), watch)
    assert _right(engine.generate(small_request(2), Recorder()), small_request(2))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP, signal.SIGABRT])
def test_a_child_that_is_struck_down_costs_its_job_only(engine_of, blow):
    engine = engine_of(children.held)
    with pytest.raises(EngineError) as caught:
        engine.generate(small_request(1), Striking(engine, blow, at_step=1))
    assert caught.value.kind is EngineErrorKind.lost
    assert caught.value.message.endswith(".")
    assert "untouched" in caught.value.hint
    # Another one is on its way already.
    assert engine.pid is not None
    with pytest.raises(Cancelled):
        engine.generate(small_request(2), Recorder(cancel_after=1))


def test_what_happened_is_told_apart(engine_of):
    said = []
    for blow in (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP):
        engine = engine_of(children.held)
        with pytest.raises(EngineError) as caught:
            engine.generate(small_request(1), Striking(engine, blow, at_step=1))
        said.append(str(caught.value))
        engine.close()
    assert "memory" in said[0]
    assert "SIGSEGV" in said[1]
    assert "stopped answering" in said[2]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_child_that_is_lost_before_it_began_costs_nothing(engine_of, blow):
    engine, request = engine_of(children.quick), small_request(1)
    watch = Striking(engine, blow)
    assert _right(engine.generate(request, watch), request)
    assert watch.blow is None


def test_a_child_that_ended_while_it_had_nothing_to_do_costs_nothing(engine_of):
    engine, request = engine_of(children.quick), small_request(2)
    engine.generate(small_request(1), Recorder())
    for child in multiprocessing.active_children():
        child.kill()
        child.join()
    assert _right(engine.generate(request, Recorder()), request)


def test_a_child_that_never_stops_is_replaced_for_the_next_job(engine_of, monkeypatch):
    monkeypatch.setattr(process, "_GRACE", 0.3)
    engine = engine_of(children.deaf)
    with pytest.raises(Cancelled):
        engine.generate(small_request(1, prompt="slow"), Recorder(cancel_after=1))
    child = engine.pid
    request = small_request(2)
    assert _right(engine.generate(request, Recorder()), request)
    assert engine.pid != child


def test_a_child_that_loads_a_model_is_left_to_it(engine_of, monkeypatch):
    monkeypatch.setattr(process, "_GRACE", 0.3)
    engine = engine_of(children.loading)

    class Impatient(Recorder):
        def check(self):
            if any(one.what == "model" for one in self.loadings):
                raise Cancelled

    with pytest.raises(Cancelled):
        engine.generate(small_request(1, prompt="slow"), Impatient())
    child = engine.pid
    request = small_request(2)
    assert _right(engine.generate(request, Recorder()), request)
    assert engine.pid == child


def test_a_crash_within_is_told_and_logged_with_its_traceback(engine_of, caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(EngineError) as caught:
        engine_of(children.broken).generate(small_request(1), Recorder())
    assert caught.value.kind is EngineErrorKind.crashed
    assert "division by zero" in str(caught.value)
    assert "Traceback" in caplog.text
    assert "engines.py" in caplog.text


def test_an_engine_that_cannot_be_built_is_told_to_the_first_job(engine_of, caplog):
    with pytest.raises(EngineError, match="no torch") as caught:
        engine_of(children.unbuildable).generate(small_request(1), Recorder())
    assert caught.value.kind is EngineErrorKind.crashed


def test_an_error_foreseen_within_arrives_as_it_is(tmp_path):
    engine = process_engine(ModelCatalogue([tmp_path]))
    try:
        with pytest.raises(EngineError) as caught:
            engine.generate(small_request(1, model="nowhere"), Recorder())
        assert caught.value.kind is EngineErrorKind.model_missing
        assert caught.value.hint
    finally:
        engine.close()


APP = """
import sys, time
from studio.jobs.process import ProcessEngine
from tests.fakes import children
from tests.fakes.requests import small_request
from tests.fakes.watches import Recorder
from tests.patience import PATIENCE

class Waiting(Recorder):
    def step(self, event):
        print(engine.pid, flush=True)

if __name__ == "__main__":
    engine = ProcessEngine(lambda: children.held)
    engine.generate(small_request(1), Waiting())
"""


@pytest.mark.parametrize("is_stopped", [False, True], ids=["running", "stopped"])
def test_the_child_does_not_outlive_the_app_whatever_ends_it(tmp_path, is_stopped):
    (tmp_path / "app.py").write_text(APP)
    root = str(Path(__file__).parents[2])
    app = subprocess.Popen(
        [sys.executable, str(tmp_path / "app.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    with app:
        assert app.stdout is not None
        child = psutil.Process(int(app.stdout.readline()))
        if is_stopped:
            if sys.platform != "linux":
                app.kill()
                pytest.skip("only Linux ends a process that is stopped")
            child.suspend()
        app.kill()
        assert psutil.wait_procs([child], timeout=PATIENCE)[1] == []


def test_what_is_pickled_for_a_child_is_small(tmp_path):
    import pickle

    engine = process_engine(ModelCatalogue([tmp_path]))
    build = engine._make()
    assert isinstance(build, ChildEngine)
    assert len(pickle.dumps(build)) < 1000
