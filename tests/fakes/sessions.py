"""A whole session on a small canvas, with an engine that behaves and no model on disk."""

from __future__ import annotations

from pathlib import Path

from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.geometry import Extent
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue
from studio.resources import resource
from studio.session.preferences import PreferencesFile
from studio.session.session import Session
from tests.fakes.engines import FakeEngine


def session_of(document: Document, folder: Path, engine: FakeEngine | None = None) -> Session:
    """A session; `folder` keeps its preferences. Close it at the end."""
    made = engine or FakeEngine()
    return Session(
        document,
        jobs=JobQueue(EngineThread(lambda: made)),
        catalogue=ModelCatalogue([resource("models")]),
        preferences=PreferencesFile(folder / "preferences.json"),
    )


def document_of(width: int, height: int) -> Document:
    """A canvas with one empty paint layer."""
    document = Document(Extent(width, height))
    document.root.children.append(PaintLayer(document.new_id(), LayerProperties("Paint")))
    return document
