"""A child that is lost over a repaint: what becomes of the painting, the queue, the job."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

import numpy as np
import pytest

from studio.brush.sample import PenSample
from studio.document.composite import flatten
from studio.generation.engine import EngineErrorKind
from studio.jobs.job import JobState
from studio.jobs.process import ProcessEngine
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue
from studio.resources import resource
from studio.session.preferences import PreferencesFile
from studio.session.session import Session
from tests.fakes import children
from tests.fakes.sessions import document_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def engine():
    return ProcessEngine(lambda: children.deaf)


@pytest.fixture
def session(qapp, engine, tmp_path):
    found = Session(
        document_of(300, 200),
        jobs=JobQueue(EngineThread(lambda: engine)),
        catalogue=ModelCatalogue([resource("models")]),
        preferences=PreferencesFile(tmp_path / "preferences.json"),
    )
    yield found
    found.close()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_the_painting_is_untouched_the_job_says_why_and_the_queue_goes_on(
    session, engine, qtbot, blow
):
    document = session.easel.document
    with session.painting.stroke() as stroke:
        stroke.add(PenSample(50.0, 60.0))
        stroke.add(PenSample(250.0, 140.0))
    before = flatten(document, document.bounds).copy()
    repainting = session.repainting
    repainting.set_recipe(replace(repainting.recipe, prompt="slow", seed=1))
    repainting.repaint()
    repainting.set_recipe(replace(repainting.recipe, prompt="a cat", seed=1))
    repainting.repaint()
    first, second = repainting.jobs.jobs
    qtbot.waitUntil(lambda: first.step is not None)
    os.kill(engine.pid, blow)
    qtbot.waitUntil(lambda: second.state is JobState.done)
    assert first.state is JobState.failed
    assert first.error.kind is EngineErrorKind.lost
    assert first.error.message
    assert first.error.hint
    assert np.array_equal(flatten(document, document.bounds), before)
