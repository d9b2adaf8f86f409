"""The engine on an accelerator, beside bare diffusers in the same run; told as a table, too.

Absolute figures, by the clock: what an accelerator does is not CPU time.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.generation.hardware import HardwareChoice
from studio.generation.request import GenerationRequest, Task
from tests.benchmarks import Benchmark, Row, at_most, median, told
from tests.benchmarks.engine import Watcher, a_request, wait_after_click
from tests.fakes.full_models import SD15, SDXL, Build, make_full_model

if TYPE_CHECKING:
    import torch

    from studio.engine.local import LocalEngine
    from studio.engine.machine import Machine

SIDES = (512, 1024)
STEPS = (20, 4)
ROUNDS = 5
TABLE = Path(__file__).parent / "gpu.md"
_MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.9)


def on_accelerator() -> Iterator[Row]:
    """The fastest processor here; where that is the CPU, it is said and nothing is measured."""
    from studio.engine.machine import machines

    machine = machines()[0]
    if machine.is_cpu:
        yield told("accelerators here: none, so nothing is measured on one", 0, "")
        return
    lines: list[str] = []
    yield from measured(machine, (SD15, SDXL), SIDES, lines)
    TABLE.write_text(table(machine, lines))


def measured(
    machine: Machine, builds: Sequence[Build], sides: Sequence[int], lines: list[str]
) -> Iterator[Row]:
    """Every model at every size and number of steps; a line of the table for each."""
    import torch

    dtype = {"float16": torch.float16, "bfloat16": torch.bfloat16}.get(
        machine.precision.value, torch.float32
    )
    with tempfile.TemporaryDirectory() as root:
        for build in builds:
            folder = make_full_model(Path(root) / "model", build, machine.kind, dtype)
            with _an_engine(Path(root)) as engine:
                for side in sides:
                    for steps in STEPS:
                        case = Case(build, side, steps, machine.kind, dtype)
                        yield from _case_rows(case, engine, folder, lines, machine)
            shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    build: Build
    side: int
    steps: int
    kind: str
    dtype: torch.dtype

    @property
    def name(self) -> str:
        """What is done."""
        return f"{self.build.name}-sized, {self.side}², {self.steps} steps"

    @property
    def request(self) -> GenerationRequest:
        """Words to a picture."""
        return replace(a_request(self.side, self.steps), task=Task.text_to_image, mask=None)


def _case_rows(
    case: Case, engine: LocalEngine, folder: Path, lines: list[str], machine: Machine
) -> Iterator[Row]:
    from studio.engine.plan import can_compile

    def ours(choice: HardwareChoice = HardwareChoice()) -> Callable[[], object]:  # noqa: B008
        return lambda: engine.generate(
            replace(_never_seen(case.request), hardware=choice), Watcher()
        )

    own, theirs = _interleaved(ours(), _bare(case, folder))
    result = engine.generate(case.request, Watcher())
    yield told(f"{case.name}, bare", theirs * 1e3, "ms")
    yield at_most(f"{case.name}, with previews against bare", own / theirs, "×", 1.03)
    yield told(f"{case.name}, first preview", (result.first_preview_seconds or 0) * 1e3, "ms")
    yield told(f"{case.name}, peak memory", result.peak_bytes / 2**20, "MB")
    clicks = [wait_after_click(engine, case.request, own * moment) for moment in _MOMENTS]
    yield at_most(f"{case.name}, click to cancelled", median(clicks) * 1e3, "ms", 200)
    best = own
    if can_compile(machine):
        best, _ = _interleaved(ours(HardwareChoice(compiles=True)), lambda: None)
        yield at_most(f"{case.name}, compiled, against bare", best / theirs, "×", 1.0)
    lines.append(
        f"| {case.name} | {theirs:.3f} | {own:.3f} | {own / theirs:.3f} | {best:.3f} "
        f"| {result.peak_bytes / 2**30:.1f} |"
    )


def _never_seen(request: GenerationRequest) -> GenerationRequest:
    """The same work with nothing of it in a cache."""
    words = f"{request.recipe.prompt} {time.perf_counter_ns()}"
    return replace(request, recipe=replace(request.recipe, prompt=words))


def table(machine: Machine, lines: Sequence[str]) -> str:
    """What is kept: the device, the day, and a line a case."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return "\n".join(
        [
            f"# {machine.name}, {machine.precision.value}, {day}",
            "",
            "Seconds by the clock, medians; previews at every step of ours.",
            "",
            "| what | bare diffusers | ours | ratio | compiled | peak GB |",
            "|---|--:|--:|--:|--:|--:|",
            *lines,
            "",
        ]
    )


def _interleaved(*works: Callable[[], object]) -> tuple[float, ...]:
    """Median seconds of each; the first round of each is not measured."""
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    for turn in range(ROUNDS + 1):
        for work, seconds in zip(works, taken, strict=True):
            started = time.perf_counter()
            work()
            if turn:
                seconds.append(time.perf_counter() - started)
    return tuple(median(seconds) for seconds in taken)


def _an_engine(root: Path) -> AbstractContextManager[LocalEngine]:
    from studio.engine.local import LocalEngine
    from studio.models.catalogue import ModelCatalogue

    return closing(LocalEngine(ModelCatalogue((root,))))


def _bare(case: Case, folder: Path) -> Callable[[], object]:
    """The stock pipeline, nothing of ours; its picture comes to the computer's memory, too."""
    import torch
    from diffusers import (
        EulerDiscreteScheduler,
        StableDiffusionPipeline,
        StableDiffusionXLPipeline,
    )

    kind = StableDiffusionXLPipeline if case.build.is_xl else StableDiffusionPipeline
    pipe = kind.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=case.dtype
    ).to(case.kind)
    pipe.scheduler = EulerDiscreteScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    recipe = case.request.recipe
    return lambda: pipe(
        prompt=recipe.prompt,
        negative_prompt=recipe.negative,
        guidance_scale=recipe.guidance,
        num_inference_steps=case.steps,
        height=case.side,
        width=case.side,
        output_type="np",
        generator=torch.Generator().manual_seed(1),
    )


BENCHMARKS = (Benchmark("gpu", on_accelerator),)
