"""python -m tests.journal.killed FOLDER TIMES SEED: painters who are killed, and what comes back.

Each life is a fork that takes up what the one before left, paints stroke after stroke in a session
of its own, saves now and then, and says after every stroke when it is kept; kill -9 comes at a
moment of no choice, three times a painting. Prints one JSON object: how many were killed, how many
strokes they painted, and what was wrong with what they left.

Nothing is painted or looked at in the process that forks: a fork of one with threads may hang.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from studio.brush.brush import Brush
from studio.brush.sample import PenSample
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.tiles import Pixels
from studio.files.atomic import sweep
from studio.files.openraster.format import load
from studio.journal.journal import Journal
from studio.journal.shelf import left_behind
from studio.session.easel import Easel
from studio.session.files.autosave import Autosave
from studio.session.files.recovering import Recovering
from studio.session.painting import Painting, ToolName
from studio.session.session import Session
from tests.fakes.sessions import document_of, session_of

SIDE = 700
EVENTS = 25
# A painter saves after every so many strokes.
SAVES = 4
NAME = "sea.ora"
LIVES = 3
LONGEST = 1.0
# Seconds, after which a painter or a looker hangs.
PATIENCE = 250


def main() -> int:
    """Kill so many, three of each painting."""
    folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance, strokes, wrong = random.Random(seed), 0, []
    for nth in range(times // LIVES):
        home = folder / str(nth)
        home.mkdir()
        painted = 0
        for life in range(LIVES):
            kept = painted + _killed(home, painted, chance.uniform(0, LONGEST))
            painted, found = _left_by(home, kept)
            wrong += [f"painting {nth}, life {life}, stroke {kept}: {words}" for words in found]
        strokes += painted
    told = {"killed": times // LIVES * LIVES, "strokes": strokes, "wrong": wrong}
    sys.stdout.write(json.dumps(told) + "\n")
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


def _killed(home: Path, painted: int, seconds: float) -> int:
    """How many strokes a painter says are kept, who is killed that long after the first one."""
    child, told = _fork(partial(_paint, home, painted))
    with told:
        kept = len(told.read(1))
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return kept + len(told.read())


def _left_by(home: Path, kept: int) -> tuple[int, list[str]]:
    """After which stroke the painting was left, and what is wrong with it."""
    child, told = _fork(partial(_look, home, kept))
    with told:
        found = json.loads(told.read() or b'[0, ["it could not be looked at"]]')
    os.waitpid(child, 0)
    return found[0], found[1]


def _fork(work: Callable[[int], None]) -> tuple[int, BinaryIO]:
    """A process that works and tells, by the descriptor it is given, who listens here."""
    says, hears = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(says)
        signal.alarm(PATIENCE)
        try:
            work(hears)
        finally:
            os._exit(1)
    os.close(hears)
    return child, os.fdopen(says, "rb")


def _paint(home: Path, painted: int, hears: int) -> None:
    """As the window does it: a timer writes when `wanted` says so."""
    app = QGuiApplication([])
    session = session_of(document_of(SIDE, SIDE), home)
    autosave = Autosave(session, Journal(home / "journals"))
    timer = QTimer(singleShot=True)
    written: list[int] = []
    timer.timeout.connect(autosave.flush)
    timer.timeout.connect(lambda: written.append(1))
    autosave.wanted.connect(lambda wait: timer.start(round(wait * 1000)))
    _take_up(session, Recovering(session, autosave), home / NAME)
    painting = _painting(session.easel)
    for nth in range(painted + 1, 10_000):
        written.clear()
        _stroke(painting, nth)
        while not written:
            app.processEvents()
        autosave.journal.wait()
        os.write(hears, b".")
        if nth % SAVES == 0:
            session.filing.save(home / NAME)


def _take_up(session: Session, recovering: Recovering, path: Path) -> None:
    """What the life before left: unsaved, or saved."""
    left = recovering.found()
    if left:
        recovering.open(left[0])
    elif path.exists():
        session.filing.open(path)


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


def _look(home: Path, kept: int, hears: int) -> None:
    found, wrong = _recovered(home)
    at, pictures = kept, Pictures()
    if found is not None:
        shown = flatten(found, found.bounds)
        likely = (kept, kept + 1, *range(kept))
        at = next((nth for nth in likely if _is(shown, pictures.after(nth))), 0)
        wrong += [] if at >= kept else [f"the picture is that of stroke {at}"]
    elif kept:
        wrong.append("nothing came back")
    sweep(home)
    wrong += [f"{one.name} is left" for one in home.glob(".repaint-studio-*")]
    os.write(hears, json.dumps([at, wrong]).encode())


def _is(shown: Pixels, picture: Pixels) -> bool:
    return np.array_equal(shown, picture)


def _recovered(home: Path) -> tuple[Document | None, list[str]]:
    """What a journal holds, else what was saved; the journal stays for the next life."""
    left = left_behind(home / "journals")
    for one in left:
        one.folder.let_go()
    if len(left) > 1:
        return None, [f"{len(left)} journals are left"]
    if not left:
        path = home / NAME
        return (load(path).document if path.exists() else None), []
    found = left[0].restored()
    return found.document, [f"{found.lost} parts are lost"] if found.lost else []


if __name__ == "__main__":
    sys.exit(main())
