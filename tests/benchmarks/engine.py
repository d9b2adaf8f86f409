"""What the engine adds to the model's own work, and how soon it lets go of it."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.generation.engine import Cancelled, Engine
from studio.generation.events import Loading, Step
from studio.generation.hardware import Hardware
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest, Task
from studio.geometry import Bounds, Extent
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median, p95, told

SIDE = 192
STEPS = 20
ROUNDS = 5
CLICKS = 12


@dataclass(slots=True)
class Watcher:
    """Takes the previews; stops after a number of them, or when told to by another thread."""

    stop_after: int = 1000
    previews: int = 0
    stopped: threading.Event | None = None

    def loading(self, event: Loading) -> None:
        """Nothing to note."""

    def hardware(self, event: Hardware) -> None:
        """Nothing to note."""

    def step(self, event: Step) -> None:
        """Count it."""
        self.previews += event.preview is not None

    def check(self) -> None:
        """Stop when it is time."""
        if self.previews >= self.stop_after or (self.stopped and self.stopped.is_set()):
            raise Cancelled


@contextmanager
def a_model(input_channels: int) -> Iterator[tuple[Engine, Callable[[], None], str]]:
    """An engine with a model of 50 million random weights; how to empty its caches; its folder."""
    import torch

    import studio.engine.device as devices
    from studio.engine.local import LocalEngine
    from studio.models.catalogue import ModelCatalogue
    from tests.fakes.tiny_models import MEDIUM, make_model

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as root:
        folder = make_model(Path(root) / "model", input_channels=input_channels, sizes=MEDIUM)
        catalogue = ModelCatalogue((Path(root),))
        engine = LocalEngine(catalogue, devices.CPU)
        engine.generate(a_request(64, 1), Watcher())
        (model,) = engine._warm._loaded.values()
        yield engine, model.forget, str(folder)


def a_request(side: int, steps: int) -> GenerationRequest:
    """An ellipse in the middle of a picture, to be repainted."""
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    mask = np.zeros((side, side), np.uint8)
    mask[side // 4 : -side // 4, side // 4 : -side // 4] = 255
    recipe = Recipe(model="model", prompt="a red apple", steps=steps)
    everything = Bounds(0, 0, side, side)
    size = Extent(side, side)
    return GenerationRequest(
        recipe, 1, Task.inpaint, everything, everything, size, pixels, mask, mask
    )


def bare(folder: str, request: GenerationRequest, **settings: object) -> Callable[[], object]:
    """The same calls of the stock pipeline, nothing of ours."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionInpaintPipeline

    assert request.mask is not None
    pipe = StableDiffusionInpaintPipeline.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
    )
    pipe.scheduler = EulerDiscreteScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    planes = torch.from_numpy(request.pixels.astype(np.float32) / 255).permute(2, 0, 1)[None]
    mask = torch.from_numpy(request.mask.astype(np.float32) / 255)[None, None]
    call: dict[str, object] = {
        "prompt": request.recipe.prompt,
        "negative_prompt": request.recipe.negative,
        "guidance_scale": request.recipe.guidance,
        "num_inference_steps": request.recipe.steps,
        "image": planes,
        "mask_image": mask,
        "strength": 1.0,
        "height": request.size.height,
        "width": request.size.width,
        **settings,
    }
    return lambda: pipe(**call, generator=torch.Generator().manual_seed(1))


def overhead() -> Iterator[Row]:
    """A repaint with a preview every step against the bare pipeline; nothing cached."""
    for channels, kind in ((4, "plain"), (9, "inpainting")):
        with a_model(channels) as (engine, forget, folder):
            request = a_request(SIDE, STEPS)

            def ours(engine=engine, forget=forget, request=request) -> None:
                forget()
                engine.generate(request, Watcher())

            stock = bare(folder, request, output_type="np")
            own, theirs = map(median, cpu_seconds(ours, stock, rounds=ROUNDS))
            yield told(f"{kind} model, {SIDE} px, {STEPS} steps, bare", theirs, "s CPU")
            yield at_most(f"repaint with previews against bare, {kind}", own / theirs, "×", 1.05)


def first_preview() -> Iterator[Row]:
    """The first preview of a warm model, nothing cached, against encoding and one step."""
    for channels, kind in ((4, "plain"), (9, "inpainting")):
        with a_model(channels) as (engine, forget, folder):
            request = a_request(SIDE, STEPS)

            def ours(engine=engine, forget=forget, request=request) -> None:
                forget()
                stop_at_first(engine, request)

            one_step = bare(folder, a_request(SIDE, 1), output_type="latent")
            own, theirs = map(median, cpu_seconds(ours, one_step, rounds=ROUNDS))
            yield told(f"encode and one step, {kind}", theirs * 1000, "ms CPU")
            yield at_most(f"first preview against it, {kind}", own / theirs, "×", 1.1)


def stop_at_first(engine: Engine, request: GenerationRequest) -> None:
    """Serve a request up to its first preview."""
    try:
        engine.generate(request, Watcher(stop_after=1))
    except Cancelled:
        return
    raise AssertionError


def cancelling() -> Iterator[Row]:
    """From a click, at moments all over a run at 512 px, until the engine is free."""
    with a_model(4) as (engine, _, _):
        request = a_request(512, 2)
        started = time.perf_counter()
        engine.generate(request, Watcher())
        whole = time.perf_counter() - started
        yield told("a run at 512 px, 2 steps", whole, "s")
        moments = np.linspace(0.02, 0.9, CLICKS) * whole
        waits = [wait_after_click(engine, request, float(moment)) for moment in moments]
        yield at_most("click to cancelled, median", median(waits) * 1000, "ms", 150)
        yield told("click to cancelled, 95 of 100", p95(waits) * 1000, "ms")


def wait_after_click(engine: Engine, request: GenerationRequest, delay: float) -> float:
    """Seconds from a click on another thread, `delay` into a run, to its end."""
    stopped = threading.Event()
    clicked: list[float] = []

    def click() -> None:
        clicked.append(time.perf_counter())
        stopped.set()

    timer = threading.Timer(delay, click)
    timer.start()
    try:
        engine.generate(request, Watcher(stopped=stopped))
    except Cancelled:
        return time.perf_counter() - clicked[0]
    finally:
        timer.cancel()
    return 0.0


BENCHMARKS = (
    Benchmark("engine overhead", overhead),
    Benchmark("first preview", first_preview),
    Benchmark("cancelling", cancelling),
)
