"""The engine on an accelerator, where there is one: speed, previews and cancelling at 512 px."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import Benchmark, Row, at_most, median, told
from tests.benchmarks.engine import Watcher, a_request, wait_after_click

SIDE = 512
STEPS = 20
ROUNDS = 5


def on_accelerator() -> Iterator[Row]:
    """Wall times: what an accelerator does is not CPU time."""
    from studio.engine.device import choose_device
    from studio.engine.local import LocalEngine
    from studio.models.catalogue import ModelCatalogue
    from tests.fakes.tiny_models import MEDIUM, make_model

    device = choose_device()
    if device.kind == "cpu":
        yield told("accelerators here", 0, "")
        return
    with tempfile.TemporaryDirectory() as root:
        make_model(Path(root) / "model", sizes=MEDIUM)
        engine = LocalEngine(ModelCatalogue((Path(root),)), device)
        request = a_request(SIDE, STEPS)
        cold = seconds(lambda: engine.generate(request, Watcher()))
        yield told(f"{device.kind}, {device.dtype}: first repaint, loading included", cold, "s")
        warm = [seconds(lambda: engine.generate(request, Watcher())) for _ in range(ROUNDS)]
        yield told(f"repaint at {SIDE} px, {STEPS} steps, warm", median(warm) * 1000, "ms")
        result = engine.generate(request, Watcher())
        first = (result.first_preview_seconds or 0.0) * 1000
        yield told("first preview, warm", first, "ms")
        yield told("peak memory", result.peak_bytes / 2**20, "MB")
        clicks = [
            wait_after_click(engine, request, median(warm) * part)
            for part in (0.1, 0.3, 0.5, 0.7, 0.9)
        ]
        yield at_most("click to cancelled, median", median(clicks) * 1000, "ms", 150)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


BENCHMARKS = (Benchmark("gpu", on_accelerator),)
