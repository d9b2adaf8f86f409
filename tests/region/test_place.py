from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.generation.recipe import Fill, LayerRecipe, Recipe
from studio.geometry import Bounds
from studio.region.build import build_request
from studio.region.place import (
    changed_outside,
    floating_of,
    name_of,
    picture_of,
    place,
    resting_on,
)
from tests.document.paintings import ROOT, add_group, add_paint, document_of
from tests.region.scenes import LIMITS, collage, coverage_on_canvas, disc, photo, result_of, select

HERE = Bounds(101, 93, 61, 57)
PLAIN = Recipe(prompt="a fox", match_colours=False)


def repaint_of(document, recipe=PLAIN, coverage=255):
    select(document, HERE, coverage)
    return build_request(document, recipe, 1, LIMITS)


def test_the_picture_is_the_regions_part_of_what_was_made():
    request = repaint_of(photo())
    columns = np.linspace(0, 255, request.size.width).astype(np.uint8)
    made = np.repeat(columns[None, :, None], request.size.height, 0).repeat(3, 2)

    picture = picture_of(request, made)

    left = (request.region.x - request.context.x) / request.context.width * 255
    right = (request.region.right - request.context.x) / request.context.width * 255
    assert picture.shape == (57, 61, 4)
    expected = np.linspace(left, right, 61)[12:-12]
    assert np.abs(picture[28, 12:-12, 0] - expected).max() < 4


def test_colours_are_premultiplied_bgra():
    request = repaint_of(photo())
    made = np.full((*request.pixels.shape[:2], 3), (200, 100, 50), np.uint8)

    picture = picture_of(request, made).astype(int)

    np.testing.assert_array_equal(picture[..., 3], request.coverage)
    alpha = request.coverage.astype(float)[..., None] / 255
    assert np.abs(picture[..., :3] - alpha * (50, 100, 200)).max() <= 0.5 + 1e-6


def test_outside_the_coverage_there_is_nothing_at_all():
    request = repaint_of(photo(), coverage=np.pad(disc(57), ((0, 0), (2, 2))))

    picture = picture_of(request, result_of(request).pixels)

    assert not picture[request.coverage == 0].any()
    assert (request.coverage == 0).any()


@pytest.mark.parametrize("scale", [0.125, 0.5, 2])
def test_previews_of_any_size_lie_where_the_result_will(scale):
    request = repaint_of(photo())
    made = np.asarray(cv2.GaussianBlur(result_of(request).pixels, (0, 0), 12), np.uint8)
    small = cv2.resize(made, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    preview = np.asarray(small, np.uint8)

    shown = picture_of(request, preview).astype(int)

    assert np.abs(shown - picture_of(request, made)).mean() < 2


def test_colours_are_matched_unless_the_recipe_says_otherwise():
    request = repaint_of(photo(), Recipe())
    darker = np.clip(request.pixels.astype(int) - 40, 0, 255).astype(np.uint8)

    matched = picture_of(request, darker)[28, 30, :3].astype(int)
    plain = picture_of(replace(request, recipe=PLAIN), darker)[28, 30, :3].astype(int)

    assert (matched - plain).mean() > 25


def test_a_result_lands_as_a_layer_just_above_named_and_with_its_recipe():
    document = photo()
    below = document.layers[-1].id
    top = add_paint(document, LayerProperties("top"))
    request = repaint_of(document)

    id_ = place(document, request, result_of(request, seed=9), below)

    layer = document.paint_layer(id_)
    assert [one.id for one in document.root.children] == [below, id_, top.id]
    assert layer.properties == LayerProperties("a fox")
    remembered = LayerRecipe.from_json(layer.recipe)
    assert remembered.recipe == replace(request.recipe, seed=9, model_hash="hash")
    assert (remembered.context, remembered.region) == (request.context, request.region)


def test_a_result_lands_in_the_group_of_the_layer_beneath():
    document = photo()
    group = add_group(document)
    inside = add_paint(document, parent=group.id)
    request = repaint_of(document)

    id_ = place(document, request, result_of(request), inside.id)

    assert document.parent_of(id_) is group


@pytest.mark.parametrize("above", [ROOT, LayerId(999)], ids=["nothing chosen", "gone since"])
def test_without_a_layer_beneath_it_lands_on_top(above):
    document = photo()
    request = repaint_of(document)

    id_ = place(document, request, result_of(request), above)

    assert document.root.children[-1].id == id_


def test_it_lands_above_the_layers_clipped_to_the_one_beneath():
    document = document_of()
    base = add_paint(document)
    clipped = LayerProperties("clipped", clipped=True)
    first, second = add_paint(document, clipped), add_paint(document, clipped)
    add_paint(document)

    assert resting_on(document, base.id) == second.id
    assert resting_on(document, first.id) == second.id


def test_landing_is_one_step_and_undoing_it_restores_everything():
    document, above = collage()
    request = repaint_of(document)
    layers, steps = document.layers, document.history.position
    before = flatten(document, document.bounds)

    place(document, request, result_of(request), above)
    landed = flatten(document, document.bounds)

    assert document.history.position == steps + 1
    assert document.history.undo()
    assert document.layers == layers
    np.testing.assert_array_equal(flatten(document, document.bounds), before)
    assert document.history.redo()
    np.testing.assert_array_equal(flatten(document, document.bounds), landed)


def test_pixels_beneath_are_never_edited():
    document, above = collage()
    layers = [layer for layer in document.layers if isinstance(layer, PaintLayer)]
    before = [layer.tiles.snapshot() for layer in layers]
    request = repaint_of(document)

    place(document, request, result_of(request), above)

    assert [layer.tiles.snapshot() for layer in layers] == before


def test_it_lands_where_it_was_asked_for_whatever_is_selected_by_now():
    document = photo()
    request = repaint_of(document)
    select(document, Bounds(0, 0, 20, 20))

    id_ = place(document, request, result_of(request), ROOT)

    landed = document.paint_layer(id_).tiles.read(document.bounds)[..., 3]
    np.testing.assert_array_equal(landed, coverage_on_canvas(request, document.extent))


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        pytest.param("a fox", "a fox", id="short"),
        pytest.param("", "Repaint", id="none"),
        pytest.param("  \n ", "Repaint", id="blank"),
        pytest.param("a fox\n  in snow", "a fox in snow", id="on several lines"),
        pytest.param(
            "a red fox asleep in deep snow, soft light, film grain",
            "a red fox asleep in deep snow, soft…",
            id="cut at a word",
        ),
        pytest.param("雪" * 60, "雪" * 39 + "…", id="no words to cut at"),
    ],
)
def test_a_layer_is_named_by_its_prompt(prompt, name):
    assert name_of(prompt) == name


def test_bytes_that_changed_outside_are_counted():
    document = photo()
    request = repaint_of(document)
    before = flatten(document, document.bounds)
    after = before.copy()
    after[request.region.slices] ^= 255
    after[0, 0] ^= 255
    after[5, 7, 1] ^= 1

    assert changed_outside(before, after, document.bounds, request) == rim(request) + 5


def rim(request):
    """Bytes of the region's own rectangle in which nothing lands."""
    return 4 * int((request.coverage == 0).sum())


def test_bytes_that_changed_are_counted_in_a_part_of_the_canvas():
    document = photo()
    request = repaint_of(document)
    part = Bounds(90, 80, 30, 40)
    before = flatten(document, part)
    after = before.copy()
    after[0, 0] ^= 255
    after[-1, -1] ^= 255

    assert changed_outside(before, after, part, request) == 4


def test_a_floating_picture_lies_where_the_result_would_land():
    document = photo()
    request = repaint_of(document)

    floating = floating_of(request, result_of(request).pixels, LayerId(3))

    assert (floating.above, floating.bounds) == (3, request.region)


@pytest.mark.parametrize("scale", [0.25, 1, 2], ids=["preview", "as asked for", "refined"])
def test_a_tint_that_the_model_gave_the_hole_alone_does_not_land(scale):
    request = repaint_of(photo(), replace(PLAIN, fill=Fill.original))
    assert request.mask is not None
    tint = (request.mask > 0)[..., None] * np.array((24, -18, 12))
    tinted = np.clip(request.pixels + tint, 0, 255).astype(np.uint8)
    made = cv2.resize(tinted, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    matching = replace(request, recipe=replace(request.recipe, match_colours=True))
    true = picture_of(request, request.pixels).astype(int)
    as_made, met = (np.abs(picture_of(one, made) - true).mean() for one in (request, matching))
    assert met < as_made * 0.7
