from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.layers import PaintLayer
from studio.errors import InputError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import LayerRecipe
from studio.geometry import Bounds
from studio.jobs.job import JobState
from studio.preview.overlay import Shown
from studio.session.files.filing import blank_document
from studio.session.notice import Notice

SPOT = Bounds(100, 80, 90, 70)


@pytest.fixture
def live(painter):
    painter.select(SPOT)
    return painter.session.live


def ask_and_wait(painter):
    painter.session.live.ask()
    painter.wait_for(lambda: painter.session.live.is_shown)


def paint(painter, at: Bounds = SPOT):
    easel = painter.session.easel
    with easel.document.painting(easel.active, "Brush stroke") as tiles:
        tiles.write(at, np.full((at.height, at.width, 4), 255, np.uint8))
        easel.document.touched(easel.active, at)


def test_nothing_is_asked_before_it_is_switched_on(live, painter):
    live.ask()
    paint(painter)
    assert painter.session.repainting.jobs.jobs == ()


def test_what_the_painting_would_become_is_shown_in_place_and_is_no_candidate(live, painter):
    before = painter.picture()
    live.switch()
    ask_and_wait(painter)
    overlay = painter.session.overlay
    assert (overlay.reason, overlay.floating.bounds) == (Shown.live, SPOT)
    assert painter.session.candidates.waiting == ()
    assert np.array_equal(painter.picture(), before)


def test_the_first_touch_takes_it_away_and_stirs(live, painter):
    live.switch()
    ask_and_wait(painter)
    stirs, changes = [], []
    live.stirred.connect(stirs.append)
    live.changed.connect(lambda _: changes.append(live.is_shown))
    easel = painter.session.easel
    with easel.document.painting(easel.active, "Brush stroke"):
        easel.document.touched(easel.active, SPOT)
        assert painter.session.overlay.floating is None
    assert stirs
    assert changes == [False]


def test_a_touch_stops_what_is_on_its_way(live, painter):
    painter.engine.hold_at(2)
    live.switch()
    live.ask()
    painter.wait_for(lambda: painter.session.overlay.floating is not None)
    paint(painter)
    assert painter.session.overlay.floating is None
    assert painter.session.repainting.jobs.jobs[-1].state is JobState.cancelled


def test_all_pictures_have_one_seed_until_it_is_switched_on_anew(live, painter):
    for _ in range(2):
        live.switch()
        ask_and_wait(painter)
        paint(painter)
        ask_and_wait(painter)
        live.switch()
    seeds = [request.seed for request in painter.engine.served]
    assert seeds[0] == seeds[1]
    assert seeds[2] == seeds[3]
    assert seeds[0] != seeds[2]


def test_a_seed_that_the_painter_gave_is_the_seed(live, painter):
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, seed=7))
    live.switch()
    ask_and_wait(painter)
    assert painter.engine.served[-1].seed == 7


def test_keeping_makes_a_layer_with_its_recipe_as_it_was_seen(live, painter):
    live.switch()
    ask_and_wait(painter)
    seen = painter.session.overlay.floating.pixels
    landing = live.keep()
    layer = painter.document.layer(landing.layer)
    assert isinstance(layer, PaintLayer)
    assert np.array_equal(layer.tiles.read(SPOT), seen)
    assert LayerRecipe.from_json(layer.recipe).recipe.seed == painter.engine.served[-1].seed
    assert landing.changed_outside == 0
    assert painter.session.overlay.floating is None


def test_what_was_kept_is_left_as_it_is_until_something_changes(live, painter):
    live.switch()
    ask_and_wait(painter)
    stirs = []
    live.stirred.connect(stirs.append)
    live.keep()
    assert stirs == []
    paint(painter)
    assert stirs


def test_keeping_while_nothing_is_shown_does_nothing(live, painter):
    live.switch()
    assert live.keep() is None
    assert painter.document.history.latest.title != "Repaint"


def test_a_candidate_looked_at_hides_it_and_nothing_is_asked_beneath_it(live, painter):
    live.switch()
    ask_and_wait(painter)
    painter.repaint()
    assert painter.session.overlay.reason is Shown.candidate
    assert not live.is_shown
    served = len(painter.engine.served)
    live.ask()
    assert painter.session.repainting.jobs.is_idle
    assert len(painter.engine.served) == served


def test_a_repaint_does_not_wait_for_it(live, painter):
    painter.engine.hold_at(2)
    live.switch()
    live.ask()
    painter.wait_for(painter.engine.holding.is_set)
    painter.session.repainting.repaint()
    first, second = painter.session.repainting.jobs.jobs
    assert (first.is_live, first.state) == (True, JobState.cancelled)
    assert second.state is not JobState.cancelled
    painter.engine.release()
    painter.wait_for(lambda: painter.session.candidates.waiting)


def test_other_settings_stir_and_leave_the_picture_until_the_next_is_there(live, painter):
    live.switch()
    ask_and_wait(painter)
    stirs = []
    live.stirred.connect(stirs.append)
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, prompt="a star"))
    assert stirs
    assert live.is_shown


def test_its_steps_are_no_progress_of_a_repaint_but_its_loading_is(live, painter):
    told = []
    painter.session.repainting.progress_changed.connect(told.append)
    painter.engine.hold_at(1)
    live.switch()
    live.ask()
    painter.wait_for(lambda: any(one is not None for one in told))
    painter.engine.release()
    painter.wait_for(lambda: live.is_shown)
    assert {one.total for one in told if one is not None} == {0}
    assert told[-1] is None


def test_an_engine_that_fails_is_told_once_and_ends_it(live, painter):
    notices: list[Notice] = []
    painter.session.notice.connect(notices.append)
    error = EngineError(EngineErrorKind.crashed, "It broke.", "Try again.")
    painter.engine.fail_at = (1, error)
    live.switch()
    live.ask()
    painter.wait_for(lambda: not live.is_on)
    assert [one.message for one in notices] == ["It broke."]
    assert painter.session.overlay.floating is None


def test_a_model_that_is_gone_ends_it(live, painter):
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, model="nowhere"))
    live.switch()
    with pytest.raises((InputError, EngineError)):
        live.ask()
    assert not live.is_on


def test_it_ends_with_the_painting(live, painter):
    live.switch()
    ask_and_wait(painter)
    painter.session.easel.put(blank_document(painter.document.extent))
    assert not live.is_on
    assert painter.session.overlay.floating is None


def test_switching_it_off_leaves_the_painting_alone(live, painter):
    live.switch()
    ask_and_wait(painter)
    live.switch()
    assert painter.session.overlay.floating is None
    assert not live.is_shown
