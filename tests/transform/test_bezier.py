from __future__ import annotations

import math

import numpy as np
import pytest

from studio.transform.bezier import Node, Path, Side

CORNERS = Path(tuple(Node.corner(spot) for spot in ((10.0, 10.0), (90.0, 10.0), (90.0, 60.0))))


def circle(radius: float) -> Path:
    """Four nodes whose curve is a circle to 0.03 % of its radius."""
    arm = radius * 4 / 3 * (math.sqrt(2) - 1)
    ways = ((1, 0), (0, 1), (-1, 0), (0, -1))
    return Path(
        tuple(
            Node.corner((radius * x, radius * y)).mirrored(
                (radius * x - arm * y, radius * y + arm * x)
            )
            for x, y in ways
        ),
        closed=True,
    )


def test_nodes_without_handles_are_joined_by_lines():
    assert CORNERS.corners == ((10, 10), (90, 10), (90, 60))


def test_a_closed_path_does_not_come_back_to_its_first_corner_twice():
    assert Path(CORNERS.nodes, closed=True).corners == ((10, 10), (90, 10), (90, 60))


@pytest.mark.parametrize("radius", [5, 100, 3000])
def test_a_curve_is_cut_no_farther_from_it_than_a_twentieth_of_a_pixel(radius):
    corners = np.array(circle(radius).corners)
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    off = np.abs(np.hypot(*middles.T) - radius)
    assert off.max() < 0.05 + radius * 3e-4
    assert len(corners) < 40 * math.sqrt(radius)


def test_a_smooth_node_turns_as_one():
    node = Node.corner((50.0, 50.0)).mirrored((70.0, 50.0))
    assert node.into == (30, 50)
    assert node.is_smooth
    turned = node.pulled(Side.out, (50.0, 90.0))
    assert turned.out == (50, 90)
    assert turned.into == pytest.approx((50, 30))
    alone = node.pulled(Side.out, (50.0, 90.0), alone=True)
    assert alone.into == (30, 50)
    assert not alone.is_smooth
    assert alone.pulled(Side.into, (50.0, 20.0), alone=True).is_smooth


def test_handles_go_with_their_node():
    assert Node.corner((5, 5)).mirrored((8, 5)).moved_to((6, 9)) == Node((6, 9), (3, 9), (9, 9))


def test_the_last_node_is_taken_back_after_the_path_is_opened():
    closed = Path(CORNERS.nodes, closed=True)
    assert closed.without_last() == CORNERS
    assert CORNERS.without_last().corners == ((10, 10), (90, 10))
    assert Path().without_last() == Path()
