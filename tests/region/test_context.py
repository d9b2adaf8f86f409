from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.generation.recipe import ContextChoice
from studio.geometry import Bounds, Extent
from studio.models.families import SD15, SDXL
from studio.models.family import SizeLimits
from studio.region.context import chosen_context, context_of, padding_of

STARTER = SizeLimits(128, 128, 128**2, 128**2, refines=False)
FREE = SizeLimits(8, 4096, 8**2, 4096**2)
CANVAS = Extent(1000, 800)
AUTO = ContextChoice.auto


@pytest.mark.parametrize(
    ("region", "canvas", "strength", "padding"),
    [
        pytest.param(Bounds(0, 0, 40, 40), Extent(400, 400), 1.0, 32, id="never less than 32"),
        pytest.param(Bounds(0, 0, 40, 40), Extent(1600, 100), 1.0, 100, id="a 16th of the canvas"),
        pytest.param(Bounds(0, 0, 300, 100), Extent(400, 400), 1.0, 100, id="half a region side"),
        pytest.param(Bounds(0, 0, 300, 100), Extent(400, 400), 0.3, 50, id="half of it when weak"),
        pytest.param(Bounds(0, 0, 300, 100), Extent(400, 400), 0.1, 50, id="no less when weaker"),
        pytest.param(Bounds(0, 0, 300, 100), Extent(400, 400), 0.65, 75, id="even in between"),
    ],
)
def test_padding(region, canvas, strength, padding):
    assert padding_of(region, canvas, strength) == pytest.approx(padding)


@pytest.mark.parametrize(
    ("region", "strength", "limits", "context"),
    [
        pytest.param(
            Bounds(400, 300, 200, 200), 1.0, FREE, Bounds(300, 200, 400, 400), id="padded"
        ),
        pytest.param(
            Bounds(400, 300, 200, 200), 0.3, FREE, Bounds(350, 250, 300, 300), id="padded by half"
        ),
        pytest.param(
            Bounds(400, 300, 200, 100), 1.0, FREE, Bounds(325, 175, 350, 350), id="made square"
        ),
        pytest.param(
            Bounds(200, 395, 600, 10),
            0.3,
            FREE,
            Bounds(124, 238, 752, 325),
            id="a strip to half of a square",
        ),
        pytest.param(
            Bounds(400, 300, 50, 50), 0.3, SD15.limits, Bounds(169, 69, 512, 512), id="native side"
        ),
        pytest.param(
            Bounds(0, 0, 50, 50), 0.3, SD15.limits, Bounds(0, 0, 512, 512), id="shifted inward"
        ),
        pytest.param(
            Bounds(950, 750, 50, 50),
            0.3,
            SD15.limits,
            Bounds(488, 288, 512, 512),
            id="shifted inward at the far corner",
        ),
        pytest.param(
            Bounds(400, 300, 50, 50),
            0.3,
            SDXL.limits,
            Bounds(25, 0, 800, 800),
            id="as large as the canvas allows",
        ),
        pytest.param(
            Bounds(200, 395, 600, 10),
            0.3,
            STARTER,
            Bounds(124, 24, 752, 752),
            id="square for a model that knows only squares",
        ),
    ],
)
def test_automatic_context(region, strength, limits, context):
    assert context_of(region, CANVAS, strength, limits, AUTO) == context


@pytest.mark.parametrize(
    ("choice", "layer", "context"),
    [
        pytest.param(ContextChoice.exact, None, Bounds(100, 100, 30, 20), id="exact"),
        pytest.param(ContextChoice.whole, None, Bounds(0, 0, 1000, 800), id="whole"),
        pytest.param(
            ContextChoice.layer,
            Bounds(50, 60, 200, 100),
            Bounds(50, 60, 200, 100),
            id="the layer's bounds",
        ),
        pytest.param(
            ContextChoice.layer,
            Bounds(110, 110, 200, 100),
            Bounds(100, 100, 210, 110),
            id="the layer's bounds and the region",
        ),
        pytest.param(
            ContextChoice.layer,
            Bounds(-50, 60, 2000, 100),
            Bounds(0, 60, 1000, 100),
            id="the layer's bounds on the canvas",
        ),
    ],
)
def test_chosen_context(choice, layer, context):
    region = Bounds(100, 100, 30, 20)

    assert context_of(region, CANVAS, 1.0, SD15.limits, choice, layer) == context


def test_without_a_layer_its_bounds_are_found_automatically():
    region = Bounds(100, 100, 30, 20)
    found = context_of(region, CANVAS, 1.0, SD15.limits, ContextChoice.layer)

    assert found == context_of(region, CANVAS, 1.0, SD15.limits, AUTO)


def test_a_dragged_box_that_misses_the_region_grows_to_hold_it():
    box = chosen_context(Bounds(-20, 0, 100, 100), Bounds(90, 90, 20, 20), CANVAS)

    assert box == Bounds(0, 0, 110, 110)


@pytest.mark.parametrize(
    ("region", "canvas"),
    [
        pytest.param(Bounds(400, 300, 200, 150), CANVAS, id="in the middle"),
        pytest.param(Bounds(0, 700, 300, 100), CANVAS, id="in a corner"),
        pytest.param(Bounds(1500, 900, 900, 300), Extent(4096, 4096), id="large"),
    ],
)
@pytest.mark.parametrize("limits", [SD15.limits, SDXL.limits, STARTER], ids=["15", "xl", "starter"])
def test_no_step_of_the_strength_slider_makes_the_context_jump(region, canvas, limits):
    found = [context_of(region, canvas, s / 100, limits, AUTO) for s in range(1, 101)]

    for before, after in itertools.pairwise(found):
        moved = (
            after.x - before.x,
            after.y - before.y,
            after.right - before.right,
            after.bottom - before.bottom,
        )
        # Padding of half the region's average side moves an edge by 1/140 of that a step.
        assert max(map(abs, moved)) <= 2 + 2 * max(canvas.longest_side / 16, 300) / 70


@st.composite
def places(draw):
    canvas = Extent(draw(st.integers(1, 5000)), draw(st.integers(1, 5000)))
    x = draw(st.integers(0, canvas.width - 1))
    y = draw(st.integers(0, canvas.height - 1))
    width = draw(st.integers(1, canvas.width - x))
    height = draw(st.integers(1, canvas.height - y))
    return Bounds(x, y, width, height), canvas


@given(places(), st.floats(0.01, 1), st.floats(0, 0.5), st.sampled_from([SD15.limits, STARTER]))
def test_the_context_holds_the_region_and_grows_with_strength(place, weak, more, limits):
    region, canvas = place
    small = context_of(region, canvas, weak, limits, AUTO)
    large = context_of(region, canvas, min(weak + more, 1.0), limits, AUTO)

    assert small.contains(region)
    assert large.contains(small)
    assert canvas.bounds.contains(large)
