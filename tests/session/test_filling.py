from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.commands import AddLayer
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Point
from tests.tools.desk import Desk, desk, write

RED_PIXEL = (0, 0, 255, 255)


@pytest.fixture
def at() -> Desk:
    made = desk()
    made.painting.set_colours(Colour(255, 0, 0), Colour(0, 0, 255))
    return made


def add_layer(at: Desk) -> PaintLayer:
    upper = PaintLayer(at.document.new_id(), LayerProperties("Upper"))
    at.document.do(AddLayer(upper, LayerId(0), 1, "Add layer"))
    at.easel.activate(upper.id)
    return upper


def test_filling_stops_at_other_colours_of_any_layer(at: Desk):
    write(at, Bounds(100, 0, 10, 300), (0, 0, 0, 255))
    upper = add_layer(at)
    at.filling.fill_at(Point(20, 20))
    filled = upper.tiles.read(at.document.bounds)
    assert (filled[:, :100] == RED_PIXEL).all()
    assert not filled[:, 100:].any()


def test_filling_by_the_active_layer_alone_sees_no_other(at: Desk):
    write(at, Bounds(100, 0, 10, 300), (0, 0, 0, 255))
    upper = add_layer(at)
    at.filling.likeness = replace(at.filling.likeness, merged=False)
    at.filling.fill_at(Point(20, 20))
    assert (upper.tiles.read(at.document.bounds) == RED_PIXEL).all()


def test_filling_everything_alike_crosses_other_colours(at: Desk):
    write(at, Bounds(100, 0, 10, 300), (0, 0, 0, 255))
    at.filling.likeness = replace(at.filling.likeness, contiguous=False)
    at.filling.fill_at(Point(20, 20))
    assert at.composite()[5, 105].tolist() == [0, 0, 0, 255]
    assert at.composite()[5, 300].tolist() == [0, 0, 255, 255]


def test_filling_beside_the_canvas_does_nothing(at: Desk):
    at.filling.fill_at(Point(-1, 20))
    assert at.document.history.titles == ()


def test_filling_what_is_selected_is_one_step_and_stays_inside(at: Desk):
    at.wand.select_at(Point(5, 5), Combine.replace)
    at.selecting.shrink(40)
    at.selecting.feather(10)
    at.filling.fill_selected()
    np.testing.assert_array_equal(at.composite()[..., 3], at.selected())
    at.document.history.undo()
    assert not at.composite().any()


def test_a_locked_layer_is_told(at: Desk):
    at.layer.properties = replace(at.layer.properties, locked=True)
    for verb in (at.filling.fill_selected, lambda: at.filling.fill_at(Point(5, 5))):
        with pytest.raises(InputError, match="locked"):
            verb()
    assert at.document.history.titles == ()
