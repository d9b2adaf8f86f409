from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.layers import LayerProperties, PaintLayer
from studio.generation.recipe import ContextChoice, Fill, Recipe
from studio.generation.request import Task
from studio.geometry import Bounds, Extent
from studio.models.families import SD15
from studio.region.build import build_request
from studio.region.context import context_of
from studio.region.region import Region
from tests.document.paintings import add_paint, document_of, paint
from tests.region.scenes import LIMITS, collage, disc, photo, select

HERE = Bounds(100, 90, 60, 60)
EXACT = Recipe(context=ContextChoice.exact)
WHOLE = Recipe(context=ContextChoice.whole)


def opaque(bounds: Bounds, bgr: tuple[int, int, int]) -> np.ndarray:
    return np.full((bounds.height, bounds.width, 4), (*bgr, 255), np.uint8)


def empty(select_here=True):
    document = document_of()
    add_paint(document)
    if select_here:
        select(document, HERE)
    return document


def photo_with(coverage=255):
    document = photo()
    select(document, HERE, coverage)
    return document


def sketch_only_where_selected():
    document = empty()
    inner = Bounds(110, 100, 30, 30)
    paint(document, document.paint_layer(document.layers[0].id), inner, opaque(inner, (9, 9, 9)))
    return document


@pytest.mark.parametrize(
    ("document", "recipe", "task"),
    [
        pytest.param(photo, Recipe(strength=1), Task.text_to_image, id="all of it, anew"),
        pytest.param(photo, Recipe(strength=0.9), Task.image_to_image, id="all of it, from it"),
        pytest.param(lambda: empty(False), Recipe(strength=0.9), Task.text_to_image, id="nothing"),
        pytest.param(photo_with, Recipe(strength=1), Task.inpaint, id="a part, anew"),
        pytest.param(photo_with, Recipe(strength=0.4), Task.inpaint, id="a part, from it"),
        pytest.param(empty, Recipe(strength=1), Task.text_to_image, id="a part of nothing"),
        pytest.param(empty, Recipe(strength=0.4), Task.text_to_image, id="a part of nothing, weak"),
        pytest.param(
            sketch_only_where_selected, EXACT, Task.text_to_image, id="nothing but what goes"
        ),
        pytest.param(
            sketch_only_where_selected,
            replace(EXACT, strength=0.5),
            Task.image_to_image,
            id="a sketch alone to start from",
        ),
        pytest.param(photo_with, EXACT, Task.text_to_image, id="nothing around to see"),
        pytest.param(
            lambda: photo_with(128), EXACT, Task.inpaint, id="grey keeps even at full strength"
        ),
    ],
)
def test_the_task_follows_from_selection_strength_and_what_is_there(document, recipe, task):
    request = build_request(document(), recipe, 1, LIMITS)

    assert request.task is task
    assert (request.mask is not None) == (task is Task.inpaint)


def test_the_model_sees_the_composite_of_its_context_over_white():
    document = document_of(64, 64)
    half = Bounds(0, 0, 32, 64)
    paint(document, add_paint(document), half, opaque(half, (10, 60, 200)))
    below = add_paint(document, LayerProperties("half", opacity=0.5))
    paint(document, below, half, opaque(half, (10, 60, 100)))

    pixels = build_request(document, WHOLE, 1, LIMITS).pixels

    assert np.abs(pixels[30, 10].astype(int) - (150, 60, 10)).max() <= 1
    assert (pixels[30, 50] == 255).all()


def test_a_context_that_the_model_can_work_at_is_not_resampled():
    document = photo()
    select(document, Bounds(100, 90, 16, 16))
    context = Bounds(60, 50, 96, 112)

    request = build_request(document, Recipe(fill=Fill.original), 1, LIMITS, context=context)

    layer = document.paint_layer(document.layers[0].id)
    assert request.size == Extent(96, 112)
    np.testing.assert_array_equal(request.pixels, layer.tiles.read(context)[..., 2::-1])


def test_beneath_a_layer_only_what_is_below_it_is_seen():
    document = photo_with()
    before = build_request(document, Recipe(fill=Fill.original), 1, LIMITS)
    cover = add_paint(document)
    paint(document, cover, document.bounds, opaque(document.bounds, (0, 0, 0)))

    beneath = build_request(document, Recipe(fill=Fill.original), 1, LIMITS, beneath=cover.id)

    np.testing.assert_array_equal(beneath.pixels, before.pixels)


def test_what_is_masked_is_filled_at_full_strength_and_kept_when_weak():
    plain = build_request(photo_with(), Recipe(fill=Fill.original), 1, LIMITS)
    strong = build_request(photo_with(), Recipe(fill=Fill.neutral), 1, LIMITS)
    weak = build_request(photo_with(), Recipe(fill=Fill.neutral, strength=0.5), 1, LIMITS)

    inside = strong.mask == 255
    assert (strong.pixels[inside] == 128).mean() > 0.8
    np.testing.assert_array_equal(strong.pixels[strong.mask == 0], plain.pixels[strong.mask == 0])
    same = build_request(photo_with(), Recipe(fill=Fill.original, strength=0.5), 1, LIMITS)
    np.testing.assert_array_equal(weak.pixels, same.pixels)


def test_greys_of_the_selection_stay_grey_for_the_model_and_opaque_for_landing():
    request = build_request(photo_with(100), Recipe(), 1, LIMITS)

    assert request.mask is not None
    assert request.mask.max() == 100
    assert request.coverage.max() == 255


def test_masks_are_of_the_sizes_they_are_for():
    request = build_request(photo_with(), Recipe(), 1, LIMITS)

    assert request.pixels.shape == (request.size.height, request.size.width, 3)
    assert request.mask is not None
    assert request.mask.shape == request.pixels.shape[:2]
    assert request.coverage.shape == (request.region.height, request.region.width)
    assert request.context.contains(request.region)


def test_by_default_the_region_is_what_is_selected():
    request = build_request(photo_with(), Recipe(), 1, LIMITS)

    assert request.region == HERE


def test_blending_past_the_edge_lands_outside_too():
    request = build_request(photo_with(), Recipe(blend_past_edge=True), 1, LIMITS)

    assert request.region == HERE.padded(8)
    assert (request.coverage[8:-8, 8:-8] == 255).all()
    assert request.coverage[4, 34] > 0


def test_the_context_shown_before_is_the_one_the_model_sees():
    for recipe in (Recipe(), Recipe(blend_past_edge=True, strength=0.4)):
        shown = context_of(HERE, Extent(300, 280), recipe.strength, LIMITS, recipe.context)

        assert build_request(photo_with(), recipe, 1, LIMITS).context == shown


def test_blending_past_the_edge_stays_on_the_canvas():
    document = photo()
    select(document, Bounds(0, 250, 40, 30))

    request = build_request(document, Recipe(blend_past_edge=True), 1, LIMITS)

    assert request.region == Bounds(0, 242, 48, 38)


def test_a_whole_canvas_lands_wholly():
    request = build_request(photo(), Recipe(strength=0.5), 1, LIMITS)

    assert request.region == Bounds(0, 0, 300, 280)
    assert (request.coverage == 255).all()


def test_the_context_is_the_one_that_was_dragged():
    request = build_request(photo_with(), Recipe(), 1, LIMITS, context=Bounds(90, 80, 100, 120))

    assert request.context == Bounds(90, 80, 100, 120)


def test_the_layers_bounds_can_be_the_context():
    recipe = Recipe(context=ContextChoice.layer)
    request = build_request(photo_with(), recipe, 1, LIMITS, layer_bounds=Bounds(80, 80, 100, 90))

    assert request.context == Bounds(80, 80, 100, 90)


def test_a_given_region_goes_before_the_selection():
    region = Region(Bounds(10, 10, 40, 40), disc(40))

    request = build_request(photo_with(), Recipe(), 1, LIMITS, region=region)

    assert request.region == region.bounds


def test_a_large_context_is_made_in_two_passes():
    request = build_request(photo(1000, 1000), WHOLE, 1, SD15.limits)

    assert request.size == Extent(640, 640)
    assert request.refine == Extent(1008, 1008)


def test_asking_twice_asks_the_same():
    one, again = (build_request(photo_with(), Recipe(fill=Fill.noise), 3, LIMITS) for _ in "ab")

    np.testing.assert_array_equal(one.pixels, again.pixels)
    np.testing.assert_array_equal(one.mask, again.mask)
    np.testing.assert_array_equal(one.coverage, again.coverage)


def test_several_pictures_share_one_set_of_arrays():
    first = build_request(photo_with(), Recipe(), 3, LIMITS)
    second = replace(first, seed=4)

    assert np.shares_memory(first.pixels, second.pixels)
    assert not second.pixels.flags.writeable


def test_asking_leaves_the_painting_as_it_was():
    document, _ = collage()
    select(document, HERE)
    layers = [layer for layer in document.layers if isinstance(layer, PaintLayer)]
    before = [layer.tiles.snapshot() for layer in layers]
    steps = document.history.titles

    build_request(document, Recipe(), 1, LIMITS)

    assert [layer.tiles.snapshot() for layer in layers] == before
    assert document.history.titles == steps


@pytest.mark.parametrize("side", [1, 2, 3])
def test_a_region_of_a_few_pixels_can_be_asked_for(side):
    document = photo()
    select(document, Bounds(299 - side, 150, side, side))

    request = build_request(document, Recipe(), 1, LIMITS)

    assert request.mask is not None
    assert request.mask.max() > 200


def test_a_canvas_of_one_pixel_can_be_asked_for():
    request = build_request(document_of(1, 1), Recipe(), 1, LIMITS)

    assert request.size == Extent(64, 64)
