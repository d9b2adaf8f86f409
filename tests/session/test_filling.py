from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import BLACK, WHITE, Colour
from studio.document.commands import AddLayer
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.layers.layering import Layering
from studio.session.layers.masking import Masking
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


# On a mask


@pytest.fixture
def masked(at: Desk) -> Desk:
    """A white layer whose mask is in hand, with the left half selected."""
    write(at, at.document.bounds, (255, 255, 255, 255))
    Masking(at.easel).add()
    at.painting.set_colours(BLACK, WHITE)
    half = Bounds(0, 0, 200, 300)
    at.selecting.select(half, np.full((300, 200), 255, np.uint8), Combine.replace, "Select")
    return at


def seen(at: Desk) -> np.ndarray:
    return at.composite()[..., 3]


def test_foreground_and_background_fill_a_mask_where_it_is_selected(masked: Desk):
    masked.filling.fill_selected()
    assert not seen(masked)[:, :200].any()
    assert (seen(masked)[:, 200:] == 255).all()
    masked.filling.fill_selected(with_background=True)
    assert (seen(masked) == 255).all()


def test_clearing_a_mask_hides_what_is_selected(masked: Desk):
    steps = masked.document.history.position
    Layering(masked.easel).clear()
    assert not seen(masked)[:, :200].any()
    assert (seen(masked)[:, 200:] == 255).all()
    assert masked.document.history.position == steps + 1
    masked.document.history.undo()
    assert (seen(masked) == 255).all()


def test_a_gradient_fades_a_mask_where_it_is_selected(masked: Desk):
    with masked.filling.gradient() as lay:
        lay((0, 0), (400, 0))
        lay((0, 0), (200, 0))
    row = seen(masked)[150].astype(int)
    np.testing.assert_allclose(row[:200], np.arange(200) * 255 / 200, atol=2)
    assert (row[200:] == 255).all()
    masked.document.history.undo()
    assert (seen(masked) == 255).all()


def test_a_gradient_to_nothing_leaves_what_the_mask_hid(masked: Desk):
    masked.filling.fill_selected()
    masked.filling.fade = replace(masked.filling.fade, to_nothing=True)
    masked.painting.set_colours(WHITE, BLACK)
    with masked.filling.gradient() as lay:
        lay((0, 0), (200, 0))
    row = seen(masked)[150].astype(int)
    np.testing.assert_allclose(row[:200], 255 - np.arange(200) * 255 / 200, atol=2)


def test_a_mask_is_filled_by_what_it_looks_like_itself(masked: Desk):
    masked.filling.fill_selected()
    masked.selecting.select_none()
    masked.filling.likeness = replace(masked.filling.likeness, merged=False)
    masked.painting.set_colours(Colour(128, 128, 128), WHITE)
    masked.filling.fill_at(Point(300, 100))
    assert not seen(masked)[:, :200].any()
    assert (seen(masked)[:, 200:] == 128).all()


def test_the_mask_of_a_locked_layer_is_not_filled(masked: Desk):
    masked.layer.properties = replace(masked.layer.properties, locked=True)
    clear = Layering(masked.easel).clear
    for verb in (masked.filling.fill_selected, clear, masked.filling.gradient().__enter__):
        with pytest.raises(InputError, match="locked"):
            verb()
