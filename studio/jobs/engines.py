"""Which engine serves the jobs."""

from __future__ import annotations

from studio.generation.engine import Engine
from studio.models.catalogue import ModelCatalogue


def local_engine(catalogue: ModelCatalogue) -> Engine:
    """The engine on this machine, in the thread that calls; the first one imports torch."""
    from studio.engine.local import LocalEngine

    return LocalEngine(catalogue)
