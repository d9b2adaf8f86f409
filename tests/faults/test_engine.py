"""An engine that is killed, crashes, stands still or runs out of memory, again and again."""

from __future__ import annotations

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
from tests.fakes.sessions import document_of
from tests.faults import times
from tests.faults.engines import BLOWS, STEPS, doomed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
KINDS = dict.fromkeys(BLOWS, EngineErrorKind.lost) | {"exhausted": EngineErrorKind.out_of_memory}


@pytest.fixture
def session(qapp, tmp_path):
    found = Session(
        document_of(300, 200),
        jobs=JobQueue(EngineThread(lambda: ProcessEngine(lambda: doomed))),
        catalogue=ModelCatalogue([resource("models")]),
        preferences=PreferencesFile(tmp_path / "preferences.json"),
    )
    yield found
    found.close()


@pytest.mark.parametrize("what", BLOWS)
def test_the_painting_is_untouched_and_the_next_job_works_however_often(session, qtbot, what):
    document, repainting = session.easel.document, session.repainting
    with session.painting.stroke() as stroke:
        stroke.add(PenSample(50.0, 60.0))
        stroke.add(PenSample(250.0, 140.0))
    before = flatten(document, document.bounds).copy()
    for turn in range(times(2, 50)):
        lost, well = [asked(repainting, words) for words in (f"{what} {turn % STEPS + 1}", "a cat")]
        qtbot.waitUntil(lambda job=well: job.state is JobState.done)
        assert lost.state is JobState.failed
        assert lost.error.kind is KINDS[what]
        assert lost.error.message
        assert lost.error.hint
        assert np.array_equal(flatten(document, document.bounds), before)
        for candidate in session.candidates.waiting:
            session.candidates.drop(candidate.id)


def asked(repainting, words):
    """A job with that prompt."""
    repainting.set_recipe(replace(repainting.recipe, prompt=words, seed=1))
    repainting.repaint()
    return repainting.jobs.jobs[-1]
