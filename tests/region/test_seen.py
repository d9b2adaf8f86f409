from __future__ import annotations

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.geometry import Bounds, Extent
from studio.region import seen
from studio.region.resampling import resampled
from studio.region.seen import seen_in
from tests.document.paintings import add_paint, document_of, paint
from tests.region.scenes import photo


def test_what_is_transparent_is_seen_as_white():
    document = document_of(64, 64)
    half = np.zeros((64, 64, 4), np.uint8)
    half[:, :32] = (5, 30, 100, 128)
    paint(document, add_paint(document), document.bounds, half)

    found = seen_in(document, document.bounds, Extent(64, 64))

    np.testing.assert_array_equal(found.rgb[10, 10], (227, 157, 132))
    assert (found.rgb[:, 40:] == 255).all()
    assert (found.alpha[:, 40:] == 0).all()


@pytest.mark.parametrize("size", [Extent(300, 280), Extent(128, 128), Extent(37, 40)])
@pytest.mark.parametrize("band", [64, 100, 1024])
def test_in_bands_it_is_the_same_picture(size, band, monkeypatch):
    document = photo()
    monkeypatch.setattr(seen, "BAND", band)
    at_once = flatten(document, document.bounds)[..., 2::-1]

    found = seen_in(document, document.bounds, size)

    difference = np.abs(found.rgb.astype(int) - resampled(at_once, size))
    assert difference.mean() < 1.5
    assert difference.max() <= 12
    assert (found.alpha == 255).all()


def test_a_dot_on_a_large_canvas_is_there():
    document = document_of(4096, 4096)
    at = Bounds(2050, 1020, 12, 12)
    paint(document, add_paint(document), at, np.full((12, 12, 4), 255, np.uint8))

    assert seen_in(document, document.bounds, Extent(128, 128)).alpha.any()
