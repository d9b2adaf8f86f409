from __future__ import annotations

import numpy as np
import pytest

from studio.generation.recipe import Fill
from studio.region.fill import fill_masked, fill_weight

RED, BLUE = (200, 30, 40), (10, 60, 220)


@pytest.fixture
def mask():
    hole = np.zeros((64, 80), np.uint8)
    hole[16:48, 20:60] = 255
    return hole


def scene(inside):
    """Red to the left, blue to the right, something else in the hole."""
    rgb = np.empty((64, 80, 3), np.uint8)
    rgb[:, :40], rgb[:, 40:] = RED, BLUE
    rgb[16:48, 20:60] = inside
    return rgb


@pytest.mark.parametrize("fill", Fill)
def test_nothing_outside_the_hole_changes(fill, mask):
    filled = fill_masked(scene((0, 255, 0)), mask, fill, 1)

    np.testing.assert_array_equal(filled[mask == 0], scene((0, 255, 0))[mask == 0])


@pytest.mark.parametrize("fill", [fill for fill in Fill if fill is not Fill.original])
def test_nothing_of_what_was_in_the_hole_is_left(fill, mask):
    green = fill_masked(scene((0, 255, 0)), mask, fill, 1)
    white = fill_masked(scene((255, 255, 255)), mask, fill, 1)

    np.testing.assert_array_equal(green, white)


def test_blur_carries_the_surroundings_smoothly_across(mask):
    filled = fill_masked(scene((0, 255, 0)), mask, Fill.blur, 1).astype(int)
    row = filled[32, 20:60]

    assert abs(row[0] - RED).max() < 40
    assert abs(row[-1] - BLUE).max() < 40
    assert np.abs(np.diff(row, axis=0)).max() < 24


def test_edges_are_pushed_in(mask):
    filled = fill_masked(scene((0, 255, 0)), mask, Fill.edges, 1)

    np.testing.assert_array_equal(filled[32, 24], RED)
    np.testing.assert_array_equal(filled[32, 55], BLUE)


def test_neutral_is_grey(mask):
    assert (fill_masked(scene((0, 255, 0)), mask, Fill.neutral, 1)[mask > 0] == 128).all()


def test_noise_is_the_same_for_one_seed_only(mask):
    one, again, other = (
        fill_masked(scene((0, 255, 0)), mask, Fill.noise, seed) for seed in (1, 1, 2)
    )

    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    assert one[mask > 0].std() > 40


def test_original_is_left_alone(mask):
    np.testing.assert_array_equal(
        fill_masked(scene((0, 255, 0)), mask, Fill.original, 1), scene((0, 255, 0))
    )


@pytest.mark.parametrize("fill", [Fill.blur, Fill.edges])
def test_a_picture_that_is_all_hole_is_filled_with_grey(fill):
    rgb = scene((0, 255, 0))

    assert (fill_masked(rgb, np.full((64, 80), 255, np.uint8), fill, 1) == 128).all()


def test_half_a_weight_fills_by_half(mask):
    half = fill_masked(scene((0, 255, 0)), mask // 2, Fill.neutral, 1)

    assert np.abs(half[32, 40].astype(int) - (64, 192, 64)).max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 3), (65, 33)])
@pytest.mark.parametrize("fill", Fill)
def test_any_shape_of_picture_can_be_filled(fill, shape):
    rgb = np.full((*shape, 3), 90, np.uint8)
    hole = np.zeros(shape, np.uint8)
    hole[0, 0] = 255

    assert fill_masked(rgb, hole, fill, 1).shape == rgb.shape


@pytest.mark.parametrize(
    ("selected", "strength", "weight"),
    [
        pytest.param(255, 1.0, 255, id="all of it at full strength"),
        pytest.param(255, 0.75, 0, id="none at three quarters"),
        pytest.param(255, 0.3, 0, id="none when weak"),
        pytest.param(255, 0.875, 128, id="half in between"),
        pytest.param(128, 1.0, 0, id="none where the selection is grey"),
        pytest.param(0, 1.0, 0, id="none outside"),
    ],
)
def test_what_is_to_be_changed_only_a_little_is_not_filled(selected, strength, weight):
    found = fill_weight(np.array([[selected]], np.uint8), strength)

    assert found.item() == pytest.approx(weight, abs=1)
