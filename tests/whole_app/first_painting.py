"""What a newcomer does in the first minutes; run by `test_whole_app` on a screen of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from studio.app import Places, build_app
from studio.document.composite import flatten
from studio.generation.recipe import LayerRecipe
from studio.panels.repaint import RepaintPanel
from studio.resources import resource

SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", "tests/output"))


class Person:
    """Somebody at the window: moves the pointer, presses keys, and looks."""

    def __init__(self, app, qtbot):
        self.app, self.qtbot = app, qtbot
        self.canvas = app.window.canvas
        self.document = lambda: app.session.easel.document

    def does(self, *words):
        """One xdotool command, while the window goes on living."""
        process = subprocess.Popen(["xdotool", *map(str, words)])
        self.waits(lambda: process.poll() is not None)
        assert process.returncode == 0

    def waits(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()))

    def drags(self, *points):
        """Press at the first point of the painting (canvas px), move along, release."""
        places = [self._on_screen(*point) for point in points]
        self.does("mousemove", *places[0], "mousedown", 1)
        for place in places[1:]:
            self.does("mousemove", *place)
        self.does("mouseup", 1)

    def clicks(self, widget):
        middle = widget.mapToGlobal(widget.rect().center())
        self.does("mousemove", middle.x(), middle.y(), "click", 1)

    def presses(self, *keys):
        self.does("key", *keys)

    def sees(self, name):
        """Keep a screenshot of the whole screen."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        assert self.app.window.screen().grabWindow(0).save(str(SCREENSHOTS / f"{name}.png"))

    def picture(self):
        return flatten(self.document(), self.document().bounds)

    def _on_screen(self, x, y):
        spot = self.canvas.viewport.to_view(x, y)
        place = self.canvas.mapToGlobal(QPoint(round(spot[0]), round(spot[1])))
        return place.x(), place.y()


@pytest.fixture
def person(qtbot, tmp_path):
    shutil.copy(resource("sample", "picture.png"), tmp_path / "meadow.png")
    app = build_app(Places(tmp_path / "config", tmp_path / "logs"))
    app.window.setGeometry(0, 0, 1440, 900)
    with qtbot.waitExposed(app.window):
        app.window.show()
    app.session.filing.open(tmp_path / "meadow.png")
    app.session.filing.save(tmp_path / "meadow.ora")
    one = Person(app, qtbot)
    one.does("windowfocus", "--sync", int(app.window.winId()))
    one.waits(app.window.isActiveWindow)
    yield one
    # Not closed: it would ask what becomes of a painting that a failed test left unsaved.
    app.window.hide()
    app.session.close()


def test_a_newcomer_paints_masks_repaints_keeps_undoes_saves_and_reopens(person):
    session, document = person.app.session, person.document()
    person.sees("1-opened")

    person.presses("b")
    person.drags((120, 420), (200, 400), (280, 430), (330, 410))
    person.waits(lambda: document.history.titles[-1:] == ("Brush stroke",))
    assert person.picture()[420, 120, :3].max() < 40

    person.presses("q")
    person.drags((450, 300), (560, 300), (560, 380), (450, 380), (450, 340), (560, 340))
    # The whole of it: while the stroke goes on, the mask still grows.
    person.waits(lambda: len(document.history.titles) == 2)
    assert not document.selection.is_none
    person.sees("2-masked")

    before = person.picture()
    untouched = document.selection.read(document.bounds) == 0
    person.clicks(person.app.window.findChild(RepaintPanel).prompt)
    person.does("type", "a sunflower")
    person.presses("ctrl+Return")
    person.waits(lambda: session.overlay.floating is not None)
    person.sees("3-forming")
    person.waits(lambda: session.candidates.waiting)
    person.sees("4-candidate")

    landed = []
    session.candidates.landed.connect(landed.append)
    person.presses("Return")
    person.waits(lambda: landed)
    after = person.picture()
    assert landed[0].changed_outside == 0
    assert np.array_equal(after[untouched], before[untouched])
    assert not np.array_equal(after, before)
    person.sees("5-kept")

    person.presses("ctrl+z")
    person.waits(lambda: np.array_equal(person.picture(), before))
    person.presses("ctrl+shift+z")
    person.waits(lambda: np.array_equal(person.picture(), after))

    person.presses("ctrl+s")
    person.waits(lambda: not session.filing.is_modified)
    session.filing.open(session.filing.path)
    assert np.array_equal(person.picture(), after)
    recipe = LayerRecipe.from_json(person.document().layers[-1].recipe).recipe
    assert recipe.prompt == "a sunflower"
