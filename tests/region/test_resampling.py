from __future__ import annotations

import numpy as np
import pytest

from studio.geometry import Extent
from studio.region.resampling import resampled, resampled_mask


@pytest.fixture
def picture():
    rows, columns = np.mgrid[0:60, 0:80]
    return np.dstack((rows * 4, columns * 3, (rows + columns) // 2 + 60)).astype(np.uint8)


def test_the_same_size_is_the_same_picture_in_a_new_array(picture):
    same = resampled(picture, Extent(80, 60))

    np.testing.assert_array_equal(same, picture)
    assert not np.shares_memory(same, picture)


@pytest.mark.parametrize("size", [Extent(160, 120), Extent(93, 71), Extent(40, 30), Extent(7, 5)])
def test_another_size_shows_the_same_picture(picture, size):
    there = resampled(picture, size)
    back = resampled(there, Extent(80, 60)).astype(int)

    assert there.shape == (size.height, size.width, 3)
    assert np.abs(back - picture)[8:-8, 8:-8].mean() < 4


def test_a_fine_pattern_becomes_its_mean_when_made_smaller():
    checker = np.indices((256, 256)).sum(0) % 2 * 255
    small = resampled(np.repeat(checker[..., None], 3, axis=2).astype(np.uint8), Extent(37, 37))

    assert np.abs(small.astype(int) - 128).max() <= 6


def test_a_box_is_the_same_as_a_cut_of_the_whole(picture):
    whole = resampled(picture, Extent(240, 180))
    cut = resampled(picture, Extent(50, 40), (10 / 3, 20 / 3, 20, 20))

    assert np.abs(cut.astype(int) - whole[20:60, 10:60]).max() <= 1


def test_a_mask_never_rings():
    mask = np.zeros((60, 60), np.uint8)
    mask[20:40, 20:40] = 200

    for side in (15, 59, 300):
        assert resampled_mask(mask, Extent(side, side)).max() <= 200
