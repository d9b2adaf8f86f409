"""An engine that behaves as a real one does, in no time and without a model."""

from __future__ import annotations

import threading

import numpy as np

from studio.generation.engine import Watch
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware, Precision, Processor
from studio.generation.request import GenerationRequest, Rgb
from studio.generation.steps import plan_steps
from studio.geometry import Extent
from tests.patience import PATIENCE


def painted(request: GenerationRequest, size: Extent | None = None) -> Rgb:
    """What the fake engine makes of a request: stripes, told by all that decides a picture.

    Where the denoise mask is zero it keeps the request's pixels, as a good model would.
    """
    size = size or request.size
    words = f"{request.recipe.prompt}|{request.recipe.negative}|{request.recipe.model}"
    rng = np.random.default_rng([request.seed, *words.encode()])
    colours = rng.integers(0, 256, (2, 3))
    stripes = (np.arange(size.width) // 8 % 2)[None, :, None]
    picture = np.broadcast_to(
        np.where(stripes == 0, colours[0], colours[1]), (size.height, size.width, 3)
    )
    picture = picture.astype(np.uint8)
    if request.mask is not None and size == request.size:
        picture[request.mask == 0] = request.pixels[request.mask == 0]
    return picture


class FakeEngine:
    """Runs the planned steps with previews; may wait at a step, or fail at one.

    The last preview is the result. `hold_at(k)` blocks before step k is told until `release()`;
    it looks at `watch.check` while it waits, as a real engine does within a step.
    """

    def __init__(self, *, steps: int | None = None) -> None:
        self.steps = steps
        self.served: list[GenerationRequest] = []
        self.told = 0
        self.thread: threading.Thread | None = None
        self.notes: tuple[str, ...] = ()
        self.hardware = Hardware(
            Processor.cpu, "Imaginary", 3, 8 << 30, Precision.float32, found=(Processor.cpu,)
        )
        self.fail_at: tuple[int, BaseException] | None = None
        self.is_closed = False
        self.holding = threading.Event()
        self._hold_at = 0
        self._go = threading.Event()
        self._news = threading.Condition()

    def reached(self, step: int) -> bool:
        """Wait, on another thread, until a job has told this step; False if it never does."""
        with self._news:
            return self._news.wait_for(lambda: self.told >= step, PATIENCE)

    def hold_at(self, step: int) -> None:
        """Stand still before this step (counted from 1) of every job to come."""
        self._hold_at = step
        self.holding.clear()
        self._go.clear()

    def release(self) -> None:
        """Go on, and hold no more."""
        self._hold_at = 0
        self._go.set()

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Serve a request (`generation.engine.Engine`)."""
        self.thread = threading.current_thread()
        self.served.append(request)
        watch.hardware(self.hardware)
        watch.loading(Loading("model", 0.5))
        picture = painted(request, request.refine)
        total = self.steps or plan_steps(request.recipe.steps, request.recipe.strength).count
        for index in range(1, total + 1):
            self._wait_at(index, watch)
            if self.fail_at is not None and self.fail_at[0] == index:
                raise self.fail_at[1]
            watch.check()
            watch.step(Step(index, total, self._preview(picture, index, total)))
            with self._news:
                self.told = index
                self._news.notify_all()
        return Result(picture, request.seed, 0.5, 0.1, 1 << 20, "fake" * 16, self.notes)

    def close(self) -> None:
        """Nothing to let go of."""
        self.is_closed = True

    def _wait_at(self, index: int, watch: Watch) -> None:
        if index != self._hold_at:
            return
        self.holding.set()
        deadline = int(PATIENCE / 0.005)
        for _ in range(deadline):
            watch.check()
            if self._go.wait(0.005):
                return
        raise AssertionError("the fake engine was never released")

    def _preview(self, picture: Rgb, index: int, total: int) -> Rgb:
        grey = np.full_like(picture, 128)
        mixed = grey + (picture.astype(np.int32) - grey) * index // total
        return mixed.astype(np.uint8)


class BrokenEngine:
    """Cannot do anything."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Fail."""
        raise self.error

    def close(self) -> None:
        """Nothing to let go of."""
