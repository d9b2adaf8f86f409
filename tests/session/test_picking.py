from __future__ import annotations

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.document import Document
from studio.document.layers import LayerProperties
from studio.geometry import Bounds, Point
from studio.session.easel import Easel
from studio.session.picking import SIDES, Picking
from tests.document.paintings import add_paint, document_of, paint

RED = (0, 0, 255, 255)
GREEN = (0, 255, 0, 255)
HALF_BLUE = (128, 0, 0, 128)


@pytest.fixture
def document() -> Document:
    return document_of(64, 64)


@pytest.fixture
def picking(document: Document) -> Picking:
    lower = add_paint(document)
    paint(document, lower, Bounds(0, 0, 64, 64), np.full((64, 64, 4), RED, np.uint8))
    upper = add_paint(document, LayerProperties("upper"))
    paint(document, upper, Bounds(32, 0, 32, 64), np.full((64, 32, 4), GREEN, np.uint8))
    easel = Easel(document)
    easel.activate(upper.id)
    return Picking(easel)


def test_one_pixel_is_taken_as_it_is(picking: Picking):
    assert picking.colour_at(Point(5, 5)) == Colour(255, 0, 0)
    assert picking.colour_at(Point(32, 5)) == Colour(0, 255, 0)


def test_many_pixels_are_averaged_as_light(picking: Picking):
    picking.side = 11
    # 6 of 11 columns are green; half the light is 188 of 255, not 128.
    found = picking.colour_at(Point(32, 30))
    assert found is not None
    assert (found.red, found.green, found.blue) == (180, 195, 0)


def test_the_active_layer_alone_may_be_asked(picking: Picking):
    picking.merged = False
    assert picking.colour_at(Point(5, 5)) is None
    assert picking.colour_at(Point(40, 5)) == Colour(0, 255, 0)


def test_what_is_not_painted_does_not_count(picking: Picking):
    picking.merged, picking.side = False, 5
    assert picking.colour_at(Point(31, 5)) == Colour(0, 255, 0)


def test_half_covering_paint_is_taken_as_its_own_colour(document: Document):
    layer = add_paint(document)
    paint(document, layer, Bounds(0, 0, 8, 8), np.full((8, 8, 4), HALF_BLUE, np.uint8))
    assert Picking(Easel(document)).colour_at(Point(3, 3)) == Colour(0, 0, 255)


@pytest.mark.parametrize("side", SIDES)
def test_at_the_edge_only_the_canvas_counts(picking: Picking, side: int):
    picking.side = side
    assert picking.colour_at(Point(0, 0)) == Colour(255, 0, 0)


def test_beyond_the_canvas_there_is_nothing(picking: Picking):
    assert picking.colour_at(Point(-20, 5)) is None
