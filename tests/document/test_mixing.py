"""Mixing in blocks, on threads, and in pieces of any size."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.mixing import mix_over
from studio.geometry import Bounds
from tests.document.paintings import noise


def mixed(backdrop: np.ndarray, source: np.ndarray) -> np.ndarray:
    seen = backdrop.copy()
    mix_over(seen, source, 0.8, BlendMode.soft_light)
    return seen


def two(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    area = Bounds(0, 0, width, height)
    return noise(rng, area), noise(rng, area)


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (5, 7), (255, 2), (300, 700)], ids=str)
def test_a_picture_of_any_size_is_mixed_as_its_pixels_are(size):
    backdrop, source = two(*size)
    whole = mixed(backdrop, source)
    for y, x in ((0, 0), (size[1] // 2, size[0] // 2), (size[1] - 1, size[0] - 1)):
        one = slice(y, y + 1), slice(x, x + 1)
        assert (mixed(backdrop[one], source[one]) == whole[one]).all()


def test_a_part_of_a_picture_leaves_the_rest_alone():
    backdrop, source = two(100, 80)
    seen = backdrop.copy()
    part = slice(10, 50), slice(7, 60)
    mix_over(seen[part], source[part], 0.8, BlendMode.soft_light)
    wanted = backdrop.copy()
    wanted[part] = mixed(backdrop, source)[part]
    assert (seen == wanted).all()


def test_no_pixels_are_mixed_with_no_pixels():
    backdrop, source = two(0, 5)
    assert mixed(backdrop, source).shape == (5, 0, 4)


def test_threads_mix_without_disturbing_each_other():
    backdrop, source = two(256, 256)
    wanted = mixed(backdrop, source)
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda _: mixed(backdrop, source), range(40)))
    assert all((one == wanted).all() for one in seen)


def test_a_mode_of_qpainter_is_not_mixed():
    backdrop, source = two(4, 4)
    with pytest.raises(KeyError):
        mix_over(backdrop, source, 1.0, BlendMode.multiply)
