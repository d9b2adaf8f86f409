from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import Invert
from studio.document.commands import AddLayer
from studio.document.layers import AdjustmentLayer, LayerId, LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.layers.masking import Masking
from tests.tools.desk import Desk, desk, write

LEFT, RIGHT = Bounds(20, 20, 60, 60), Bounds(200, 20, 60, 60)
BLUE = (200, 0, 0, 255)


@pytest.fixture
def at() -> Desk:
    made = desk()
    write(made, LEFT, BLUE)
    write(made, RIGHT, BLUE)
    return made


def selects(at: Desk, *boxes: Bounds) -> bool:
    expected = np.zeros((300, 400), np.uint8)
    for box in boxes:
        expected[box.slices] = 255
    return bool((at.selected() == expected).all())


def test_it_selects_what_hangs_together(at: Desk):
    at.wand.select_at(Point(30, 30), Combine.replace)
    assert selects(at, LEFT)


def test_it_selects_everything_alike(at: Desk):
    at.wand.likeness = replace(at.wand.likeness, contiguous=False)
    at.wand.select_at(Point(30, 30), Combine.replace)
    assert selects(at, LEFT, RIGHT)


def test_it_adds_and_takes_away(at: Desk):
    at.wand.select_at(Point(30, 30), Combine.replace)
    at.wand.select_at(Point(230, 30), Combine.add)
    assert selects(at, LEFT, RIGHT)
    at.wand.select_at(Point(30, 30), Combine.subtract)
    assert selects(at, RIGHT)
    assert at.document.history.position == 3


def test_it_sees_all_layers_or_only_the_active_one(at: Desk):
    upper = PaintLayer(at.document.new_id(), LayerProperties("Upper"))
    at.document.do(AddLayer(upper, LayerId(0), 1, "Add layer"))
    at.easel.activate(upper.id)
    at.wand.select_at(Point(30, 30), Combine.replace)
    assert selects(at, LEFT)
    at.wand.likeness = replace(at.wand.likeness, merged=False)
    at.wand.select_at(Point(30, 30), Combine.replace)
    assert selects(at, at.document.bounds)


def test_beside_the_canvas_there_is_nothing(at: Desk):
    at.wand.select_at(Point(30, 30), Combine.replace)
    at.wand.select_at(Point(-5, 30), Combine.add)
    assert selects(at, LEFT)
    at.wand.select_at(Point(-5, 30), Combine.replace)
    assert at.document.selection.is_none


def test_a_colour_is_selected_wherever_it_is(at: Desk):
    write(at, Bounds(100, 100, 30, 30), (0, 220, 0, 255))
    at.wand.select_colour(Colour(0, 0, 190), Combine.replace)
    assert selects(at, LEFT, RIGHT)


def test_a_layer_is_selected_as_far_as_it_is_opaque(at: Desk):
    write(at, Bounds(100, 100, 30, 30), (0, 40, 0, 80))
    at.wand.select_active_layer()
    np.testing.assert_array_equal(at.selected(), at.composite()[..., 3])
    at.document.history.undo()
    assert at.document.selection.is_none


def test_a_group_is_selected_as_far_as_what_it_shows_is_opaque(at: Desk):
    before = at.composite()[..., 3]
    at.together.group()
    at.wand.select_layer(at.document.root.children[0].id, Combine.replace)
    np.testing.assert_array_equal(at.selected(), before)


def test_what_has_no_pixels_is_not_selected(at: Desk):
    layer = AdjustmentLayer(at.document.new_id(), LayerProperties("Invert"), Invert())
    at.document.do(AddLayer(layer, LayerId(0), 1, "Add layer"))
    with pytest.raises(InputError, match="no pixels"):
        at.wand.select_layer(layer.id, Combine.replace)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combine.replace, (False, True, True)),
        (Combine.add, (True, True, True)),
        (Combine.subtract, (True, False, False)),
        (Combine.intersect, (False, True, False)),
    ],
    ids=lambda one: one.value if isinstance(one, Combine) else "",
)
def test_a_layer_joins_what_is_selected(how, expected):
    at = desk(600, 40)
    write(at, Bounds(300, 0, 200, 40), (0, 0, 0, 255))
    at.selecting.select(
        Bounds(200, 0, 200, 40), np.full((40, 200), 255, np.uint8), Combine.replace, "Select"
    )
    at.wand.select_layer(at.layer.id, how)
    assert tuple(at.selected()[20, x] == 255 for x in (250, 350, 450)) == expected


def test_a_mask_joins_what_is_selected(at: Desk):
    masking = Masking(at.easel)
    at.selecting.select(
        Bounds(10, 10, 20, 20), np.full((20, 20), 200, np.uint8), Combine.replace, "Select"
    )
    masking.add()
    at.selecting.select(
        Bounds(0, 0, 20, 20), np.full((20, 20), 255, np.uint8), Combine.replace, "Select"
    )
    at.wand.select_mask(at.layer.id, Combine.intersect)
    assert at.selected()[15, 15] == 200
    assert not at.selected()[5, 5]
    assert not at.selected()[25, 25]


def test_what_is_empty_is_selected_with_as_much_of_the_picture_as_a_landing_fades_over(at: Desk):
    write(at, Bounds(0, 0, 300, 300), BLUE)
    at.wand.select_empty()
    selected = at.selected()
    assert (selected[:, 300:] == 255).all()
    assert (selected[:, 290:] == 255).all()
    assert not selected[:, :250].any()
    assert at.document.history.titles[-1] == "Select what is empty"
    assert at.document.history.undo()
    assert not at.selected().any()


def test_a_picture_without_a_hole_has_nothing_empty_and_keeps_its_selection(at: Desk):
    write(at, at.document.bounds, BLUE)
    at.wand.select_colour(Colour(0, 0, 200), Combine.replace)
    before, steps = at.selected(), at.document.history.position
    with pytest.raises(InputError, match="Nothing of the picture is empty"):
        at.wand.select_empty()
    assert (at.selected() == before).all()
    assert at.document.history.position == steps
