"""python -m tests.journal.killed FOLDER TIMES SEED: painters who are killed, and what comes back.

Each is a fork that paints stroke after stroke in a session of its own, saves now and then, and says
after every stroke when it is kept; kill -9 comes at a moment of no choice. Prints one JSON object:
how many were killed, how many strokes they painted, and what was wrong with what they left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from studio.brush.brush import Brush
from studio.brush.sample import PenSample
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.tiles import Pixels
from studio.files.atomic import sweep
from studio.files.openraster import load
from studio.journal.journal import Journal
from studio.journal.shelf import left_behind
from studio.session.autosave import Autosave
from studio.session.easel import Easel
from studio.session.painting import Painting, ToolName
from tests.fakes.sessions import document_of, session_of

SIDE = 700
EVENTS = 25
# A painter saves after every so many strokes.
SAVES = 4
NAME = "sea.ora"
LONGEST = 1.0


def main() -> int:
    """Kill so many painters, one after another."""
    folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance, strokes, wrong = random.Random(seed), 0, []
    pictures = Pictures()
    for nth in range(times):
        home = folder / str(nth)
        home.mkdir()
        kept = _killed(home, chance.uniform(0, LONGEST))
        strokes += kept
        wrong += [
            f"painter {nth}, stroke {kept}: {words}" for words in _wrong(home, kept, pictures)
        ]
    sys.stdout.write(json.dumps({"killed": times, "strokes": strokes, "wrong": wrong}) + "\n")
    return 0


class Pictures:
    """What the painting looks like after so many strokes."""

    def __init__(self) -> None:
        self._document = document_of(SIDE, SIDE)
        self._painting = _painting(Easel(self._document))
        self._shown = [flatten(self._document, self._document.bounds)]

    def after(self, strokes: int) -> Pixels:
        """The whole of it."""
        while len(self._shown) <= strokes:
            _stroke(self._painting, len(self._shown))
            self._shown.append(flatten(self._document, self._document.bounds))
        return self._shown[strokes]


def _killed(home: Path, seconds: float) -> int:
    """How many strokes a painter says are kept, who is killed that long after the first one."""
    says, hears = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(says)
        try:
            _paint(home, hears)
        finally:
            os._exit(1)
    os.close(hears)
    with os.fdopen(says, "rb") as told:
        kept = len(told.read(1))
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return kept + len(told.read())


def _paint(home: Path, hears: int) -> None:
    """As the window does it: a timer writes when `wanted` says so."""
    app = QGuiApplication([])
    session = session_of(document_of(SIDE, SIDE), home)
    autosave = Autosave(session, Journal(home / "journals"))
    timer = QTimer(singleShot=True)
    timer.timeout.connect(autosave.flush)
    autosave.wanted.connect(lambda wait: timer.start(round(wait * 1000)))
    painting = _painting(session.easel)
    for nth in range(1, 10_000):
        _stroke(painting, nth)
        while timer.isActive():
            app.processEvents()
        autosave.journal.wait()
        os.write(hears, b".")
        if nth % SAVES == 0:
            session.filing.save(home / NAME)


def _painting(easel: Easel) -> Painting:
    painting = Painting(easel)
    painting.set_brush(ToolName.brush, Brush(size=60.0, hardness=0.4, opacity=0.6))
    return painting


def _stroke(painting: Painting, nth: int) -> None:
    """The same strokes for everybody."""
    chance = np.random.default_rng(nth)
    start, end = chance.uniform(0, SIDE, (2, 2))
    with painting.stroke() as stroke:
        for part in np.linspace(0, 1, EVENTS):
            x, y = start + (end - start) * part
            stroke.add(PenSample(float(x), float(y), 0.8))


def _wrong(home: Path, kept: int, pictures: Pictures) -> list[str]:
    found, wrong = _recovered(home)
    if found is None:
        return [*wrong, "nothing came back"]
    shown = flatten(found, found.bounds)
    if not any(np.array_equal(shown, pictures.after(nth)) for nth in (kept, kept + 1)):
        at = [nth for nth in range(kept + 2) if np.array_equal(shown, pictures.after(nth))]
        wrong.append(f"the picture is that of {at}")
    sweep(home)
    wrong += [f"{one.name} is left" for one in home.glob(".repaint-studio-*")]
    return wrong


def _recovered(home: Path) -> tuple[Document | None, list[str]]:
    """What a journal holds, else what was saved."""
    left = left_behind(home / "journals")
    if len(left) > 1:
        return None, [f"{len(left)} journals are left"]
    if not left:
        path = home / NAME
        return (load(path).document if path.exists() else None), []
    found = left[0].restored()
    left[0].folder.remove()
    return found.document, [f"{found.lost} parts are lost"] if found.lost else []


if __name__ == "__main__":
    sys.exit(main())
