"""Which engine serves the jobs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from studio.generation.engine import Engine
from studio.jobs.process import ProcessEngine
from studio.models.catalogue import ModelCatalogue
from studio.text import language, use_language


def local_engine(catalogue: ModelCatalogue) -> Engine:
    """The engine on this machine, in the thread that calls; the first one imports torch."""
    from studio.engine.local import LocalEngine

    return LocalEngine(catalogue)


def process_engine(catalogue: ModelCatalogue) -> ProcessEngine:
    """The engine on this machine, in a process of its own."""
    return ProcessEngine(lambda: partial(engine_of_child, catalogue.folders, language()))


def engine_of_child(folders: Iterable[Path], spoken: str) -> Engine:
    """What a child builds: it finds the models itself, and speaks the user's language."""
    use_language(spoken)
    from studio.engine.device import choose_device
    from studio.engine.local import LocalEngine

    device = choose_device()
    device.step_aside()
    return LocalEngine(ModelCatalogue(folders), device)
