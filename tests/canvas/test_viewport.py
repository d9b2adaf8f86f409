import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.canvas.viewport import MAX_ZOOM, MIN_ZOOM, STEPS, Viewport
from studio.geometry import Bounds, Extent

CANVAS = Extent(1000, 600)


def looking_at(**changes):
    known = {"width": 800, "height": 500, "centre": (500.0, 300.0), **changes}
    return Viewport(CANVAS, **known)


viewports = st.builds(
    looking_at,
    zoom=st.floats(MIN_ZOOM, MAX_ZOOM),
    rotation=st.floats(-179, 180),
    is_mirrored=st.booleans(),
    pixel_ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0]),
    centre=st.tuples(st.floats(0, 1000), st.floats(0, 600)),
)
places = st.tuples(st.floats(0, 800), st.floats(0, 500))
# The translation is rounded to screen pixels: that far may a spot seem to move.
ONE_PIXEL = 1.01 * math.sqrt(2)


@given(viewports, places)
def test_a_place_maps_to_the_canvas_and_back(viewport, place):
    assert viewport.to_view(*viewport.to_canvas(*place)) == pytest.approx(place, abs=1e-6)


@given(viewports, places, st.floats(MIN_ZOOM, MAX_ZOOM))
def test_zooming_keeps_the_spot_under_the_pointer(viewport, place, zoom):
    spot = viewport.to_canvas(*place)
    zoomed = viewport.zoomed(zoom, place)
    if Bounds(0, 0, 999, 599).contains(Bounds(int(spot[0]), int(spot[1]), 1, 1)) and min(spot) >= 0:
        assert math.dist(zoomed.to_view(*spot), place) <= ONE_PIXEL


@given(viewports, places, st.floats(-180, 180))
def test_turning_keeps_the_spot_it_turns_about(viewport, place, degrees):
    spot = viewport.to_canvas(*place)
    assert math.dist(viewport.rotated(degrees, place).to_view(*spot), place) <= ONE_PIXEL


@given(viewports, places)
def test_the_mirror_swaps_left_and_right_as_seen(viewport, place):
    spot = viewport.to_canvas(*place)
    swapped = viewport.mirrored().to_view(*spot)
    assert math.dist(swapped, (800 - place[0], place[1])) <= 2 * ONE_PIXEL


@given(viewports, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_no_pan_loses_the_canvas(viewport, dx, dy):
    assert not viewport.panned(dx, dy).visible.is_empty


def test_a_pan_moves_the_picture_by_as_many_pixels():
    before = looking_at(zoom=0.37, centre=(411.3, 287.9))
    (*_, x0, y0), (*_, x1, y1) = before.matrix, before.panned(13, -7).matrix
    assert (x1 - x0, y1 - y0) == (13, -7)


def test_a_pan_back_from_the_rim_is_never_held_up():
    lost = looking_at(centre=(-900.0, 300.0))
    assert lost.panned(-10, 0).centre[0] == -890
    assert lost.panned(10, 0).centre == lost.centre


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_at_100_percent_a_canvas_pixel_is_a_screen_pixel(ratio):
    viewport = looking_at(pixel_ratio=ratio, centre=(33.3, 71.7))
    (x0, y0), (x1, y1) = viewport.to_view(0, 0), viewport.to_view(1, 1)
    assert (x1 - x0) * ratio == pytest.approx(1)
    assert (y1 - y0) * ratio == pytest.approx(1)
    assert x0 * ratio == pytest.approx(round(x0 * ratio))


@pytest.mark.parametrize(
    ("zoom", "steps", "expected"),
    [
        pytest.param(1.0, 1, 1.5, id="in"),
        pytest.param(1.0, -1, 2 / 3, id="out"),
        pytest.param(0.9, 1, 1.0, id="between steps, in"),
        pytest.param(0.9, -1, 2 / 3, id="between steps, out"),
        pytest.param(0.3334, 1, 0.5, id="as good as on a step"),
        pytest.param(1.0, 3, 3.0, id="several"),
        pytest.param(24.0, 5, 32.0, id="as far as it goes"),
        pytest.param(32.0, 1, 32.0, id="at the end"),
        pytest.param(0.05, -1, 0.05, id="at the other end"),
        pytest.param(0.7, 0, 0.7, id="none"),
    ],
)
def test_steps(zoom, steps, expected):
    assert looking_at(zoom=zoom).stepped(steps).zoom == expected


def test_zoom_keeps_within_its_limits():
    assert looking_at().zoomed(1e-6).zoom == MIN_ZOOM == STEPS[0]
    assert looking_at().zoomed(1e6).zoom == MAX_ZOOM == STEPS[-1]


@pytest.mark.parametrize("rotation", [0.0, 30.0, 90.0])
def test_a_fitted_canvas_is_whole_and_in_the_middle(rotation):
    fitted = looking_at(rotation=rotation).fitted()
    left, top, right, bottom = fitted.view_box(CANVAS.bounds)
    assert left >= 0
    assert top >= 0
    assert right <= 800
    assert bottom <= 500
    assert fitted.to_view(500, 300) == pytest.approx((400, 250), abs=1)
    assert fitted.visible == CANVAS.bounds


def test_a_small_canvas_is_fitted_with_even_pixels():
    assert Viewport(Extent(100, 100), width=800, height=500).fitted().zoom == 4.0


def test_zooming_in_beside_the_canvas_does_not_lose_it():
    viewport = looking_at(zoom=0.1)
    for _ in range(20):
        viewport = viewport.stepped(1, (10, 10))
    assert not viewport.visible.is_empty


def test_a_canvas_rectangle_of_the_view_is_grown_to_whole_pixels():
    viewport = looking_at(zoom=2.0, centre=(200.0, 125.0))
    assert viewport.canvas_bounds(1, 1, 5, 5) == Bounds(0, 0, 3, 3)
    assert viewport.view_box(Bounds(10, 20, 30, 40)) == (20, 40, 80, 120)


def test_quarter_turns_keep_whole_pixels_whole():
    assert looking_at(rotation=90.0).matrix[:4] == (0, 1, -1, 0)


def test_upright_undoes_turn_and_mirror():
    turned = looking_at().rotated(33).mirrored()
    assert turned.upright().matrix == looking_at().matrix
