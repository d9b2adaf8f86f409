from __future__ import annotations

import numpy as np
import pytest

from studio.generation.recipe import LayerRecipe, Recipe
from studio.geometry import Bounds
from studio.region.build import build_request
from studio.region.place import place
from studio.region.region import region_of, region_of_layer
from tests.document.paintings import ROOT, document_of, paint
from tests.region.scenes import LIMITS, disc, photo, result_of, select


def test_with_nothing_selected_the_region_is_the_whole_canvas():
    document = document_of()

    region = region_of(document)

    assert region.bounds == document.bounds
    assert region.coverage.shape == (280, 300)
    assert region.is_whole(document)


def test_a_selection_that_covers_everything_counts_as_none():
    document = document_of()
    select(document, document.bounds)

    assert region_of(document).is_whole(document)


def test_a_selection_of_all_but_one_pixel_is_one():
    document = document_of()
    almost = np.full((280, 300), 255, np.uint8)
    almost[279, 299] = 254
    select(document, document.bounds, almost)

    assert not region_of(document).is_whole(document)


def test_the_region_is_tight_around_what_is_selected():
    document = document_of()
    select(document, Bounds(250, 240, 40, 40), disc(40))

    region = region_of(document)

    assert region.bounds == Bounds(250, 240, 40, 40)
    np.testing.assert_array_equal(region.coverage, disc(40))


def test_greys_of_the_selection_are_kept():
    document = document_of()
    select(document, Bounds(10, 10, 20, 20), 77)

    assert (region_of(document).coverage == 77).all()


def test_a_selection_that_was_taken_away_is_none():
    document = document_of()
    select(document, Bounds(10, 10, 20, 20))
    select(document, Bounds(10, 10, 20, 20), 0)

    assert region_of(document).is_whole(document)


def test_the_region_of_a_huge_canvas_takes_no_memory():
    document = document_of(16384, 16384)

    assert region_of(document).coverage.strides == (0, 0)


@pytest.mark.parametrize("past_edge", [False, True], ids=["inwards", "past the edge"])
def test_a_layer_made_anew_again_and_again_stays_where_it_is(past_edge):
    document = photo()
    select(document, Bounds(100, 90, 60, 60), disc(60))
    recipe = Recipe(prompt="a fox", blend_past_edge=past_edge)
    request = build_request(document, recipe, 1, LIMITS)
    first = request.region

    for _ in range(3):
        layer = document.paint_layer(place(document, request, result_of(request), ROOT))
        region = region_of_layer(layer, LayerRecipe.from_json(layer.recipe))
        request = build_request(document, recipe, 1, LIMITS, region=region)
        assert request.region == first
        assert (region.coverage > 0).sum() == pytest.approx((disc(60) > 127).sum(), rel=0.05)


def test_of_a_layer_that_was_erased_nothing_is_left_to_make_anew():
    document = photo()
    layer = document.paint_layer(document.layers[0].id)
    gone = LayerRecipe(Recipe(), Bounds(0, 0, 9, 9), Bounds(290, 270, 40, 40))
    paint(document, layer, document.bounds, np.zeros((280, 300, 4), np.uint8))

    assert region_of_layer(layer, gone).bounds.is_empty
