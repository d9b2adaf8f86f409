from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.region.colour_match import match_colours


@pytest.fixture
def reference():
    """A sky: a smooth gradient with a little grain."""
    rows, columns = np.mgrid[0:96, 0:96].astype(np.float32)
    sky = np.dstack((90 + rows, 120 + columns / 2, 200 - rows / 2))
    grain = np.random.default_rng(1).normal(0, 3, sky.shape)
    return np.clip(sky + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def mask():
    hole = np.zeros((96, 96), np.uint8)
    hole[30:70, 30:70] = 255
    return hole


def drifted(rgb):
    """What a model's VAE does to colours, only more so."""
    return np.clip(rgb * (0.85, 0.95, 1.05) + (14, -6, 4), 0, 255).astype(np.uint8)


def test_a_drift_of_the_whole_picture_is_taken_back(reference, mask):
    result = drifted(reference)
    before = np.abs(result.astype(int) - reference).mean()
    after = np.abs(match_colours(result, reference, mask).astype(int) - reference).mean()

    assert after < before / 3


def test_only_what_lies_outside_the_mask_is_measured(reference, mask):
    painted = reference.copy()
    painted[mask > 0] = (250, 20, 20)

    matched = match_colours(painted, reference, mask)

    np.testing.assert_array_equal(matched, painted)


def test_a_result_without_drift_is_left_byte_for_byte(reference, mask):
    np.testing.assert_array_equal(match_colours(reference, reference, mask), reference)


def test_colours_painted_beside_grey_are_not_washed_out(mask):
    grey = np.full((96, 96, 3), 128, np.uint8)
    noisy = np.clip(grey + np.random.default_rng(1).normal(0, 3, grey.shape), 0, 255)
    result = noisy.astype(np.uint8)
    result[mask > 0] = (220, 30, 30)

    matched = match_colours(result, grey, mask)[50, 50].astype(int)

    assert np.abs(matched - (220, 30, 30)).max() < 40


@pytest.mark.parametrize("left", [0, 1, 3])
def test_with_nearly_nothing_to_measure_nearly_nothing_changes(reference, left):
    mask = np.full((96, 96), 255, np.uint8)
    mask.reshape(-1)[:left] = 0
    result = drifted(reference)

    matched = match_colours(result, reference, mask)

    assert np.abs(matched.astype(int) - result).max() <= 4 * left


@pytest.mark.parametrize(
    ("result", "reference"),
    [(0, 0), (0, 255), (255, 0), (128, 128)],
)
def test_flat_pictures_make_no_nonsense(result, reference, mask):
    made = np.full((96, 96, 3), result, np.uint8)
    asked = np.full((96, 96, 3), reference, np.uint8)

    matched = match_colours(made, asked, mask)

    assert matched.std() == 0
    assert abs(int(matched[0, 0, 0]) - reference) <= 12


def test_a_smooth_gradient_stays_smooth(mask):
    ramp = np.repeat(np.linspace(60, 200, 96)[None, :, None], 96, axis=0)
    grey = np.repeat(ramp, 3, axis=2).astype(np.uint8)
    darker = np.clip(grey.astype(int) - 20, 0, 255).astype(np.uint8)

    matched = match_colours(darker, grey, mask)[48].astype(int)

    assert np.diff(matched, axis=0).max() <= np.diff(grey[48].astype(int), axis=0).max() + 1
    assert np.diff(matched, axis=0).min() >= 0
    lab = cv2.cvtColor(matched[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    assert np.abs(lab[..., 1:]).max() < 1
