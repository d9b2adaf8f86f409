"""What the app promises of every repaint, in a document of many layers."""

from __future__ import annotations

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.generation.recipe import ContextChoice, Recipe
from studio.geometry import Bounds
from studio.region.build import build_request
from studio.region.place import changed_outside, floating_of, place, resting_on
from tests.region.scenes import LIMITS, collage, coverage_on_canvas, disc, result_of, select

SHAPES = [
    pytest.param(Bounds(101, 93, 120, 90), 255, id="rectangle"),
    pytest.param(Bounds(190, 170, 110, 110), disc(110), id="antialiased at the canvas edge"),
    pytest.param(Bounds(20, 30, 140, 140), disc(140, softness=1), id="feathered"),
    pytest.param(Bounds(20, 30, 90, 200), 90, id="grey"),
    pytest.param(Bounds(255, 255, 2, 2), 255, id="tiny across tiles"),
]
RECIPES = [
    pytest.param(Recipe(prompt="a fox"), id="as it comes"),
    pytest.param(Recipe(prompt="a fox", strength=0.3), id="weak"),
    pytest.param(Recipe(context=ContextChoice.exact, match_colours=False), id="exact"),
    pytest.param(Recipe(context=ContextChoice.whole), id="whole context"),
]


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize(("bounds", "coverage"), SHAPES)
def test_landing_changes_no_byte_outside_what_was_selected(bounds, coverage, recipe):
    document, above = collage()
    select(document, bounds, coverage)
    selected = document.selection.read(document.bounds)
    before = flatten(document, document.bounds)
    request = build_request(document, recipe, 1, LIMITS)

    place(document, request, result_of(request), above)
    after = flatten(document, document.bounds)

    assert changed_outside(before, after, document.bounds, request) == 0
    np.testing.assert_array_equal(after[selected == 0], before[selected == 0])
    assert (after != before).any()


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize(("bounds", "coverage"), SHAPES)
def test_the_last_preview_is_the_result_byte_for_byte(bounds, coverage, recipe):
    document, above = collage()
    select(document, bounds, coverage)
    request = build_request(document, recipe, 1, LIMITS)
    result = result_of(request)
    preview = floating_of(request, result.pixels, resting_on(document, above))
    shown = flatten(document, document.bounds, floating=preview)

    place(document, request, result, above)

    np.testing.assert_array_equal(flatten(document, document.bounds), shown)


def test_ten_repaints_in_a_row_drift_by_zero_outside():
    document, above = collage()
    select(document, Bounds(101, 93, 120, 90), np.pad(disc(90), ((0, 0), (15, 15))))
    selected = document.selection.read(document.bounds)
    first = flatten(document, document.bounds)

    for seed in range(10):
        request = build_request(document, Recipe(prompt="a fox"), seed, LIMITS)
        above = place(document, request, result_of(request, seed=seed), above)

    last = flatten(document, document.bounds)
    np.testing.assert_array_equal(last[selected == 0], first[selected == 0])


def test_with_blending_past_the_edge_only_what_was_shown_to_land_changes():
    document, above = collage()
    select(document, Bounds(101, 93, 60, 60))
    before = flatten(document, document.bounds)
    request = build_request(document, Recipe(blend_past_edge=True), 1, LIMITS)

    place(document, request, result_of(request), above)
    after = flatten(document, document.bounds)

    landed = coverage_on_canvas(request, document.extent)
    assert changed_outside(before, after, document.bounds, request) == 0
    np.testing.assert_array_equal(after[landed == 0], before[landed == 0])
