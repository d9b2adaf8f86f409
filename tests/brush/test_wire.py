from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from studio.brush.wire import REACH, Wire
from studio.document.tiles import Pixels
from studio.geometry import Bounds

CANVAS = Bounds(0, 0, 600, 500)
MIDDLE, RADIUS = (300, 250), 100


def picture(bounds: Bounds) -> Pixels:
    """A disc of white paint, on nothing."""
    whole = np.zeros((CANVAS.height, CANVAS.width, 4), np.uint8)
    cv2.circle(whole, MIDDLE, RADIUS, (255, 255, 255, 255), -1, cv2.LINE_AA)
    return whole[bounds.slices]


def test_it_follows_the_edge_from_one_side_to_another():
    wire = Wire(picture, CANVAS)
    wire.anchor((300, 150))
    way = wire.to((400, 250))
    away = [abs(math.dist(spot, (300.5, 250.5)) - RADIUS) for spot in way]
    assert max(away) < 2.5
    assert way[0] == (300.5, 150.5)
    assert way[-1] == (400.5, 250.5)


def test_it_knows_how_far_it_reaches():
    wire = Wire(picture, CANVAS)
    wire.anchor((20, 20))
    assert wire.reaches((20 + REACH, 20))
    assert not wire.reaches((22 + REACH, 20))
    assert wire.to((500, 20))[-1] == (20.5 + REACH, 20.5)


@pytest.mark.parametrize("spot", [(-50.0, -50.0), (900.0, 900.0)])
def test_beyond_the_canvas_it_keeps_to_its_end(spot: tuple[float, float]):
    wire = Wire(picture, CANVAS)
    wire.anchor(spot)
    assert all(0 < x < 600 and 0 < y < 500 for x, y in wire.to((300, 250)))
