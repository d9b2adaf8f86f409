from __future__ import annotations

import math

import numpy as np
import pytest

from studio.brush.polygon import Corner, ellipse, polygon
from studio.geometry import Bounds

CANVAS = Bounds(0, 0, 300, 200)
SQUARE = ((10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0))


def sampled(corners: list[Corner], bounds: Bounds, per_side: int = 8) -> np.ndarray:
    """Coverage by asking many points of each pixel whether they are inside (winding not zero)."""
    offsets = (np.arange(per_side) + 0.5) / per_side
    x = (bounds.x + np.arange(bounds.width)[:, None] + offsets).ravel()
    y = (bounds.y + np.arange(bounds.height)[:, None] + offsets).ravel()
    winding = np.zeros((y.size, x.size), int)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y0 == y1:
            continue
        up = (y >= min(y0, y1)) & (y < max(y0, y1))
        crossing = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        winding += (up[:, None] & (x > crossing[:, None])) * (1 if y1 > y0 else -1)
    shape = (bounds.height, per_side, bounds.width, per_side)
    return np.asarray((winding != 0).reshape(shape).mean(axis=(1, 3)) * 255)


def test_whole_pixels_are_covered_whole():
    bounds, coverage = polygon(SQUARE, CANVAS)
    assert bounds == Bounds(10, 10, 10, 10)
    assert (coverage == 255).all()


def test_the_direction_it_is_drawn_in_makes_no_difference():
    np.testing.assert_array_equal(polygon(SQUARE, CANVAS)[1], polygon(SQUARE[::-1], CANVAS)[1])


def test_a_pixel_partly_inside_is_covered_in_part():
    bounds, coverage = polygon(((2.5, 3.0), (4.0, 3.0), (4.0, 4.25), (2.5, 4.25)), CANVAS)
    assert bounds == Bounds(2, 3, 2, 2)
    assert coverage.tolist() == [[128, 255], [32, 64]]


@pytest.mark.parametrize("seed", range(6))
def test_coverage_is_the_share_of_each_pixel_that_lies_inside(seed: int):
    rng = np.random.default_rng(seed)
    angles = np.sort(rng.random(12)) * 2 * math.pi
    reach = rng.uniform(5, 45, 12)
    x, y = 60 + reach * np.cos(angles), 60 + reach * np.sin(angles)
    corners = list(zip(x.tolist(), y.tolist(), strict=True))
    bounds, coverage = polygon(corners, CANVAS)
    assert abs(coverage - sampled(corners, bounds)).max() < 16


def test_a_shape_over_the_edge_is_cut_to_the_canvas():
    corners = [(-40.0, -30.0), (100.0, 20.0), (350.0, 260.0), (-20.0, 120.0)]
    bounds, coverage = polygon(corners, CANVAS)
    assert CANVAS.contains(bounds)
    assert abs(coverage - sampled(corners, bounds)).max() < 16


@pytest.mark.parametrize(
    "corners",
    [
        pytest.param([(5.0, 5.0)], id="a point"),
        pytest.param([(5.0, 5.0), (50.0, 60.0)], id="a line"),
        pytest.param([(-50.0, -50.0), (-10.0, -50.0), (-10.0, -10.0)], id="beside the canvas"),
    ],
)
def test_what_has_no_area_on_the_canvas_covers_nothing(corners: list[Corner]):
    assert not polygon(corners, CANVAS)[1].any()


def test_a_tall_shape_is_the_same_across_bands():
    tall = Bounds(0, 0, 20, 3000)
    _, coverage = polygon(((2.25, 0.0), (17.5, 0.0), (17.5, 3000.0), (2.25, 3000.0)), tall)
    assert (coverage == coverage[0]).all()


def test_an_ellipse_is_smooth_symmetric_and_of_the_right_area():
    bounds, coverage = polygon(ellipse(Bounds(40, 30, 161, 101)), CANVAS)
    assert bounds == Bounds(40, 30, 161, 101)
    np.testing.assert_array_equal(coverage, coverage[::-1])
    np.testing.assert_array_equal(coverage, coverage[:, ::-1])
    assert coverage.sum() / 255 == pytest.approx(math.pi / 4 * 161 * 101, rel=0.002)
    assert len(np.unique(coverage)) > 40
