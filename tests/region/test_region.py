from __future__ import annotations

import numpy as np

from studio.geometry import Bounds
from studio.region.region import region_of
from tests.document.paintings import document_of
from tests.region.scenes import disc, select


def test_with_nothing_selected_the_region_is_the_whole_canvas():
    document = document_of()

    region = region_of(document)

    assert region.bounds == document.bounds
    assert region.coverage.shape == (280, 300)
    assert region.is_whole(document)


def test_a_selection_that_covers_everything_counts_as_none():
    document = document_of()
    select(document, document.bounds)

    assert region_of(document).is_whole(document)


def test_a_selection_of_all_but_one_pixel_is_one():
    document = document_of()
    almost = np.full((280, 300), 255, np.uint8)
    almost[279, 299] = 254
    select(document, document.bounds, almost)

    assert not region_of(document).is_whole(document)


def test_the_region_is_tight_around_what_is_selected():
    document = document_of()
    select(document, Bounds(250, 240, 40, 40), disc(40))

    region = region_of(document)

    assert region.bounds == Bounds(250, 240, 40, 40)
    np.testing.assert_array_equal(region.coverage, disc(40))


def test_greys_of_the_selection_are_kept():
    document = document_of()
    select(document, Bounds(10, 10, 20, 20), 77)

    assert (region_of(document).coverage == 77).all()


def test_a_selection_that_was_taken_away_is_none():
    document = document_of()
    select(document, Bounds(10, 10, 20, 20))
    select(document, Bounds(10, 10, 20, 20), 0)

    assert region_of(document).is_whole(document)


def test_the_region_of_a_huge_canvas_takes_no_memory():
    document = document_of(16384, 16384)

    assert region_of(document).coverage.strides == (0, 0)
