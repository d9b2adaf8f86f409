from __future__ import annotations

import math

import numpy as np
import pytest

from studio.brush.edges import feathered, grown, reach_of_feather, shrunk


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


@pytest.mark.parametrize("by", [5, 30])
def test_a_partly_selected_area_grows_as_it_is(by: int):
    grey = grown(disc(70, value=100), by)
    assert grey.max() == 100
    assert radius_of(grey) == pytest.approx(70 + by, abs=1.5)


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


@pytest.mark.parametrize("change", [grown, shrunk, feathered])
def test_by_nothing_nothing_changes(change):
    np.testing.assert_array_equal(change(disc(40), 0), disc(40))


@pytest.mark.parametrize("change", [grown, shrunk, feathered])
def test_what_was_given_is_left_as_it_was(change):
    before = disc(70)
    change(before, 20)
    np.testing.assert_array_equal(before, disc(70))
