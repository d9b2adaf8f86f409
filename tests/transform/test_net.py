from __future__ import annotations

import numpy as np
import pytest

from studio.geometry import Bounds
from studio.transform.net import SIDES, Net, weights
from studio.transform.quad import Quad, shifted_by, turned_by

BOX = Bounds(20, 30, 120, 90)
AROUND = Quad.around(BOX)


def spots(count=200):
    rng = np.random.default_rng(0)
    return rng.uniform((0, 0), (200, 200), (count, 2))


@pytest.mark.parametrize("side", SIDES)
def test_as_it_is_at_first_everything_stays_where_it_is(side):
    np.testing.assert_allclose(Net.over(AROUND, BOX, side).spots(spots()), spots(), atol=1e-9)


def test_turned_it_turns_what_lies_in_it():
    matrix = turned_by(30, (50, 60)) @ shifted_by(5, 8)
    net = Net.over(AROUND, BOX, 4).through(matrix)
    expected = np.column_stack((spots(), np.ones(200))) @ matrix.T
    np.testing.assert_allclose(net.spots(spots()), expected[:, :2], atol=1e-9)


def test_it_goes_through_its_nodes_and_bends_smoothly_between():
    net = Net.over(AROUND, BOX, 3).with_node(4, (95.0, 60.0))
    assert net.spots(np.array([(80.0, 75.0)]))[0] == pytest.approx((95, 60))
    along = np.column_stack((np.linspace(20, 140, 400), np.full(400, 75.0)))
    assert np.abs(np.diff(net.spots(along), n=2, axis=0)).max() < 0.01


def test_slopes_are_how_far_it_goes_with_a_pixel():
    net = Net.over(AROUND, BOX, 5).with_node(7, (60.0, 70.0)).with_node(12, (99.0, 60.0))
    at, tiny = spots(), 1e-5
    right_by, down_by = np.array((tiny, 0)), np.array((0, tiny))
    _, right, down = net.slopes(at)
    moved = net.spots(at + right_by) - net.spots(at - right_by)
    np.testing.assert_allclose(right, moved / (2 * tiny), atol=1e-5)
    moved = net.spots(at + down_by) - net.spots(at - down_by)
    np.testing.assert_allclose(down, moved / (2 * tiny), atol=1e-5)


def test_more_nodes_leave_it_nearly_as_it_is():
    net = Net.over(AROUND, BOX, 3).with_node(4, (90.0, 70.0))
    inside = np.random.default_rng(1).uniform((20, 30), (140, 120), (200, 2))
    off = net.with_side(5).spots(inside) - net.spots(inside)
    assert np.abs(off).max() < 1


def test_its_bounds_hold_what_bulges_out_between_nodes():
    net = Net.over(AROUND, BOX, 3).with_node(1, (80.0, 0.0))
    inside = np.random.default_rng(1).uniform((20, 30), (140, 120), (2000, 2))
    made, bounds = net.spots(inside), net.bounds
    assert made[:, 1].min() >= bounds.y - 1
    assert made[:, 0].max() <= bounds.right + 1


def test_weights_are_those_of_a_straight_line_for_a_straight_line():
    at = np.linspace(-2, 6, 50)
    values, slopes = weights(at, 5)
    np.testing.assert_allclose(values @ np.arange(5), at, atol=1e-12)
    np.testing.assert_allclose(slopes @ np.arange(5), np.ones(50), atol=1e-12)


def test_all_in_a_line_it_is_not_sound():
    net = Net.over(AROUND, BOX, 3)
    assert net.is_sound
    assert not net.through(np.diag((1.0, 1e-6, 1.0))).is_sound
