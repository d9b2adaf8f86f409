"""Where a run keeps its files, how long it may take, and what it writes down."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folder of a run. Everything in it can be made again."""

    folder: Path

    @property
    def packages(self) -> Path:
        """The packed npm packages."""
        return self.folder / "packages"

    @property
    def drawings(self) -> Path:
        """The rendered drawings."""
        return self.folder / "drawings.npz"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer's folder."""
        return self.folder / "tokenizer"

    @property
    def model(self) -> Path:
        """The finished model."""
        return self.folder / "starter"

    def checkpoint(self, step: str) -> Path:
        """Where a step goes on from."""
        return self.folder / f"{step}.pt"

    def log(self, step: str) -> Path:
        """What a step wrote down: one JSON object a line."""
        return self.folder / f"{step}.jsonl"


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to train: so many samples, or so many minutes over all runs, whichever is first.

    Told only in samples, a run can be repeated to the bit. pause: minutes after which this run
    stops, to be gone on with later.
    """

    samples: int | None = None
    minutes: float | None = None
    pause: float | None = None

    def progress(self, samples: int, seconds: float) -> float:
        """0..1, 1 = done."""
        by_samples = samples / self.samples if self.samples else 0.0
        by_time = seconds / (60 * self.minutes) if self.minutes else 0.0
        return min(1.0, max(by_samples, by_time))

    def is_paused(self, clock: Clock) -> bool:
        """Whether this run has to stop."""
        return self.pause is not None and clock.seconds_of_this_run() > 60 * self.pause


class Clock:
    """Seconds spent, those of earlier runs counted in."""

    def __init__(self, before: float = 0.0) -> None:
        self._before = before
        self._start = time.monotonic()

    def seconds(self) -> float:
        """So far."""
        return self._before + self.seconds_of_this_run()

    def seconds_of_this_run(self) -> float:
        """Without the earlier ones."""
        return time.monotonic() - self._start


def learning_rate(peak: float, progress: float) -> float:
    """Up within 2 %, level until 45 %, then straight down to nothing."""
    return peak * min(1.0, progress / 0.02 + 0.02) * min(1.0, max(0.0, 1 - progress) / 0.55)


def save_checkpoint(path: Path, state: Mapping[str, object]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(dict(state), partial)
    partial.replace(path)


def load_checkpoint(path: Path, device: torch.device) -> dict[str, object] | None:
    """What was saved, None where nothing was."""
    if not path.exists():
        return None
    found: dict[str, object] = torch.load(path, map_location=device, weights_only=True)
    return found


def write_down(path: Path, **facts: object) -> None:
    """Add a line to a log, and show it."""
    line = json.dumps({key: _short(value) for key, value in facts.items()})
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    print(line, flush=True)


def _short(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_short(one) for one in value]
    return value
