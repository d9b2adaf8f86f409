from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.dynamics import FALLING, Curve, Response, Sense, Trait
from studio.brush.ink import ERASING, SELECTING, Ink
from studio.brush.layout import MOST_PLACES
from studio.brush.limits import Limits
from studio.brush.press import LARGEST, can_press, make_ready
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.brush.symmetry import NO_SYMMETRY, Symmetry
from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.tiles import Pixels, TileStore
from studio.geometry import EMPTY, Bounds
from tests.brush.strokes import CANVAS, HARD, RED, SOFT, alpha, paint

INK = Ink.of(Colour(200, 60, 20))
PRESSED = (Response(Trait.size, Sense.pressure), Response(Trait.opacity, Sense.pressure))
BENT = Curve(((0.0, 0.1), (0.3, 0.7), (0.6, 0.75), (1.0, 1.0)))
BRUSHES = {
    "small": Brush(size=10.0, hardness=0.5, responses=PRESSED),
    "tiny": Brush(size=2.0, hardness=1.0, responses=PRESSED),
    "half a pixel": Brush(size=0.5, responses=()),
    "middling": Brush(size=100.0, hardness=0.5, responses=PRESSED),
    "large": Brush(size=500.0, hardness=0.3, responses=PRESSED),
    "hard": replace(HARD, size=41.0),
    "soft": replace(SOFT, size=140.0),
    "flow": Brush(size=60.0, hardness=0.2, flow=0.3, responses=PRESSED),
    "building up": Brush(size=30.0, hardness=0.2, flow=0.2, builds_up=True),
    "building up, small": Brush(size=9.0, opacity=0.4, builds_up=True, responses=PRESSED),
    "opacity": Brush(size=30.0, opacity=0.4, spacing=0.2),
    "bent curves": Brush(
        size=60.0,
        responses=(
            Response(Trait.size, Sense.pressure, BENT),
            Response(Trait.flow, Sense.speed, FALLING),
            Response(Trait.opacity, Sense.tilt, BENT),
        ),
    ),
    "several senses": Brush(
        size=60.0,
        responses=(*PRESSED, Response(Trait.size, Sense.tilt), Response(Trait.flow, Sense.fade)),
    ),
    "by chance": Brush(
        size=30.0, scatter=0.5, responses=(Response(Trait.size, Sense.random),), spacing=0.3
    ),
    "steadied": Brush(size=20.0, smoothing=0.5),
    "textured": Brush(size=30.0, texture="paper", opacity=0.6),
    "multiplied": Brush(size=30.0, blend=BlendMode.multiply),
}


def hand() -> Iterable[PenSample]:
    """Over tiles, beyond the canvas and back, pressing, leaning and pausing."""
    for i in range(24):
        pressure = 0.05 + 0.95 * abs(math.sin(i * 0.3))
        x, y = 40 + 26 * i, 200 + 230 * math.sin(i * 0.4)
        yield PenSample(x, y, pressure, tilt_x=2.0 * i, time=9.0 * i)
    yield PenSample(x, y, 0.5, time=300.0)


def rubbing(dx: float, dy: float) -> Iterable[PenSample]:
    """One way, then to and fro, as hard as before, softer and harder."""
    x, y, way = 150.0, 150.0, 1
    for i in range(18):
        yield PenSample(x, y, (0.6, 0.6, 0.9 - 0.04 * i, 0.1 + 0.04 * i)[i // 3 % 4], time=8.0 * i)
        way = -way if i % 5 == 4 else way
        x, y = x + way * dx, y + way * dy


def noise() -> TileStore:
    rng = np.random.default_rng(3)
    opacity = rng.integers(0, 256, (400, 300, 1))
    colour = rng.integers(0, 256, (400, 300, 3)) * opacity // 255
    tiles = TileStore()
    tiles.write(Bounds(0, 0, 300, 400), np.concatenate((colour, opacity), -1).astype(np.uint8))
    return tiles


def painted(
    brush: Brush,
    ink: Ink = INK,
    *,
    selected: TileStore | None = None,
    symmetry: Symmetry = NO_SYMMETRY,
    samples: Iterable[PenSample] | None = None,
) -> Pixels:
    tiles = noise() if len(ink.pixel) == 4 else TileStore(channels=1)
    limits = Limits(CANVAS, None if selected is None else selected.snapshot())
    stroke = Stroke(tiles, brush, ink, limits=limits, symmetry=symmetry)
    for sample in samples or hand():
        stroke.add(sample)
    stroke.finish()
    return tiles.read(CANVAS.padded(50))


@pytest.fixture
def stamped(monkeypatch: pytest.MonkeyPatch):
    """What dabs one by one paint."""

    def paint_so(brush: Brush, ink: Ink = INK, **how: object) -> Pixels:
        with monkeypatch.context() as patch:
            patch.setattr("studio.brush.press.can_press", lambda *_: False)
            return painted(brush, ink, **how)  # type: ignore[arg-type]

    return paint_so


def difference(first: Pixels, second: Pixels) -> int:
    return int(np.abs(first.astype(int) - second).max())


@pytest.mark.parametrize("name", BRUSHES)
def test_what_is_printed_is_what_dabs_one_by_one_paint(name: str, stamped):
    assert can_press(BRUSHES[name], CANVAS)
    assert difference(painted(BRUSHES[name]), stamped(BRUSHES[name])) <= 1


@pytest.mark.parametrize("way", [(30, 0), (0, 30), (-20, 9), (7, -25)])
@pytest.mark.parametrize("responses", [(), PRESSED, PRESSED[1:]], ids=["even", "both", "opacity"])
def test_what_dabs_beside_it_cover_is_left_out_of_a_dab_unseen(way, responses, stamped):
    brush = Brush(size=70.0, hardness=0.4, responses=responses)
    both = (one(brush, samples=tuple(rubbing(*way))) for one in (painted, stamped))
    assert difference(*both) <= 1


def test_so_are_more_dabs_than_are_placed_at_a_time(stamped):
    line = PenSample(5, 20), PenSample(590, 390)
    both = (one(Brush(size=2.0, spacing=0.01), samples=line) for one in (painted, stamped))
    assert difference(*both) <= 1


@pytest.mark.parametrize(
    "ink", [ERASING, replace(INK, keeps_alpha=True), SELECTING], ids=["erasing", "lock", "mask"]
)
@pytest.mark.parametrize("name", ["small", "middling", "flow"])
def test_it_is_so_with_every_ink(name: str, ink: Ink, stamped):
    assert difference(painted(BRUSHES[name], ink), stamped(BRUSHES[name], ink)) <= 1


@pytest.mark.parametrize("ink", [INK, ERASING, replace(INK, keeps_alpha=True)])
def test_it_is_so_under_a_selection(ink: Ink, stamped):
    selected = TileStore(channels=1)
    ramp = np.tile(np.arange(256, dtype=np.uint8), (300, 1))
    selected.write(Bounds(100, 50, 256, 300), ramp)
    brush = BRUSHES["flow"]
    both = (way(brush, ink, selected=selected) for way in (painted, stamped))
    assert difference(*both) <= 1


def test_it_is_so_in_several_places_at_once(stamped):
    brush = BRUSHES["flow"]
    kaleidoscope = Symmetry(300.0, 200.0, across=True, arms=3)
    both = painted(brush, symmetry=kaleidoscope), stamped(brush, symmetry=kaleidoscope)
    assert difference(*both) <= 1


def test_strokes_do_not_know_of_each_other():
    first, second = TileStore(), TileStore()
    strokes = [Stroke(tiles, HARD, RED, limits=Limits(CANVAS)) for tiles in (first, second)]
    for i in range(10):
        strokes[0].add(PenSample(50 + 20 * i, 100))
        strokes[1].add(PenSample(50 + 20 * i, 300))
    np.testing.assert_array_equal(alpha(first)[80:120], alpha(second)[280:320])
    assert not alpha(first)[200:].any()
    assert not alpha(second)[:200].any()


def test_a_stroke_after_another_is_as_if_it_were_the_first():
    line = [(100.0, 100.0), (300.0, 180.0)]
    before = alpha(paint(line))
    paint([(0.0, 0.0), (600.0, 400.0)], replace(HARD, size=300.0, builds_up=True))
    paint([(90.0, 90.0), (310.0, 170.0)], replace(SOFT, size=12.0))
    np.testing.assert_array_equal(alpha(paint(line)), before)


def test_nothing_of_the_stroke_before_is_left_between_two_dabs_of_an_event():
    paint([(0.0, 0.0), (600.0, 400.0)], replace(HARD, size=500.0))
    tiles = TileStore()
    above_and_below = Symmetry(128.0, 128.0, down=True)
    stroke = Stroke(tiles, HARD, RED, limits=Limits(CANVAS), symmetry=above_and_below)
    stroke.add(PenSample(128, 20))
    painted = alpha(tiles, Bounds(0, 0, 256, 256))
    assert painted[20, 128] == painted[236, 128] == 255
    assert not painted[40:210].any()
    assert not stroke.covered(Bounds(0, 40, 400, 170)).any()


def test_erasing_nothing_changes_nothing():
    tiles = TileStore()
    stroke = Stroke(tiles, HARD, ERASING, limits=Limits(CANVAS))
    assert stroke.add(PenSample(100, 100)) == EMPTY
    assert tiles.is_empty


def test_a_canvas_that_begins_elsewhere_is_painted_likewise():
    away = Bounds(-700, -300, 600, 400)
    tiles = TileStore()
    stroke = Stroke(tiles, SOFT, RED, limits=Limits(away))
    for x, y in ((100, 100), (300, 180), (590, 300)):
        stroke.add(PenSample(x + away.x, y + away.y))
    moved = alpha(paint([(100, 100), (300, 180), (590, 300)], SOFT))
    np.testing.assert_array_equal(alpha(tiles, away), moved)


def test_a_stroke_larger_than_its_memory_was_at_first():
    wide = Bounds(0, 0, 6000, 6000)
    tiles = TileStore()
    stroke = Stroke(tiles, replace(HARD, size=3000.0), RED, limits=Limits(wide))
    stroke.add(PenSample(3000, 3000))
    corner = alpha(tiles, Bounds(3000 - 1000, 3000 - 1000, 2000, 2000))
    assert corner.min() == 255
    assert tiles.bounds == Bounds(1280, 1280, 3328, 3328)


@pytest.mark.parametrize(
    "brush",
    [
        Brush(tip="chalk"),
        Brush(roundness=0.5),
        Brush(responses=(Response(Trait.angle, Sense.direction),)),
    ],
)
def test_other_tips_are_not_printed(brush: Brush):
    assert not can_press(brush, CANVAS)


def test_nor_are_dabs_that_touch_too_many_tiles_at_once():
    assert can_press(Brush(size=LARGEST), CANVAS)
    assert not can_press(Brush(size=LARGEST + 1), CANVAS)


def test_nor_is_a_canvas_whose_tiles_are_too_many():
    assert can_press(Brush(), Bounds(0, 0, 16384, 16384))
    assert not can_press(Brush(), Bounds(0, 0, 256 * (MOST_PLACES + 1), 256))


def test_the_first_stroke_need_not_wait():
    make_ready()
    assert alpha(paint([(100, 100)]))[100, 100] == 255
