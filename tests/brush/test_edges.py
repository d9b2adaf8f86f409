from __future__ import annotations

import math

import numpy as np
import pytest

from studio.brush.edges import bordered, feathered, grown, reach_of_feather, shrunk, smoothed


def disc(radius: float, side: int = 301, value: int = 255) -> np.ndarray:
    y, x = np.mgrid[:side, :side] - side // 2
    share = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(np.rint(share * value), np.uint8)


def radius_of(coverage: np.ndarray) -> float:
    return math.sqrt(coverage.sum() / coverage.max() / math.pi)


@pytest.mark.parametrize("by", [1, 5, 12, 13, 30, 60])
def test_growing_and_shrinking_move_the_edge_by_so_much(by: int):
    assert radius_of(grown(disc(70), by)) == pytest.approx(70 + by, abs=1.0)
    assert radius_of(shrunk(disc(90), by)) == pytest.approx(90 - by, abs=1.0)


@pytest.mark.parametrize("by", [5, 30])
def test_growing_keeps_a_smooth_edge(by: int):
    edge = grown(disc(70), by)
    assert ((edge > 0) & (edge < 255)).any()


@pytest.mark.parametrize("by", [5, 30, 60, 81])
def test_a_partly_selected_area_grows_as_it_is(by: int):
    grey = grown(disc(60, value=100), by)
    assert grey.max() == 100
    assert radius_of(grey) == pytest.approx(60 + by, abs=1.5)


@pytest.mark.parametrize("by", [5, 30])
def test_a_selection_at_the_end_of_the_picture_does_not_shrink_there(by: int):
    half = np.zeros((100, 200), np.uint8)
    half[:, :120] = 255
    kept = shrunk(half, by)
    assert (kept[:, : 120 - by] == 255).all()
    assert not kept[:, 120:].any()


@pytest.mark.parametrize("by", [2, 4, 5, 20, 60])
def test_feathering_fades_over_about_so_many_pixels_to_each_side(by: int):
    half = np.zeros((9, 401), np.uint8)
    half[:, :200] = 255
    row = feathered(half, by)[4].astype(int)
    assert (np.diff(row) <= 0).all()
    assert row[199] - row[200] <= 255 / by
    assert row[199] + row[200] == pytest.approx(255, abs=3)
    assert row[200 - by] >= 235
    assert row[200 + by] <= 20
    assert row[200 - reach_of_feather(by)] == 255
    assert row[200 + reach_of_feather(by)] == 0


@pytest.mark.parametrize("change", [grown, shrunk, feathered, smoothed])
def test_by_nothing_nothing_changes(change):
    np.testing.assert_array_equal(change(disc(40), 0), disc(40))


@pytest.mark.parametrize("change", [grown, shrunk, feathered, bordered, smoothed])
def test_what_was_given_is_left_as_it_was(change):
    before = disc(70)
    change(before, 20)
    np.testing.assert_array_equal(before, disc(70))


@pytest.mark.parametrize("by", [3, 20])
def test_a_border_is_a_band_along_the_edge(by: int):
    band = bordered(disc(80), by)
    outer, inner = math.pi * (80 + by) ** 2, math.pi * (80 - by) ** 2
    assert band.sum() / 255 == pytest.approx(outer - inner, rel=0.04)
    assert not band[150, 150]


@pytest.mark.parametrize("by", [4, 12])
def test_smoothing_takes_off_corners_and_keeps_straight_edges(by: int):
    square = np.zeros((200, 200), np.uint8)
    square[40:160, 40:160] = 255
    square[100, 160:163] = 255
    smooth = smoothed(square, by)
    assert smooth[100, 60:158].min() == 255
    assert not smooth[100, 161:].any()
    assert smooth[40, 40] == 0
    assert smooth[100, 38] < 128 <= smooth[100, 41]


def test_smoothing_leaves_a_partly_selected_area_as_it_is():
    grey = np.zeros((200, 200), np.uint8)
    grey[40:160, 40:160] = 90
    assert set(np.unique(smoothed(grey, 8))) == {0, 90}
