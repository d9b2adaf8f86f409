from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.document.selection import Combine, Selection
from studio.geometry import EMPTY, Bounds, Extent

EXTENT = Extent(700, 600)


def shape(bounds: Bounds, coverage: int = 255) -> np.ndarray:
    return np.full((bounds.height, bounds.width), coverage, np.uint8)


def selection_of(*shapes: Bounds) -> Selection:
    selection = Selection(EXTENT)
    for bounds in shapes:
        selection.combine(bounds, shape(bounds), Combine.add)
    return selection


def test_at_first_nothing_is_selected_and_nothing_is_limited():
    selection = Selection(EXTENT)
    assert selection.is_none
    assert selection.bounds == EMPTY
    assert selection.limit(Bounds(0, 0, 5, 5)) is None


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combine.replace, (0, 200, 200)),
        (Combine.add, (100, 200, 200)),
        (Combine.subtract, (100, 55, 0)),
        (Combine.intersect, (0, 100, 0)),
    ],
    ids=lambda one: one.name if isinstance(one, Combine) else "",
)
def test_shapes_combine_by_their_coverage(how, expected):
    """Read at: what was selected only, both, the new shape only."""
    selection = Selection(EXTENT)
    selection.combine(Bounds(0, 0, 20, 10), shape(Bounds(0, 0, 20, 10), 100), Combine.replace)
    selection.combine(Bounds(10, 0, 20, 10), shape(Bounds(0, 0, 20, 10), 200), how)
    seen = selection.read(Bounds(0, 0, 30, 1))[0]
    assert tuple(int(seen[at]) for at in (5, 15, 25)) == expected


def test_a_shape_is_cut_to_the_canvas():
    selection = selection_of(Bounds(-50, 590, 100, 100))
    assert selection.bounds == Bounds(0, 590, 50, 10)


def test_a_shape_beside_the_canvas_selects_nothing():
    for how in Combine:
        selection = selection_of(Bounds(0, 0, 5, 5))
        beside = Bounds(800, 0, 10, 10)
        selection.combine(beside, shape(beside), how)
        assert selection.is_none == (how in {Combine.replace, Combine.intersect})


def test_coverage_beyond_the_canvas_counts_as_nothing():
    selection = Selection(EXTENT)
    selection.tiles.edit((2, 0))[:, 700 - 512 :] = 255
    assert selection.is_none
    assert selection.bounds == EMPTY


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 690), st.integers(0, 590), st.integers(1, 60), st.integers(1, 60)),
        min_size=1,
        max_size=4,
    )
)
def test_bounds_are_tight_whatever_is_selected(shapes):
    selection = selection_of(*(Bounds(*one) for one in shapes))
    rows, columns = np.nonzero(selection.read(EXTENT.bounds))
    assert selection.bounds == Bounds.from_edges(
        columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    )


def test_bounds_are_tight_while_a_tile_at_the_rim_has_become_empty():
    selection = selection_of(Bounds(10, 10, 500, 20))
    selection.tiles.edit((1, 0))[:] = 0
    assert selection.bounds == Bounds(10, 10, 246, 20)


def test_painting_is_limited_to_soft_coverage():
    selection = Selection(EXTENT)
    selection.combine(Bounds(0, 0, 2, 1), np.array([[64, 255]], np.uint8), Combine.replace)
    limit = selection.limit(Bounds(0, 0, 3, 1))
    assert limit is not None
    assert limit.tolist() == [[64, 255, 0]]


def test_clearing_selects_nothing():
    selection = selection_of(Bounds(0, 0, 600, 600))
    selection.clear()
    assert selection.is_none
