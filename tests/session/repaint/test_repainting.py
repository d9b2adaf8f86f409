from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.layers import PaintLayer
from studio.errors import InputError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import ContextChoice, Fill, LayerRecipe
from studio.generation.request import Task
from studio.geometry import Bounds
from studio.models.families import QWEN_EDIT

SPOT = Bounds(100, 80, 90, 70)


def ask(painter, **settings):
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, **settings))


def test_the_model_used_last_is_taken_up_with_its_recommended_settings(painter):
    repainting = painter.session.repainting
    wanted = repainting.model.recommended
    recipe = repainting.recipe
    assert recipe.model == "starter"
    assert (recipe.steps, recipe.sampler) == (wanted.steps, wanted.sampler)


def test_a_repaint_becomes_a_candidate_shown_in_place(painter):
    painter.select(SPOT)
    before = painter.picture()
    painter.repaint()
    candidates = painter.session.candidates
    assert candidates.shown == candidates.waiting[0].id
    assert np.array_equal(painter.picture(), before)
    tile = painter.session.easel.compositor.tile((0, 0))
    assert not np.array_equal(tile[80:150, 100:190], before[80:150, 100:190])


def test_everything_that_decides_a_picture_is_captured_when_it_is_asked_for(painter):
    painter.engine.hold_at(1)
    painter.select(SPOT)
    ask(painter, prompt="a star", seed=5)
    painter.session.repainting.repaint()
    painter.select(Bounds(0, 0, 20, 20))
    ask(painter, prompt="a fish", seed=6)
    painter.engine.release()
    painter.wait_for(lambda: painter.session.candidates.waiting)
    request = painter.session.candidates.waiting[0].request
    assert (request.recipe.prompt, request.seed, request.region) == ("a star", 5, SPOT)


def test_a_model_that_edits_sees_what_it_is_to_change(painter):
    catalogue = painter.session.repainting.catalogue
    catalogue.entries = (
        *catalogue.entries,
        replace(catalogue.find("starter"), id="editing", family=QWEN_EDIT),
    )
    painter.select(SPOT)
    ask(painter, fill=Fill.noise)
    painter.repaint()
    ask(painter, model="editing")
    painter.repaint()
    filled, whole = (one.request for one in painter.session.candidates.waiting)
    assert not np.array_equal(filled.pixels, whole.pixels)
    assert whole.recipe.fill is Fill.original
    assert painter.session.repainting.recipe.fill is filled.recipe.fill


def test_several_pictures_have_seeds_one_after_another_and_share_their_arrays(painter):
    painter.select(SPOT)
    ask(painter, seed=40)
    painter.repaint(count=3)
    requests = [one.request for one in painter.session.candidates.waiting]
    assert [one.seed for one in requests] == [40, 41, 42]
    assert requests[0].pixels is requests[2].pixels


def test_without_a_seed_one_is_drawn_for_each_repaint(painter):
    painter.repaint()
    painter.repaint()
    first, second = painter.session.candidates.waiting
    assert first.request.seed != second.request.seed


def test_previews_are_shown_where_the_result_will_land_and_go_when_it_is_cancelled(painter):
    painter.engine.hold_at(3)
    painter.select(SPOT)
    before = painter.picture()
    painter.session.repainting.repaint()
    overlay = painter.session.overlay
    painter.wait_for(lambda: overlay.floating is not None)
    assert overlay.floating.bounds == SPOT
    painter.session.repainting.cancel()
    assert overlay.floating is None
    assert np.array_equal(painter.session.easel.compositor.tile((0, 0)), before[:256, :256])
    assert painter.session.candidates.waiting == ()


def test_progress_says_the_step_and_ends_with_none(painter):
    seen = []
    painter.session.repainting.progress_changed.connect(seen.append)
    painter.repaint()
    said = [one for one in seen if one is not None]
    assert said[-1].index == said[-1].total == 4
    assert said[-1].words == "Step 4 of 4"
    assert seen[-1] is None


def test_a_failed_job_is_told_and_the_next_one_runs(painter):
    told = []
    painter.session.notice.connect(told.append)
    error = EngineError(EngineErrorKind.out_of_memory, "Not enough memory.", "Close something.")
    painter.engine.fail_at = (2, error)
    painter.session.repainting.repaint()
    painter.wait_for(lambda: told)
    assert (told[0].message, told[0].hint) == ("Not enough memory.", "Close something.")
    painter.engine.fail_at = None
    painter.repaint()
    assert len(painter.session.candidates.waiting) == 1


def test_cancelling_all_forgets_those_that_wait(painter):
    painter.engine.hold_at(1)
    painter.session.repainting.set_count(3)
    painter.session.repainting.repaint()
    painter.session.repainting.cancel_all()
    painter.engine.release()
    painter.repaint(count=1)
    assert len(painter.session.candidates.waiting) == 1


def test_nothing_selected_at_full_strength_is_text_to_image(painter):
    painter.repaint()
    request = painter.session.candidates.waiting[0].request
    assert request.task is Task.text_to_image
    assert request.region == painter.document.bounds


def test_the_context_box_follows_the_selection_until_it_is_dragged(painter):
    repainting = painter.session.repainting
    assert repainting.context_box == painter.document.bounds
    painter.select(SPOT)
    found = repainting.context_box
    assert found.contains(SPOT)
    dragged = Bounds(60, 40, 200, 180)
    repainting.drag_context(dragged)
    assert repainting.context_box == dragged
    painter.repaint()
    assert painter.session.candidates.waiting[0].request.context.contains(dragged)
    painter.select(Bounds(10, 10, 50, 50))
    assert repainting.context_box != dragged


def test_the_context_box_cannot_leave_the_canvas_or_the_region(painter):
    painter.select(SPOT)
    painter.session.repainting.drag_context(Bounds(-50, -50, 180, 160))
    box = painter.session.repainting.context_box
    assert box.contains(SPOT)
    assert painter.document.bounds.contains(box)


def test_an_exact_context_is_the_region_itself(painter):
    painter.select(SPOT)
    ask(painter, context=ContextChoice.exact)
    assert painter.session.repainting.context_box.contains(SPOT)


@pytest.mark.parametrize("count", [0, 65])
def test_an_impossible_count_is_refused_with_its_number(painter, count):
    with pytest.raises(InputError, match=str(count)):
        painter.session.repainting.set_count(count)


def test_a_generated_layer_is_made_anew_from_its_recipe_with_another_seed(painter):
    painter.select(SPOT)
    ask(painter, prompt="a star", seed=5)
    painter.repaint()
    landing = painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    painter.session.selecting.select_none()
    ask(painter, prompt="something else")
    painter.session.repainting.reroll(landing.layer)
    painter.wait_for(lambda: painter.session.candidates.waiting)
    request = painter.session.candidates.waiting[0].request
    assert request.recipe.prompt == "a star"
    assert request.region == SPOT
    assert request.seed != 5


def test_a_layer_without_a_recipe_cannot_be_made_anew(painter):
    with pytest.raises(InputError):
        painter.session.repainting.reroll(painter.session.easel.active)


def test_the_recipe_of_a_kept_layer_says_how_it_was_made(painter):
    painter.select(SPOT)
    ask(painter, prompt="a star", seed=5, strength=0.8)
    painter.repaint()
    landing = painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    layer = painter.document.layer(landing.layer)
    assert isinstance(layer, PaintLayer)
    remembered = LayerRecipe.from_json(layer.recipe)
    assert (remembered.recipe.prompt, remembered.recipe.seed) == ("a star", 5)
    assert remembered.recipe.strength == 0.8
    assert remembered.region == SPOT


def test_asking_ends_the_quick_mask_whose_tint_would_falsify_what_comes(painter):
    painter.session.painting.quick_mask = True
    painter.select(SPOT)
    painter.repaint()
    assert not painter.session.painting.quick_mask
    assert not painter.document.selection.is_none
