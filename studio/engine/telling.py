"""What is told while a request is served."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import torch

from studio.engine.colours import Preview
from studio.generation.engine import Watch
from studio.generation.events import Step
from studio.generation.request import Rgb
from studio.geometry import Extent


@dataclass(slots=True)
class Telling:
    """Counts the steps of a request over its runs, and tells its watcher of each.

    total: steps of all runs. first_preview: seconds from the start of the request.
    """

    watch: Watch
    total: int
    started: float = field(default_factory=time.perf_counter)
    first_preview: float | None = None
    _done: int = 0

    def seconds(self) -> float:
        """Since the request came."""
        return time.perf_counter() - self.started

    def go_on_from(self, done: int) -> None:
        """A try begins after so many steps."""
        self._done = done

    def clean(self, latents: torch.Tensor, preview: Preview, shown: Extent) -> None:
        """A step is done; shown: latent pixels of it that stand for the picture.

        The last step waits for the picture itself: the last preview is the result.
        """
        self.watch.check()
        self._done += 1
        if self._done < self.total:
            self._tell(preview.rgb(latents[..., : shown.height, : shown.width]))

    def finished(self, pixels: Rgb) -> None:
        """The picture is there."""
        self.watch.check()
        self._tell(pixels)

    def _tell(self, preview: Rgb) -> None:
        self.watch.step(Step(self._done, self.total, preview))
        if self.first_preview is None:
            self.first_preview = self.seconds()
