"""A session to show, with an engine that behaves."""

from __future__ import annotations

import pytest

from studio.session.actions.every import actions_of
from tests.fakes.engines import FakeEngine
from tests.fakes.sessions import document_of, session_of


@pytest.fixture
def engine():
    return FakeEngine(steps=3)


@pytest.fixture
def session(qapp, tmp_path, engine):
    session = session_of(document_of(256, 192), tmp_path, engine)
    yield session
    engine.release()
    session.close()


@pytest.fixture
def actions(session):
    return {action.id: action for action in actions_of(session)}


@pytest.fixture
def repainted(session, qtbot):
    """Repaint the canvas; returns when so many candidates wait."""

    def repaint(count: int = 1) -> None:
        wanted = len(session.candidates.waiting) + count
        session.repainting.set_count(count)
        session.repainting.repaint()
        qtbot.waitUntil(lambda: len(session.candidates.waiting) >= wanted)

    return repaint


def pytest_collection_modifyitems(items):
    """The offscreen platform says of every popup and every smallest size that it has none."""
    for item in items:
        if "/panels/" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
