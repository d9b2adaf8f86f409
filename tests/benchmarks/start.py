"""What it costs to start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from tests.benchmarks import Benchmark, Row, at_most, median

STARTS = 5
# The child says the CPU seconds of its whole life up to the first paint of the canvas.
CHILD = """
import gc, sys, time
gc.disable()  # as the program does, until its window is shown
from studio.__main__ import import_plainly
import_plainly()
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from studio.app import Places, build_app

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            app.qt.exit()
        return False

home = Path(sys.argv[1])
app = build_app(Places(home, home))
first = FirstPaint()
app.window.canvas.installEventFilter(first)
app.window.show()
gc.freeze()
gc.enable()
app.qt.exec()
print(time.process_time())
app.session.close()
"""


def first_window() -> Iterator[Row]:
    """CPU seconds from the start of the process to the first painted window."""
    with tempfile.TemporaryDirectory() as home:
        seconds = [_start(home) for _ in range(STARTS + 1)][1:]
    yield at_most("start to first painted window", median(seconds), "s CPU", 0.6)


def _start(home: str) -> float:
    run = [sys.executable, "-c", CHILD, home]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
    return float(found.stdout)


BENCHMARKS = (Benchmark("first_window", first_window),)
