"""What it costs to keep a painting safe while it is painted."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from studio.brush.brush import Brush
from studio.files.openraster.format import save
from studio.files.stamp import Source
from studio.journal.journal import Journal
from studio.journal.moment import Moment, painted_of
from studio.session.easel import Easel
from studio.session.painting import Painting, ToolName
from tests.benchmarks import Benchmark, Row, at_most, median, told
from tests.benchmarks.painting import samples
from tests.benchmarks.saving import FULL, painting

ROUNDS = 12


def journal() -> Iterator[Row]:
    """20 layers at 4096²: the first state after opening, then strokes across 1850 px, one each."""
    easel = Easel(painting())
    document = easel.document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "painting.ora"
        save(document, path)
        kept = Journal(Path(folder) / "journals")
        kept.begin(painted_of(document, easel.active), Source.of(path))
        kept.wait()
        first, _ = _keep(kept, easel)
        before = _written(kept)
        rounds = [_stroke(kept, easel, turn) for turn in range(ROUNDS)]
        grown = (_written(kept) - before) / ROUNDS
        kept.close()
    yield at_most(
        "journal: a stroke, 20 layers, 4096²", median(one[0] for one in rounds), "ms CPU", 100
    )
    # The quietest round: what else the machine does holds this thread up as well.
    yield at_most("  meanwhile the GUI's thread stands", min(one[1] for one in rounds), "ms", 16)
    yield told("  the journal grows by", grown / 1024, "KB")
    yield told("  the first state after opening", first, "ms CPU")


def _stroke(kept: Journal, easel: Easel, turn: int) -> tuple[float, float]:
    """A stroke on one of the full layers, and what it costs to keep it."""
    easel.activate(easel.document.layers[turn % FULL].id)
    brushes = Painting(easel)
    brushes.set_brush(ToolName.brush, Brush(size=100.0, hardness=0.5))
    with brushes.stroke() as stroke:
        for sample in samples():
            stroke.add(sample)
    return _keep(kept, easel)


def _keep(kept: Journal, easel: Easel) -> tuple[float, float]:
    """ms of CPU of all threads but this one's ticking, and the longest that this one stood, in ms.

    This thread goes on meanwhile as one that serves a pointer does: little to do, often.
    """
    cpu, own = time.process_time(), time.thread_time()
    tick = time.perf_counter()
    kept.keep(Moment(painted_of(easel.document, easel.active), "painting.ora"))
    longest, spent = time.perf_counter() - tick, time.thread_time() - own
    waiting = Thread(target=kept.wait)
    waiting.start()
    ticking = time.thread_time()
    while waiting.is_alive():
        tick = time.perf_counter()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - tick)
    ticking = time.thread_time() - ticking
    return 1000 * (time.process_time() - cpu - ticking), 1000 * max(longest, spent)


def _written(kept: Journal) -> int:
    return sum(path.stat().st_size for path in kept.root.glob("*/journal"))


BENCHMARKS = (Benchmark("journal", journal),)
