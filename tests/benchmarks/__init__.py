"""Speed, as ratios measured in one run: `python -m tests.benchmarks [NAME…] [--json F]`.

Every module of this package holds `BENCHMARKS: tuple[Benchmark, ...]` and is found by being here.
Import what is slow to import (torch) inside the function that measures it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured; bar: what the value is held to, None where it is only told."""

    name: str
    value: float
    unit: str
    bar: float | None
    ok: bool


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Something to measure, chosen by its name or its module's."""

    name: str
    measure: Callable[[], Iterable[Row]]


def at_most(name: str, value: float, unit: str, bar: float) -> Row:
    """A row that is ok up to the bar."""
    return Row(name, value, unit, bar, value <= bar)


def at_least(name: str, value: float, unit: str, bar: float) -> Row:
    """A row that is ok from the bar up."""
    return Row(name, value, unit, bar, value >= bar)


def told(name: str, value: float, unit: str) -> Row:
    """A row without a bar."""
    return Row(name, value, unit, None, ok=True)


def cpu_seconds(*works: Callable[[], object], rounds: int = 30) -> tuple[tuple[float, ...], ...]:
    """CPU seconds of each round of each work; interleaved, so that a busy machine hits all alike.

    CPU time of the whole process, its threads included. One unmeasured round comes first.
    """
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    with _no_collection():
        for turn in range(rounds + 1):
            for work, seconds in zip(works, taken, strict=True):
                start = time.process_time()
                work()
                if turn:
                    seconds.append(time.process_time() - start)
    return tuple(tuple(seconds) for seconds in taken)


def median(seconds: Iterable[float]) -> float:
    """The middle one."""
    return float(np.median(tuple(seconds)))


def p95(seconds: Iterable[float]) -> float:
    """What 95 of 100 stay below."""
    return float(np.quantile(tuple(seconds), 0.95))


@contextmanager
def _no_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
