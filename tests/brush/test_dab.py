from __future__ import annotations

import math

import numpy as np
import pytest

from studio.brush.dab import Dab, DabCache
from studio.brush.tip import RoundTip, Shape


def centre(dab: Dab) -> tuple[float, float]:
    rows, columns = np.indices(dab.mask.shape)
    weight = dab.mask.sum()
    return (
        dab.left + float((columns + 0.5).ravel() @ dab.mask.ravel()) / float(weight),
        dab.top + float((rows + 0.5).ravel() @ dab.mask.ravel()) / float(weight),
    )


@pytest.mark.parametrize("size", [1.0, 2.0, 5.0, 15.0, 40.0, 100.0, 300.0])
def test_a_hard_dab_has_the_area_of_its_circle(size: float):
    dab = DabCache(RoundTip(1.0)).at(0.0, 0.0, size)
    assert float(dab.mask.sum()) == pytest.approx(math.pi * size * size / 4, rel=0.03)


@pytest.mark.parametrize("hardness", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("size", [3.0, 7.0, 33.0, 100.0])
def test_a_dab_is_centred_to_a_quarter_of_a_pixel(size: float, hardness: float):
    cache = DabCache(RoundTip(hardness))
    for x, y in ((10.0, 20.0), (10.25, 20.75), (-3.5, 0.5)):
        assert centre(cache.at(x, y, size)) == pytest.approx((x, y), abs=0.02)


@pytest.mark.parametrize("hardness", [0.0, 0.5, 1.0])
def test_a_dab_falls_off_outwards_from_full_to_none(hardness: float):
    mask = DabCache(RoundTip(hardness)).at(0.5, 0.5, 60.0).mask
    middle = mask.shape[0] // 2
    ray = mask[middle, middle:]
    assert ray[0] == pytest.approx(1.0, abs=0.01)
    assert (np.diff(ray) <= 1e-6).all()
    assert ray[-1] == 0.0
    assert ray[int(30 * hardness) - 1 if hardness else 0] > 0.95


def test_a_softer_dab_covers_less():
    areas = [float(DabCache(RoundTip(h)).at(0, 0, 50.0).mask.sum()) for h in (0.0, 0.3, 0.6, 1.0)]
    assert areas == sorted(areas)


def test_the_same_dab_is_made_once():
    cache = DabCache(RoundTip(0.5))
    assert cache.at(10.1, 5.0, 40.0).mask is cache.at(87.1, 9.0, 40.01).mask


def test_masks_are_forgotten_beyond_the_limit():
    cache = DabCache(RoundTip(0.5), limit_bytes=200_000)
    for size in range(20, 100):
        cache.at(0.0, 0.0, float(size))
        assert cache.nbytes <= 200_000


def test_masks_cannot_be_written_to():
    assert not DabCache(RoundTip(0.5)).at(0, 0, 10.0).mask.flags.writeable


@pytest.mark.parametrize("size", [6.0, 24.0, 60.0])
@pytest.mark.parametrize("roundness", [0.05, 0.16, 0.5])
def test_a_thin_nib_has_the_area_of_its_ellipse(size: float, roundness: float):
    dab = DabCache(RoundTip(1.0)).at(0.25, 0.5, size, 30.0, roundness)
    long, short = size + 1 / 8, size * roundness + 1 / 8
    assert float(dab.mask.sum()) == pytest.approx(math.pi * long * short / 4, rel=0.2)
    assert dab.mask.max() <= 1.0


@pytest.mark.parametrize(("hardness", "roundness"), [(0.0, 0.3), (0.3, 0.5)])
def test_a_nib_is_the_mean_of_a_larger_one(hardness: float, roundness: float):
    small = RoundTip(hardness).rendered(Shape(24.0, 0.5, 0.5, 30.0, roundness))
    large = RoundTip(hardness).rendered(Shape(24.0 * 8, 4.0, 4.0, 30.0, roundness))
    side, spare = 8 * len(small), (8 * len(small) - len(large)) // 2
    large = np.pad(large, ((spare, side - len(large) - spare),) * 2)
    # The large one's middle pixel begins where the small one's middle pixel does.
    large = np.roll(large, (-4, -4), (0, 1))
    mean = large.reshape(len(small), 8, len(small), 8).mean(axis=(1, 3))
    assert np.abs(small - mean).max() < 0.05
