from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.geometry import EMPTY, Bounds, Extent, union_of

rectangles = st.builds(
    Bounds, st.integers(-50, 50), st.integers(-50, 50), st.integers(0, 40), st.integers(0, 40)
)
solid = rectangles.filter(lambda one: not one.is_empty)


def pixels(bounds: Bounds) -> set[tuple[int, int]]:
    return {(x, y) for x in range(bounds.x, bounds.right) for y in range(bounds.y, bounds.bottom)}


@given(rectangles, rectangles)
def test_an_intersection_holds_the_pixels_of_both(one, other):
    assert pixels(one.intersection(other)) == pixels(one) & pixels(other)


@given(rectangles, rectangles)
def test_a_union_goes_around_both_and_no_further(one, other):
    both = one.union(other)
    assert pixels(both) >= pixels(one) | pixels(other)
    if not one.is_empty and not other.is_empty:
        assert both.x == min(one.x, other.x)
        assert both.right == max(one.right, other.right)
        assert both.bottom == max(one.bottom, other.bottom)


@given(solid, solid)
def test_containing_is_holding_every_pixel(one, other):
    assert one.contains(other) == (pixels(other) <= pixels(one))


@given(solid, solid)
def test_clamping_shifts_inward_and_keeps_the_size_where_it_fits(one, outer):
    clamped = one.clamped_to(outer)
    assert outer.contains(clamped)
    assert clamped.width == min(one.width, outer.width)
    assert clamped.height == min(one.height, outer.height)
    if outer.contains(one):
        assert clamped == one


@given(solid, st.integers(1, 64))
def test_alignment_grows_outward_to_multiples(one, multiple):
    aligned = one.aligned(multiple)
    assert aligned.contains(one)
    assert all(edge % multiple == 0 for edge in (aligned.x, aligned.y))
    assert all(edge % multiple == 0 for edge in (aligned.right, aligned.bottom))
    assert aligned.width < one.width + 2 * multiple


@given(rectangles, rectangles)
def test_counting_from_another_corner_and_back_changes_nothing(one, other):
    assert one.relative_to(other).translated(other.x, other.y) == one


@given(st.lists(rectangles))
def test_the_union_of_many_goes_around_each(many):
    total = union_of(many)
    assert all(total.contains(one) for one in many if not one.is_empty)


def test_the_union_of_none_is_empty():
    assert union_of([]) == EMPTY
    assert EMPTY.is_empty


def test_crossed_edges_make_an_empty_rectangle():
    assert Bounds.from_edges(5, 5, 3, 9) == Bounds(5, 5, 0, 4)
    assert Bounds.from_edges(5, 5, 3, 9).is_empty


@pytest.mark.parametrize(
    ("by", "expected"),
    [(2, Bounds(1, 2, 14, 8)), (0, Bounds(3, 4, 10, 4)), (-1, Bounds(4, 5, 8, 2))],
    ids=["grown", "as it is", "shrunk"],
)
def test_padding_grows_every_side(by, expected):
    assert Bounds(3, 4, 10, 4).padded(by) == expected


def test_slices_index_rows_then_columns():
    assert Bounds(3, 4, 10, 5).slices == (slice(4, 9), slice(3, 13))


def test_the_diagonal_goes_from_corner_to_corner():
    assert Bounds(9, 9, 30, 40).diagonal == 50


def test_an_extent_knows_its_area_sides_and_rectangle():
    extent = Extent(30, 20)
    assert (extent.area, extent.longest_side, extent.shortest_side) == (600, 30, 20)
    assert extent.bounds == Bounds(0, 0, 30, 20)
    assert extent.bounds.extent == extent


@pytest.mark.parametrize(
    ("extent", "multiple", "expected"),
    [
        (Extent(1, 1), 8, Extent(8, 8)),
        (Extent(512, 513), 64, Extent(512, 576)),
        (Extent(7, 9), 1, Extent(7, 9)),
    ],
)
def test_sides_are_rounded_up_to_a_multiple(extent, multiple, expected):
    assert extent.rounded_up(multiple) == expected
