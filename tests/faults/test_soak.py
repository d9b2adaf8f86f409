"""A long day of painting: memory does not grow, and undo leads back to the first picture."""

from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import psutil

from studio.brush.sample import PenSample
from studio.document.composite import flatten
from studio.files.formats import open_document
from studio.geometry import Bounds
from studio.session.preferences import Preferences
from tests.fakes.engines import FakeEngine
from tests.fakes.sessions import document_of, session_of
from tests.faults import IS_LONG, times

DAYS = times(2, 5)
STROKES, REPAINTS, SAVES = times(16, 200), times(2, 40), times(2, 40)  # a day
WIDTH, HEIGHT = 640, 480


def test_every_day_ends_as_it_began_and_none_takes_more_memory(qapp, qtbot, tmp_path):
    engine = FakeEngine()
    session = session_of(document_of(WIDTH, HEIGHT), tmp_path, engine)
    session.preferences.change(replace(Preferences(), undo_megabytes=4000, keeps_backups=False))
    document, history = session.easel.document, session.easel.document.history
    mark_a_spot(document)
    first, weights = picture(document), []
    for day in range(DAYS):
        paint_for_a_day(session, qtbot, tmp_path / "day.ora", np.random.default_rng(day))
        last = picture(document)
        assert np.array_equal(picture(open_document(tmp_path / "day.ora").document), last)
        while history.undo():
            pass
        assert np.array_equal(picture(document), first)
        while history.redo():
            pass
        assert np.array_equal(picture(document), last)
        while history.undo():
            pass
        engine.served.clear()  # it keeps them for other tests, and would weigh ever more
        weights.append(held() - history.nbytes)
    session.close()
    if IS_LONG:
        assert weights[-1] < weights[0] * 1.05


def paint_for_a_day(session, qtbot, path, chance):
    """Strokes, and now and then a repaint or a save; a save at the end."""
    for turn in range(STROKES):
        stroke(session, chance)
        if turn % (STROKES // REPAINTS) == 0:
            repaint(session, qtbot, turn)
        if turn % (STROKES // SAVES) == 0:
            session.filing.save(path)
    session.filing.save(path)


def mark_a_spot(document):
    """To be repainted."""
    bounds = Bounds(200, 150, 96, 96)
    document.selection.tiles.write(bounds, np.full((96, 96), 255, np.uint8))


def stroke(session, chance):
    """Across the canvas."""
    ends = chance.integers(30, (WIDTH - 30, HEIGHT - 30), (6, 2))
    with session.painting.stroke() as painting:
        for time, (x, y) in enumerate(ends):
            painting.add(PenSample(float(x), float(y), pressure=0.6, time=time * 8.0))


def repaint(session, qtbot, turn):
    """One candidate, kept."""
    recipe = replace(session.repainting.recipe, prompt=f"a cat {turn}", seed=turn)
    session.repainting.set_recipe(recipe)
    session.repainting.repaint()
    qtbot.waitUntil(lambda: bool(session.candidates.waiting))
    session.candidates.keep(session.candidates.waiting[0].id)


def picture(document):
    return flatten(document, document.bounds).copy()


def held():
    """Bytes of this process."""
    gc.collect()
    return psutil.Process().memory_info().rss
