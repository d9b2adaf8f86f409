from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.dynamics import Response, Sense, Trait
from studio.brush.ink import DESELECTING, ERASING, SELECTING, Ink
from studio.brush.limits import Limits
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.tiles import TileStore
from studio.geometry import EMPTY, Bounds, union_of
from tests.brush.strokes import CANVAS, HARD, RED, SOFT, alpha, paint


def filled(pixel: tuple[int, int, int, int], bounds: Bounds = CANVAS) -> TileStore:
    tiles = TileStore()
    tiles.write(bounds, np.broadcast_to(np.array(pixel, np.uint8), (*_size(bounds), 4)))
    return tiles


def _size(bounds: Bounds) -> tuple[int, int]:
    return bounds.height, bounds.width


def selection(bounds: Bounds, coverage: int = 255) -> TileStore:
    tiles = TileStore(channels=1)
    tiles.write(bounds, np.full(_size(bounds), coverage, np.uint8))
    return tiles


@pytest.mark.parametrize("brush", [HARD, SOFT], ids=["hard", "soft"])
def test_a_straight_stroke_is_symmetric_and_even(brush: Brush):
    painted = alpha(paint([(100, 200), (500, 200)], brush))
    np.testing.assert_array_equal(painted[150:200], painted[200:250][::-1])
    assert np.ptp(painted[:, 130:470].astype(int), axis=1).max() <= 2
    assert painted[200, 110:490].min() == 255


@pytest.mark.parametrize("size", [3.0, 8.0, 30.0])
def test_the_edge_of_a_hard_stroke_is_as_smooth_as_that_of_one_dab(size: float):
    """However many dabs lie over each other there."""
    painted = alpha(paint([(100, 200.25), (500, 200.25)], replace(HARD, size=size)))
    column = painted[:, 300].astype(int)
    assert column.sum() / 255 == pytest.approx(size, abs=0.15)


def test_a_soft_stroke_is_no_wider_than_its_dabs():
    stroke, dab = paint([(100, 200), (500, 200)], SOFT), paint([(300, 200)], SOFT)
    difference = alpha(stroke)[:, 300].astype(int) - alpha(dab)[:, 300]
    assert abs(difference).max() <= 3


def test_a_fully_covered_pixel_has_the_colour_itself():
    ink = Ink.of(Colour(12, 99, 201))
    assert paint([(100, 200), (300, 200)], ink=ink).read(Bounds(200, 200, 1, 1)).tolist() == [
        [[201, 99, 12, 255]]
    ]


@pytest.mark.parametrize("count", [2, 3, 40, 401])
def test_the_speed_of_the_hand_makes_no_difference(count: int):
    along = [(100.0 + 400.0 * i / (count - 1), 200.5) for i in range(count)]
    slow = paint([(100.0 + 400.0 * i / 7, 200.5) for i in range(8)], SOFT)
    difference = alpha(paint(along, SOFT)).astype(int) - alpha(slow)
    assert abs(difference).max() <= 2


@pytest.mark.parametrize("pressure", [(1.0, 1.0), (0.02, 1.0), (1.0, 0.02)])
def test_a_fast_stroke_has_no_gaps(pressure: tuple[float, float]):
    brush = replace(HARD, size=60.0).responding(Trait.size, Sense.pressure)
    samples = [PenSample(20, 200, pressure[0]), PenSample(580, 200, pressure[1])]
    painted = alpha(paint(samples, brush))
    assert (painted.max(axis=0)[21:580] > 100).all()


def test_a_circle_drawn_from_few_samples_is_round():
    turn = [2 * math.pi * i / 40 for i in range(42)]
    ring = alpha(paint([(300 + 120 * math.cos(a), 200 + 120 * math.sin(a)) for a in turn]))
    y, x = np.nonzero(ring > 127)
    radius = np.hypot(x + 0.5 - 300, y + 0.5 - 200)
    assert radius.min() > 120 - 10 - 1.0
    assert radius.max() < 120 + 10 + 1.0


def test_crossing_tiles_makes_no_difference():
    inside = alpha(paint([(300, 300), (340, 320), (330, 350)], SOFT))
    across = alpha(paint([(236, 236), (276, 256), (266, 286)], SOFT))
    np.testing.assert_array_equal(inside[270:390, 270:390], across[206:326, 206:326])


def test_half_a_percent_of_flow_reaches_full_coverage():
    brush = replace(HARD, flow=0.005)
    back_and_forth = [(200.0 + 100.0 * (i % 2), 200.0) for i in range(400)]
    painted = alpha(paint(back_and_forth, brush))
    assert painted[200, 250] == 255
    assert 0 < alpha(paint(back_and_forth[:2], brush))[200, 250] < 30


def test_flow_builds_up_and_opacity_caps_it():
    back_and_forth = [(200.0 + 100.0 * (i % 2), 200.0) for i in range(60)]
    brush = replace(HARD, flow=0.2, opacity=0.5)
    once, often = (alpha(paint(part, brush)) for part in (back_and_forth[:2], back_and_forth))
    assert once[200, 250] < often[200, 250]
    assert often.max() in (127, 128)


def test_pressure_makes_it_smaller_fainter_or_slower_as_the_brush_says():
    def painted(*traits: Trait) -> np.ndarray:
        followed = tuple(Response(trait, Sense.pressure) for trait in traits)
        brush = replace(HARD, flow=0.5, responses=followed)
        return alpha(paint([PenSample(100, 200, 0.5), PenSample(300, 200, 0.5)], brush))

    plain = painted()
    smaller, fainter = painted(Trait.size), painted(Trait.opacity)
    slower = painted(Trait.flow)
    assert (smaller > 0).sum() < 0.6 * (plain > 0).sum()
    assert fainter.max() in (127, 128)
    assert 0 < slower[193, 200] < plain[193, 200]


def test_a_selection_limits_the_stroke_softly():
    chosen = selection(Bounds(200, 0, 100, 400), 128)
    painted = alpha(paint([(100, 200), (500, 200)], selected=chosen.snapshot()))
    assert painted[200, 250] == 128
    painted[:, 200:300] = 0
    assert not painted.any()


def test_tiles_without_any_selection_are_left_alone():
    tiles = filled((0, 0, 0, 255))
    before = tiles.snapshot()
    chosen = selection(Bounds(10, 10, 40, 40)).snapshot()
    paint([(20, 20), (500, 300)], on=tiles, selected=chosen)
    assert set(tiles.patch_since(before).after) == {(0, 0)}


def test_erasing_takes_away_paint_and_adds_nothing():
    tiles = filled((0, 0, 200, 200), Bounds(100, 100, 200, 200))
    paint([(50, 200), (350, 200)], replace(HARD, opacity=0.5), ERASING, on=tiles)
    assert tiles.read(Bounds(200, 200, 1, 1)).tolist() == [[[0, 0, 100, 100]]]
    assert tiles.read(Bounds(200, 150, 1, 1)).tolist() == [[[0, 0, 200, 200]]]
    assert not alpha(tiles, Bounds(0, 0, 100, 400)).any()


def test_erasing_where_nothing_is_makes_no_tiles():
    assert paint([(50, 200), (350, 200)], ink=ERASING).is_empty


def test_alpha_lock_colours_what_is_there_and_keeps_its_alpha():
    tiles = TileStore()
    ramp = np.zeros((400, 600, 4), np.uint8)
    ramp[..., 0] = ramp[..., 3] = np.linspace(0, 255, 600).astype(np.uint8)
    tiles.write(CANVAS, ramp)
    paint([(0, 200), (600, 200)], ink=replace(RED, keeps_alpha=True), on=tiles)
    painted = tiles.read(CANVAS)
    np.testing.assert_array_equal(painted[..., 3], ramp[..., 3])
    np.testing.assert_array_equal(painted[200, :, 2], ramp[200, :, 3])
    assert not painted[200, :, 0].any()


def test_paint_stays_premultiplied():
    rng = np.random.default_rng(1)
    transparency = rng.integers(0, 256, (400, 600, 1))
    colour = rng.integers(0, 256, (400, 600, 3)) * transparency // 255
    tiles = TileStore()
    tiles.write(CANVAS, np.concatenate((colour, transparency), -1).astype(np.uint8))
    paint([(0, 100), (600, 300)], SOFT, Ink.of(Colour(255, 80, 3)), on=tiles)
    pixels = tiles.read(CANVAS)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()


def test_nothing_outside_the_canvas_is_painted():
    tiles = paint([(-50, -50), (650, 450)], replace(HARD, size=80.0))
    assert tiles.read(CANVAS.padded(200))[200:600, 200:800].any()
    outside = tiles.read(CANVAS.padded(200))
    outside[200:600, 200:800] = 0
    assert not outside.any()


def test_a_stroke_past_the_canvas_says_that_nothing_changed():
    stroke = Stroke(TileStore(), HARD, RED, limits=Limits(CANVAS))
    assert stroke.add(PenSample(-100, -100)) == EMPTY


def test_what_is_returned_and_told_is_where_pixels_changed():
    tiles, told = TileStore(), []
    stroke = Stroke(tiles, SOFT, RED, limits=Limits(CANVAS), painted=told.append)
    samples = [PenSample(100, 100), PenSample(300, 180), PenSample(310, 90), PenSample(310, 90)]
    returned = []
    for sample in samples:
        before = tiles.read(CANVAS)
        returned.append(stroke.add(sample))
        changed = (tiles.read(CANVAS) != before).any(axis=-1)
        changed[returned[-1].slices] = False
        assert not changed.any()
    assert told == [one for one in returned if one != EMPTY]
    assert CANVAS.contains(union_of(returned))


def test_a_click_paints_one_dab_at_once():
    painted = alpha(paint([(100, 100)]))
    assert painted[100, 100] == 255
    assert painted.sum() / 255 == pytest.approx(math.pi * 100, rel=0.01)


def test_a_mask_stroke_selects_and_erasing_it_deselects():
    tiles = paint([(100, 200), (300, 200)], replace(HARD, opacity=0.5), SELECTING)
    assert tiles.read(Bounds(200, 200, 1, 1)).item() in (127, 128)
    paint([(100, 200), (300, 200)], replace(HARD, size=24.0), DESELECTING, on=tiles)
    assert not tiles.read(CANVAS).any()
