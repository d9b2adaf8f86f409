"""Whether memory grows with the number of jobs."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil

from studio.generation.engine import Cancelled
from studio.generation.request import GenerationRequest, Task
from studio.generation.samplers import SAMPLERS
from studio.geometry import Extent
from studio.jobs.engines import process_engine
from studio.jobs.process import ProcessEngine
from studio.models.catalogue import ModelCatalogue
from tests.benchmarks import Benchmark, Row, at_most, told
from tests.benchmarks.engine import Watcher, a_request

EARLY, LATE = 20, 200
SIDES = (64, 96, 128)
MODELS = ("plain", "inpainting", "xl")


def two_hundred_jobs() -> Iterator[Row]:
    """Every task, model and sampler, several sizes, words and seeds; some are cancelled."""
    with _child() as engine:
        weights = {}
        for number, request in enumerate(itertools.islice(_jobs(), LATE), start=1):
            with suppress(Cancelled):
                engine.generate(request, Watcher(stop_after=2 if number % 7 == 0 else 1000))
            if number in (EARLY, LATE):
                assert engine.pid is not None
                weights[number] = _held_by(engine.pid)
    yield told(f"the engine's process after {EARLY} mixed jobs", weights[EARLY] / 2**20, "MB")
    yield at_most(
        f"memory after {LATE} mixed jobs against {EARLY}",
        weights[LATE] / weights[EARLY],
        "×",
        1.02,
    )


@contextmanager
def _child() -> Iterator[ProcessEngine]:
    from tests.fakes.tiny_models import make_model, make_xl_model

    with tempfile.TemporaryDirectory() as root:
        make_model(Path(root) / "plain")
        make_model(Path(root) / "inpainting", input_channels=9)
        make_xl_model(Path(root) / "xl")
        engine = process_engine(ModelCatalogue((Path(root),)))
        try:
            yield engine
        finally:
            engine.close()


def _jobs() -> Iterator[GenerationRequest]:
    pixels = np.random.default_rng(0)
    for number in itertools.count():
        side = SIDES[number % len(SIDES)]
        asked = a_request(side, 2 + number % 3)
        recipe = replace(
            asked.recipe,
            model=MODELS[number // 2 % len(MODELS)],
            prompt=f"a cat {number}",
            sampler=SAMPLERS[number % len(SAMPLERS)],
        )
        task = tuple(Task)[number % 3]
        yield replace(
            asked,
            recipe=recipe,
            seed=number,
            task=task,
            mask=asked.mask if task is Task.inpaint else None,
            pixels=pixels.integers(0, 256, (side, side, 3), np.uint8),
            refine=Extent(2 * side, 2 * side) if number % 5 == 0 else None,
        )


def _held_by(pid: int) -> int:
    """Bytes of its own: pages shared with other processes, and those of files, come and go."""
    if os.name == "posix":
        return int(psutil.Process(pid).memory_full_info().uss)
    return int(psutil.Process(pid).memory_info().rss)


BENCHMARKS = (Benchmark("two hundred jobs", two_hundred_jobs),)
