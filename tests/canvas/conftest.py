"""A view of 800 × 600 px on a canvas of 400 × 300 px, at 100 %."""

from __future__ import annotations

import pytest

from studio.canvas.view import CanvasView
from studio.tools.toolbox import all_tools
from tests.driver import Painter
from tests.fakes.engines import FakeEngine
from tests.fakes.sessions import document_of, session_of


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def session(qapp, tmp_path, engine):
    session = session_of(document_of(400, 300), tmp_path, engine)
    yield session
    engine.release()
    session.close()


@pytest.fixture
def view(session, qtbot):
    view = CanvasView(session, all_tools())
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.zoom_to_actual()
    return view


@pytest.fixture
def painter(view):
    return Painter(view)
