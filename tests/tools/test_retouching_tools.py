"""Smudge, blur, clone, heal and the strength brush."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.brush.dynamics import Sense, Trait
from studio.colour import Colour
from studio.document.commands import AddLayer
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers
from tests.tools.desk import PLAIN, Desk, Painter, desk, write


@pytest.fixture
def at() -> Desk:
    """Blue on the left, red on the right."""
    made = desk()
    write(made, Bounds(0, 0, 200, 300), (200, 0, 0, 255))
    write(made, Bounds(200, 0, 200, 300), (0, 0, 200, 255))
    return made


@pytest.mark.parametrize("dulls", [False, True], ids=["smear", "dull"])
def test_smudging_drags_a_colour_into_the_next(at: Desk, *, dulls: bool):
    brush = replace(PLAIN, hardness=0.2, flow=0.9, dulls=dulls)
    at.painting.set_brush(ToolName.smudge, brush)
    Painter(at, ToolName.smudge).press(180, 150).move(200, 150).move(230, 150).release()
    blue, _, red, alpha = at.composite()[150, 210].tolist()
    assert blue > 40
    assert red < 190
    assert alpha == 255
    assert at.composite()[150, 300].tolist() == [0, 0, 200, 255]


def test_wet_paint_adds_the_foreground_colour(at: Desk):
    at.painting.set_colours(Colour(0, 255, 0), Colour(0, 0, 0))
    at.painting.set_brush(ToolName.smudge, replace(PLAIN, dulls=True, charge=0.8))
    Painter(at, ToolName.smudge).press(40, 150).move(100, 150).release()
    assert at.composite()[150, 90, 1] > 150


def test_smudging_even_paint_changes_nothing(at: Desk):
    before = at.composite()
    Painter(at, ToolName.smudge).press(40, 150).move(100, 150).release()
    np.testing.assert_array_equal(at.composite(), before)
    assert at.document.history.position <= 1


def test_smudging_stays_inside_the_selection_and_the_canvas(at: Desk):
    chosen = np.full((300, 20), 255, np.uint8)
    at.selecting.select(Bounds(200, 0, 20, 300), chosen, Combine.replace, "Select")
    before = at.composite()
    Painter(at, ToolName.smudge).press(180, 2).move(200, 2).move(260, 2).release()
    changed = (at.composite() != before).any(axis=-1)
    assert changed[:, 200:220].any()
    changed[:, 200:220] = False
    assert not changed.any()


def test_blurring_softens_an_edge_and_leaves_even_paint(at: Desk):
    Painter(at, ToolName.blur).press(100, 150).move(200, 150).move(300, 150).release()
    row = at.composite()[150]
    assert 50 < row[199, 0] < 150
    assert row[150].tolist() == [200, 0, 0, 255]


def test_cloning_without_a_source_says_what_to_do(at: Desk):
    with pytest.raises(InputError, match="nothing to take from"):
        Painter(at, ToolName.clone).press(50, 50)


def test_cloning_paints_what_is_at_the_source(at: Desk):
    Painter(at, ToolName.clone).click(300, 100, Modifiers.alt)
    Painter(at, ToolName.clone).press(100, 100).move(120, 100).release()
    assert at.composite()[100, 110].tolist() == [0, 0, 200, 255]
    assert at.composite()[150, 110].tolist() == [200, 0, 0, 255]


@pytest.mark.parametrize(("aligned", "expected"), [(True, [200, 0, 0]), (False, [0, 0, 200])])
def test_an_aligned_source_keeps_its_distance(at: Desk, *, aligned: bool, expected: list[int]):
    at.retouching.aligned = aligned
    Painter(at, ToolName.clone).click(210, 100, Modifiers.alt)
    Painter(at, ToolName.clone).click(110, 100).click(60, 200)
    assert at.composite()[200, 60, :3].tolist() == expected


def test_healing_takes_the_detail_and_keeps_the_light(at: Desk):
    write(at, Bounds(0, 0, 400, 300), (100, 100, 100, 255))
    write(at, Bounds(295, 95, 10, 10), (20, 20, 20, 255))
    write(at, Bounds(0, 0, 200, 300), (180, 180, 180, 255))
    Painter(at, ToolName.heal).click(250, 200, Modifiers.alt)
    Painter(at, ToolName.heal).press(290, 100).move(310, 100).release()
    mended = at.composite()[85:115, 285:315, 0].astype(int)
    assert abs(mended - 100).max() <= 3


def test_a_locked_alpha_stays(at: Desk):
    write(at, Bounds(0, 0, 400, 100), (0, 0, 0, 0))
    at.layer.properties = replace(at.layer.properties, alpha_locked=True)
    before = at.composite()[..., 3]
    for tool in (ToolName.smudge, ToolName.blur):
        Painter(at, tool).press(190, 90).move(210, 130).release()
    np.testing.assert_array_equal(at.composite()[..., 3], before)


@pytest.fixture
def pressed(at: Desk) -> Desk:
    at.painting.set_brush(ToolName.strength, PLAIN.responding(Trait.opacity, Sense.pressure))
    return at


def test_the_strength_brush_selects_as_much_as_it_is_pressed(pressed: Desk):
    painter = Painter(pressed, ToolName.strength)
    painter.press(50, 100, pressure=0.4).move(150, 100, pressure=0.4).release()
    assert pressed.selected()[100, 100] == pytest.approx(102, abs=1)
    painter.press(100, 50, pressure=0.2).move(100, 150, pressure=0.2).release()
    assert pressed.selected()[100, 100] == pytest.approx(102, abs=1)


def test_strength_is_taken_away_with_alt(pressed: Desk):
    pressed.selecting.select_all()
    painter = Painter(pressed, ToolName.strength)
    painter.press(50, 100, pressure=0.7, modifiers=Modifiers.alt).move(90, 100, pressure=0.7)
    painter.release()
    assert pressed.selected()[100, 70] == pytest.approx(77, abs=1)


def test_the_strength_brush_shows_the_selection_as_the_mask_brush_does(at: Desk):
    at.painting.tool = ToolName.strength
    assert at.painting.quick_mask
    at.painting.quick_mask = False
    assert at.painting.tool is ToolName.brush


@pytest.fixture
def layered(at: Desk) -> Desk:
    """An empty layer above the blue and red one, to retouch on, and a green one above that."""
    for name in ("Retouch", "Green"):
        layer = PaintLayer(at.document.new_id(), LayerProperties(name))
        position = len(at.document.root.children)
        AddLayer(layer, at.document.root.id, position, "Add").do(at.document)
        at.easel.activate(layer.id)
    write(at, Bounds(300, 200, 60, 60), (0, 180, 0, 255))
    at.easel.activate(at.document.root.children[1].id)
    at.retouching.merged = True
    return at


def own(desk: Desk, x: int, y: int) -> list[int]:
    """A pixel of the active layer alone."""
    pixel: list[int] = desk.layer.tiles.read(Bounds(x, y, 1, 1))[0, 0].tolist()
    return pixel


def test_cloning_takes_from_the_active_layer_unless_told_otherwise(layered: Desk):
    layered.retouching.merged = False
    Painter(layered, ToolName.clone).click(330, 230, Modifiers.alt)
    Painter(layered, ToolName.clone).press(100, 100).move(120, 100).release()
    assert own(layered, 110, 100) == [0, 0, 0, 0]


def test_cloning_takes_from_every_layer_onto_the_active_one(layered: Desk):
    Painter(layered, ToolName.clone).click(330, 230, Modifiers.alt)
    Painter(layered, ToolName.clone).press(100, 100).move(110, 100).release()
    assert own(layered, 105, 100) == [0, 180, 0, 255]
    Painter(layered, ToolName.clone).click(250, 50, Modifiers.alt)
    Painter(layered, ToolName.clone).click(100, 150)
    assert own(layered, 100, 150) == [0, 0, 200, 255]


def test_a_stroke_does_not_clone_what_it_has_just_painted(layered: Desk):
    """The source is the picture as it was at the press, also where the stroke went since."""
    painter = Painter(layered, ToolName.clone).click(225, 100, Modifiers.alt)
    painter.press(195, 100).move(225, 100).move(255, 100).release()
    write(layered, Bounds(0, 0, 1, 1), (0, 0, 0, 0))
    assert own(layered, 196, 100) == [0, 0, 200, 255]
    layered.retouching.set_source(Point(180, 150))
    painter.press(200, 150).move(220, 150).move(300, 150).release()
    assert own(layered, 215, 150) == [200, 0, 0, 255]
    assert own(layered, 290, 150) == [0, 0, 200, 255]


def test_healing_mends_what_lies_beneath_on_a_layer_of_its_own(layered: Desk):
    beneath = layered.document.paint_layer(layered.document.root.children[0].id)
    layered.easel.activate(beneath.id)
    write(layered, Bounds(0, 0, 400, 300), (100, 100, 100, 255))
    write(layered, Bounds(95, 95, 10, 10), (20, 20, 20, 255))
    before = beneath.tiles.read(layered.document.bounds)
    layered.easel.activate(layered.document.root.children[1].id)
    Painter(layered, ToolName.heal).click(250, 50, Modifiers.alt)
    Painter(layered, ToolName.heal).press(90, 100).move(110, 100).release()
    mended = layered.composite()[85:115, 85:115, 0].astype(int)
    assert abs(mended - 100).max() <= 3
    assert own(layered, 100, 100)[3] == 255
    np.testing.assert_array_equal(beneath.tiles.read(layered.document.bounds), before)


def test_healing_from_all_layers_is_one_step_to_undo(layered: Desk):
    before = layered.composite()
    Painter(layered, ToolName.heal).click(250, 50, Modifiers.alt)
    Painter(layered, ToolName.heal).press(90, 100).move(110, 100).release()
    position = layered.document.history.position
    assert layered.document.history.undo()
    np.testing.assert_array_equal(layered.composite(), before)
    assert layered.document.history.position == position - 1
