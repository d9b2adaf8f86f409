"""Which engine serves the jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.generation.engine import Engine
from studio.models.catalogue import ModelCatalogue
from studio.runtime.use import use_runtime
from studio.text import language, use_language

if TYPE_CHECKING:
    from studio.jobs.process import ProcessEngine


def local_engine(catalogue: ModelCatalogue) -> Engine:
    """The engine on this machine, in the thread that calls; the first one imports torch.

    Raises:
        EngineError: there is no torch.
    """
    use_runtime()
    from studio.engine.local import LocalEngine

    return LocalEngine(catalogue)


def process_engine(catalogue: ModelCatalogue) -> ProcessEngine:
    """The engine on this machine, in a process of its own."""
    # Not above: the window comes up without it, 25 ms sooner; a repaint waits for a child anyway.
    from studio.jobs.process import ProcessEngine

    return ProcessEngine(lambda: ChildEngine(catalogue.folders, language(), catalogue.memory))


def convert_pickle(source: Path, target: Path, shut_in: Callable[[], None]) -> int:
    """A pickled model made into safetensors, in a process that calls `shut_in` before it opens it.

    Raises:
        EngineError: it holds something else, or would run a program.
    """
    use_runtime()
    from studio.engine.unpickling import convert

    return convert(source, target, shut_in)


@dataclass(frozen=True, slots=True)
class ChildEngine:
    """What a child builds: it finds the models itself, and speaks the user's language."""

    folders: tuple[Path, ...]
    spoken: str
    memory: Path | None = None

    def __call__(self) -> Engine:
        """Build it, in the child."""
        use_language(self.spoken)
        use_runtime()
        from studio.engine.local import LocalEngine

        return LocalEngine(ModelCatalogue(self.folders, memory=self.memory), is_alone=True)
