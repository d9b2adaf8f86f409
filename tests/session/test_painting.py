from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.sample import PenSample
from studio.colour import BLACK, WHITE, Colour
from studio.document.document import Document
from studio.document.layers import LayerProperties
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from tests.tools.desk import PLAIN, Desk, desk, write

RED = Colour(255, 0, 0)


@pytest.fixture
def at() -> Desk:
    made = desk()
    made.painting.set_colours(RED, WHITE)
    return made


def look(at: Desk, properties: LayerProperties) -> None:
    at.layer.properties = properties


def draw(at: Desk, *spots: tuple[float, float], erase: bool = False) -> None:
    with at.painting.stroke(erase=erase) as stroke:
        for x, y in spots:
            stroke.add(PenSample(x, y))


def fail_while_painting(at: Desk) -> None:
    with at.painting.stroke() as stroke:
        stroke.add(PenSample(50, 50))
        raise ZeroDivisionError


def mask(at: Desk, *spots: tuple[float, float], erase: bool = False) -> None:
    with at.painting.mask_stroke(erase=erase) as stroke:
        for x, y in spots:
            stroke.add(PenSample(x, y))


def test_a_stroke_is_one_step_in_the_foreground_colour(at: Desk):
    draw(at, (50, 50), (200, 100), (300, 50))
    assert at.document.history.titles == ("Brush stroke",)
    assert at.composite()[50, 50].tolist() == [0, 0, 255, 255]


def test_a_stroke_is_seen_while_it_is_painted(at: Desk):
    with at.painting.stroke() as stroke:
        stroke.add(PenSample(50, 50))
        tile = at.easel.compositor.tile((0, 0))
        assert tile is not None
        assert tile[50, 50].tolist() == [0, 0, 255, 255]


def test_a_failing_stroke_leaves_no_trace(at: Desk):
    write(at, Bounds(0, 0, 100, 100), (9, 9, 9, 255))
    before = at.composite()
    with pytest.raises(ZeroDivisionError):
        fail_while_painting(at)
    np.testing.assert_array_equal(at.composite(), before)
    assert at.document.history.titles == ()
    assert at.painting.last_sample is None


def test_a_stroke_stays_inside_the_selection(at: Desk):
    at.selecting.select(
        Bounds(100, 0, 100, 300), np.full((300, 100), 255, np.uint8), Combine.replace, "Select"
    )
    draw(at, (20, 150), (380, 150))
    painted = at.composite()
    assert painted[150, 150, 3] == 255
    painted[:, 100:200] = 0
    assert not painted.any()


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (LayerProperties("Paint", locked=True), "“Paint” is locked."),
        (LayerProperties("Paint", visible=False), "“Paint” is hidden."),
    ],
    ids=["locked", "hidden"],
)
def test_a_layer_that_cannot_be_painted_on_says_why(at: Desk, properties, message: str):
    look(at, properties)
    verbs = (
        lambda: draw(at, (5, 5)),
        lambda: at.together.moving().__enter__(),
    )
    for verb in verbs:
        with pytest.raises(InputError, match=message):
            verb()
    assert at.document.history.titles == ()


def test_a_locked_alpha_keeps_the_shape_and_refuses_the_eraser(at: Desk):
    write(at, Bounds(100, 100, 100, 100), (80, 0, 0, 80))
    look(at, LayerProperties("Paint", alpha_locked=True))
    draw(at, (50, 150), (250, 150))
    assert at.composite()[150, 150].tolist() == [0, 0, 80, 80]
    assert not at.composite()[150, 90].any()
    with pytest.raises(InputError, match="transparency"):
        draw(at, (150, 150), erase=True)
    with pytest.raises(InputError, match="transparency"), at.together.moving():
        pass


def test_the_eraser_has_its_own_brush(at: Desk):
    write(at, Bounds(0, 0, 400, 300), (0, 0, 0, 255))
    at.painting.set_brush(ToolName.eraser, replace(PLAIN, size=60.0))
    draw(at, (200, 150), erase=True)
    assert not at.composite()[150, 200 - 28 : 200 + 28].any()
    assert at.document.history.titles == ("Erase",)


def test_a_mask_stroke_changes_the_selection_only(at: Desk):
    mask(at, (100, 100), (200, 100))
    assert not at.composite().any()
    assert at.selected()[100, 150] == 255
    mask(at, (150, 100), erase=True)
    assert at.selected()[100, 150] == 0
    assert at.document.history.titles == ("Paint mask", "Erase mask")


def test_erasing_all_of_a_mask_selects_nothing(at: Desk):
    mask(at, (100, 100))
    at.painting.set_brush(ToolName.mask, replace(PLAIN, size=40.0))
    mask(at, (100, 100), erase=True)
    assert at.document.selection.is_none


def test_a_thousand_strokes_undone_give_the_first_picture_byte_for_byte():
    at, rng = desk(200, 200), random.Random(3)
    write(at, Bounds(30, 30, 120, 90), (40, 50, 60, 200))
    before, tiles = at.composite().tobytes(), at.layer.tiles.keys
    for _ in range(1000):
        brush = Brush(rng.choice((3.0, 8.5, 30.0)), 0.5, rng.random(), rng.random(), spacing=0.3)
        at.painting.set_brush(ToolName.brush, brush)
        draw(at, *((rng.uniform(-20, 220), rng.uniform(-20, 220)) for _ in range(2)))
    after = at.composite().tobytes()
    assert after != before
    at.document.history.go_to(0)
    assert at.composite().tobytes() == before
    assert at.layer.tiles.keys == tiles
    at.document.history.go_to(1000)
    assert at.composite().tobytes() == after


def test_moving_takes_the_selection_along_and_is_one_step(at: Desk):
    write(at, Bounds(0, 0, 200, 200), (0, 0, 0, 255))
    mask(at, (50, 50))
    chosen, steps = at.selected(), at.document.history.position
    with at.together.moving() as move:
        move.by(3, 4)
        move.by(100, 150)
    assert at.document.history.position == steps + 1
    np.testing.assert_array_equal(at.selected()[150:, 100:], chosen[:150, :300])
    assert at.composite()[200 - 5, 150, 3] == 255
    assert at.composite()[50, 50, 3] == 0
    at.document.history.undo()
    np.testing.assert_array_equal(at.selected(), chosen)
    assert (at.composite()[:200, :200] == (0, 0, 0, 255)).all()


def test_moving_off_the_canvas_and_back_loses_nothing(at: Desk):
    write(at, Bounds(0, 0, 200, 200), (0, 0, 0, 255))
    before = at.composite()
    for by in (-150, 150):
        with at.together.moving() as move:
            move.by(by, 0)
    np.testing.assert_array_equal(at.composite(), before)


def test_moving_nowhere_is_no_step(at: Desk):
    write(at, Bounds(0, 0, 200, 200), (0, 0, 0, 255))
    with at.together.moving() as move:
        move.by(30, 0)
        move.by(0, 0)
    assert at.document.history.titles == ()


def test_the_quick_mask_is_the_mask_brush_in_hand(at: Desk):
    at.painting.tool = ToolName.lasso
    tools: list[ToolName] = []
    at.painting.tool_changed.connect(tools.append)
    at.painting.quick_mask = True
    at.painting.quick_mask = False
    assert tools == [ToolName.mask, ToolName.lasso]
    assert not at.painting.quick_mask
    at.painting.tool = ToolName.mask
    assert at.painting.quick_mask


def test_listeners_are_told_of_what_changed_and_only_then(at: Desk):
    told: list[object] = []
    for signal in (at.painting.tool_changed, at.painting.brush_changed):
        signal.connect(told.append)
    at.painting.colours_changed.connect(told.append)
    for _ in range(2):
        at.painting.tool = ToolName.move
        at.painting.set_brush(ToolName.mask, Brush(size=3.0))
        at.painting.set_colours(WHITE, RED)
    assert told == [ToolName.move, ToolName.mask, None]


def test_colours_swap_and_reset(at: Desk):
    at.painting.swap_colours()
    assert (at.painting.foreground, at.painting.background) == (WHITE, RED)
    at.painting.reset_colours()
    assert (at.painting.foreground, at.painting.background) == (BLACK, WHITE)


def test_another_document_has_no_stroke_to_go_on_from(at: Desk):
    draw(at, (5, 5))
    assert at.painting.last_sample == PenSample(5, 5)
    at.easel.put(Document(Extent(10, 10)))
    assert at.painting.last_sample is None
