from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.dynamics import FALLING, LINE, Curve, Response, Sense, Trait
from studio.brush.ink import Ink
from studio.brush.limits import Limits
from studio.brush.marks import Marker
from studio.brush.path import PathPoint
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.tiles import TileStore
from tests.brush.strokes import CANVAS, HARD, RED, alpha, paint

LINE_ACROSS = [(100.0, 200.0), (200.0, 200.0), (300.0, 200.0), (500.0, 200.0)]


@pytest.mark.parametrize(
    ("x", "expected"), [(-1.0, 0.2), (0.0, 0.2), (0.25, 0.6), (0.5, 1.0), (0.75, 0.5), (2.0, 0.0)]
)
def test_a_curve_is_straight_between_its_points_and_level_beyond(x: float, expected: float):
    assert Curve(((0.0, 0.2), (0.5, 1.0), (1.0, 0.0))).at(x) == pytest.approx(expected)


@pytest.mark.parametrize(
    "sense",
    [Sense.pressure, Sense.tilt, Sense.azimuth, Sense.rotation, Sense.speed, Sense.direction],
)
def test_a_trait_follows_what_the_pen_feels(sense: Sense):
    point = PathPoint(0, 0, 0.0)._replace(**{sense.value: 0.25})
    for trait, name in ((Trait.opacity, "opacity"), (Trait.flow, "flow")):
        mark = Marker(Brush(responses=(Response(trait, sense),))).mark(point)
        assert getattr(mark, name) == pytest.approx(0.25)
    assert Marker(Brush(angle=10, responses=(Response(Trait.angle, sense),))).mark(
        point
    ).angle == pytest.approx(100)


def test_several_senses_on_one_trait_are_multiplied():
    both = (Response(Trait.size, Sense.pressure), Response(Trait.size, Sense.tilt, FALLING))
    mark = Marker(Brush(size=100, responses=both)).mark(PathPoint(0, 0, 0.5, tilt=0.2))
    assert mark.size == pytest.approx(100 * 0.5 * 0.8)


def test_a_brush_can_be_made_to_follow_and_to_ignore():
    brush = Brush(responses=()).responding(Trait.flow, Sense.speed, FALLING)
    assert brush.response(Trait.flow, Sense.speed) == Response(Trait.flow, Sense.speed, FALLING)
    assert brush.responding(Trait.flow, Sense.speed).responses == (
        Response(Trait.flow, Sense.speed, LINE),
    )
    assert brush.ignoring(Trait.flow, Sense.speed).responses == ()


@pytest.mark.parametrize(
    "brush",
    [
        replace(HARD, scatter=0.5),
        replace(HARD, hue=0.5, lightness=0.5),
        replace(HARD, tip="chalk", responses=(Response(Trait.angle, Sense.random),)),
    ],
    ids=["scatter", "colour", "angle"],
)
def test_chance_is_the_same_for_the_same_stroke_and_another_for_another(brush: Brush):
    first, again = paint(LINE_ACROSS, brush), paint(LINE_ACROSS, brush)
    np.testing.assert_array_equal(first.read(CANVAS), again.read(CANVAS))
    moved = paint([(x + 10, y) for x, y in LINE_ACROSS], brush)
    assert (moved.read(CANVAS)[:, 10:] != first.read(CANVAS)[:, :-10]).any()


def test_a_stroke_fades_away():
    brush = replace(HARD, fade=200.0, responses=(Response(Trait.opacity, Sense.fade, FALLING),))
    row = alpha(paint(LINE_ACROSS, brush))[200].astype(int)
    assert row[105] > 230 > row[200] > row[280] > 0
    assert not row[330:].any()


def test_a_flat_brush_is_wide_across_and_thin_along():
    flat = replace(HARD, size=40.0, roundness=0.2, angle=0.0)
    dab = alpha(paint([(100, 100)], flat)) > 127
    assert 38 <= dab.any(axis=0).sum() <= 42
    assert 7 <= dab.any(axis=1).sum() <= 9
    turned = alpha(paint([(100, 100)], replace(flat, angle=90.0))) > 127
    assert 38 <= turned.any(axis=1).sum() <= 42


def test_a_tip_turns_along_the_stroke_from_its_first_dab_on():
    brush = replace(
        HARD, size=40.0, roundness=0.2, responses=(Response(Trait.angle, Sense.direction),)
    )
    down = alpha(paint([(300, 100), (300, 200), (300, 300)], brush)) > 127
    assert down.any(axis=0).sum() <= 10
    across = alpha(paint([(100, 200), (300, 200)], brush)) > 127
    assert across.any(axis=1).sum() <= 10


def test_a_click_with_such_a_tip_paints_when_the_pen_is_lifted():
    brush = replace(HARD, responses=(Response(Trait.angle, Sense.direction),))
    tiles = TileStore()
    stroke = Stroke(tiles, brush, RED, limits=Limits(CANVAS))
    stroke.add(PenSample(100, 100))
    assert tiles.is_empty
    stroke.finish()
    assert tiles.read(CANVAS)[100, 100, 3] == 255


def test_building_up_goes_past_what_a_wash_reaches():
    there_and_back = [(200.0 + 100.0 * (i % 2), 200.0) for i in range(20)]
    wash = alpha(paint(there_and_back, replace(HARD, opacity=0.3)))
    built = alpha(paint(there_and_back, replace(HARD, opacity=0.3, builds_up=True)))
    assert wash.max() in (76, 77)
    assert built.max() == 255


def test_paper_shows_in_light_paint_and_not_in_full():
    rough = replace(HARD, texture="paper", grain=2.0)
    light = alpha(paint(LINE_ACROSS, replace(rough, opacity=0.5)))[196:204, 150:450]
    full = alpha(paint(LINE_ACROSS, rough))[196:204, 150:450]
    assert light.std() > 20
    assert light.max() <= 128
    assert full.min() == 255


def test_paper_stays_where_it_is_whatever_is_painted():
    rough = replace(HARD, texture="paper", grain=2.0, opacity=0.5, size=60.0)
    one = alpha(paint([(100, 200), (500, 200)], rough))[195:205, 200:400]
    other = alpha(paint([(300, 100), (300, 300)], replace(rough, size=300.0)))[195:205, 200:400]
    np.testing.assert_array_equal(one, other)


def test_each_dab_may_have_its_own_colour():
    brush = replace(HARD, hue=1.0, spacing=1.0)
    colours = paint(LINE_ACROSS, brush, Ink.of(Colour(200, 40, 40))).read(CANVAS)[200, 100:500, :3]
    assert len(np.unique(colours // 8, axis=0)) > 8


def test_a_stroke_is_blended_as_one():
    tiles = TileStore()
    tiles.write(CANVAS, np.full((400, 600, 4), (200, 200, 200, 255), np.uint8))
    there_and_back = [(200.0 + 100.0 * (i % 2), 200.0) for i in range(6)]
    paint(
        there_and_back,
        replace(HARD, blend=BlendMode.multiply),
        Ink.of(Colour(128, 128, 128)),
        on=tiles,
    )
    assert abs(tiles.read(CANVAS)[200, 250].astype(int) - (100, 100, 100, 255)).max() <= 1
