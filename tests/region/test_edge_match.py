from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.region.edge_match import meet_at_edge

SIDE = 96
HOLE = np.s_[30:66, 26:70]


@pytest.fixture
def reference():
    """A sky: a smooth gradient with a little grain."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    sky = np.dstack((90 + rows, 120 + columns / 2, 200 - rows / 2))
    grain = np.random.default_rng(1).normal(0, 3, sky.shape)
    return np.clip(sky + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def landing():
    found = np.zeros((SIDE, SIDE), np.uint8)
    found[HOLE] = 255
    return found


@pytest.fixture
def mask(landing):
    """The landing, grown, and fading around it."""
    grown = cv2.dilate(landing, np.ones((5, 5), np.uint8))
    soft = cv2.GaussianBlur(cv2.dilate(grown, np.ones((13, 13), np.uint8)), (0, 0), 4)
    return np.maximum(grown, soft)


def tinted(reference, mask, tint):
    """The model's: another tint wherever it may paint."""
    return np.clip(reference + (mask > 0)[..., None] * np.array(tint), 0, 255).astype(np.uint8)


def error(result, reference):
    return float(np.abs(result[HOLE].astype(int) - reference[HOLE]).mean())


@pytest.mark.parametrize("tint", [(20, -12, 8), (-25, -25, -25), (6, 0, -4)])
def test_a_tint_of_the_hole_alone_is_taken_back(reference, mask, landing, tint):
    result = tinted(reference, mask, tint)
    met = meet_at_edge(result, reference, mask, landing)
    assert error(met, reference) < error(result, reference) / 3


def test_a_tint_that_differs_from_side_to_side_is_followed(reference, mask, landing):
    slope = np.linspace(-25, 25, SIDE)[None, :, None] * np.ones((SIDE, 1, 3))
    result = tinted(reference, mask, slope)
    met = meet_at_edge(result, reference, mask, landing)
    assert error(met, reference) < error(result, reference) / 2


def test_a_thing_that_reaches_the_edge_keeps_its_colour(reference, mask, landing):
    result = reference.copy()
    result[10:90, 40:56] = (250, 20, 20)
    met = meet_at_edge(result, reference, mask, landing).astype(int)
    assert np.abs(met[30:66, 42:54] - (250, 20, 20)).max() <= 6


def test_beside_it_the_tint_is_taken_back_all_the_same(reference, mask, landing):
    result = tinted(reference, mask, (18, 0, -18))
    result[10:90, 40:50] = (250, 20, 20)
    met = meet_at_edge(result, reference, mask, landing).astype(int)
    beside = np.s_[32:64, 58:68]
    assert np.abs(met[beside] - reference[beside]).mean() < 8


def test_without_a_difference_nothing_changes(reference, mask, landing):
    np.testing.assert_array_equal(meet_at_edge(reference, reference, mask, landing), reference)


def test_what_lands_is_not_measured(reference, mask, landing):
    """It replaces what was there, and may be as different as it likes."""
    result = reference.copy()
    result[HOLE] = 255 - result[HOLE]
    result[34:62, 30:66] = (0, 160, 90)
    inside = np.where(landing[..., None] > 0, result, reference)
    np.testing.assert_array_equal(meet_at_edge(inside, reference, mask, landing), inside)


def test_where_a_faint_selection_lands_whole_nothing_is_measured(reference):
    faint = np.full((SIDE, SIDE), 90, np.uint8)
    result = tinted(reference, faint, (30, 0, 0))
    np.testing.assert_array_equal(meet_at_edge(result, reference, faint, faint), result)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (300, 2), (5, 900)])
def test_any_shape_can_be_met(shape):
    rng = np.random.default_rng(2)
    result, reference = rng.integers(0, 256, (2, *shape, 3), np.uint8)
    mask, landing = rng.integers(0, 256, (2, *shape), np.uint8)
    assert meet_at_edge(result, reference, mask, landing).shape == (*shape, 3)
