"""A whole session without a window: a real document, queue and thread, and a fake engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from studio.document.composite import flatten
from studio.document.selection import Combine
from studio.geometry import Bounds, Extent
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue
from studio.resources import resource
from studio.session.files.filing import blank_document
from studio.session.preferences import PreferencesFile
from studio.session.session import Session
from tests.fakes.engines import FakeEngine


@dataclass
class Painter:
    """Drives a session by its verbs and waits for what comes of them."""

    session: Session
    engine: FakeEngine
    qtbot: QtBot

    @property
    def document(self):
        return self.session.easel.document

    def select(self, bounds: Bounds, value: int = 255):
        with self.document.selecting("Select") as selection:
            coverage = np.full((bounds.height, bounds.width), value, np.uint8)
            selection.combine(bounds, coverage, Combine.replace)

    def picture(self):
        return flatten(self.document, self.document.bounds)

    def repaint(self, count: int = 1):
        """Repaint, and wait for that many candidates more."""
        wanted = len(self.session.candidates.waiting) + count
        self.session.repainting.set_count(count)
        self.session.repainting.repaint()
        self.wait_for(lambda: len(self.session.candidates.waiting) >= wanted)

    def wait_for(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()))


@pytest.fixture
def painter(qtbot, qapp, tmp_path):
    engine = FakeEngine(steps=4)
    jobs = JobQueue(EngineThread(lambda: engine))
    session = Session(
        blank_document(Extent(400, 300)),
        jobs=jobs,
        catalogue=ModelCatalogue([resource("models")]),
        preferences=PreferencesFile(tmp_path / "preferences.json"),
    )
    yield Painter(session, engine, qtbot)
    engine.release()
    session.close()
