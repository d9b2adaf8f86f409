"""A queue with an engine that behaves, on its real thread."""

from __future__ import annotations

import pytest

from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from tests.fakes.engines import FakeEngine


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def queue(qapp, engine):
    jobs = JobQueue(EngineThread(lambda: engine))
    yield jobs
    engine.release()
    jobs.close()
