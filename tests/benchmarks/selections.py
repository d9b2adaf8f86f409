"""What filling, selecting and softening cost on 4096², at their worst."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import cv2
import numpy as np

from studio.brush.edges import feathered, grown
from studio.document.gradients import Gradient
from studio.document.tiles import Pixels
from studio.geometry import Extent, Point
from studio.session.easel import Easel
from studio.session.files.filing import blank_document
from studio.session.filling import Filling
from studio.session.painting import Painting
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median, told

SIDE = 4096
ROUNDS = 5


def fills() -> Iterator[Row]:
    """Everything at once: the largest area there is, of one colour."""
    document = blank_document(Extent(SIDE, SIDE))
    easel = Easel(document)
    filling = Filling(easel, Painting(easel))
    (fill,) = cpu_seconds(partial(filling.fill_at, Point(2000, 2000)), rounds=ROUNDS)
    yield at_most("fill everything, 4096²", median(fill) * 1000, "ms CPU", 30.0)
    with filling.gradient() as lay:
        slanted = Gradient((100.0, 200.0), (4000.0, 3000.0))
        (gradient,) = cpu_seconds(lambda: lay(slanted.start, slanted.end), rounds=ROUNDS)
    yield told("gradient over everything, 4096²", median(gradient) * 1000, "ms CPU")


def edges() -> Iterator[Row]:
    """A large disc, crisp and soft."""
    crisp = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(crisp, (2000, 2000), 1200, 255, -1, cv2.LINE_AA)
    soft = np.asarray(cv2.blur(crisp, (41, 41)), np.uint8)
    for by in (8, 50, 250):
        yield _edge(f"feather by {by}, 4096²", partial(feathered, crisp, by), 40.0)
        for name, coverage in (("crisp", crisp), ("soft", soft)):
            yield _edge(f"grow {name} by {by}, 4096²", partial(grown, coverage, by), 60.0)


def _edge(name: str, work: Callable[[], Pixels], bar: float) -> Row:
    (taken,) = cpu_seconds(work, rounds=ROUNDS)
    return at_most(name, median(taken) * 1000, "ms CPU", bar)


BENCHMARKS = (Benchmark("fills", fills), Benchmark("edges", edges))
