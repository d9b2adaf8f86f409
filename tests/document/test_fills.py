from __future__ import annotations

import numpy as np
import pytest

from studio.colour import BLACK, WHITE, Colour
from studio.document.fills import FillContent, FillTiles, GradientFill, PatternFill, fill_title
from studio.document.gradients import GradientShape
from studio.document.patterns import PatternKind
from studio.document.tiles import Pixels, bounds_of
from studio.geometry import Bounds

RED, BLUE = Colour(220, 30, 10), Colour(10, 40, 200)
CANVAS = Bounds(0, 0, 300, 280)


def read(content: FillContent, bounds: Bounds = CANVAS) -> Pixels:
    return FillTiles(content, CANVAS).read(bounds)


def near(pixel: np.ndarray, colour: Colour, alpha: int = 255) -> bool:
    expected = np.array([colour.blue, colour.green, colour.red, 255]) * alpha / 255
    return bool(abs(pixel - expected).max() <= 3)


@pytest.mark.parametrize(
    ("angle", "first", "last"),
    [
        (0, (140, 0), (140, 299)),
        (90, (0, 150), (279, 150)),
        (180, (140, 299), (140, 0)),
        (45, (0, 0), (279, 299)),
    ],
)
def test_a_gradient_goes_from_edge_to_edge_at_any_angle(angle, first, last):
    seen = read(GradientFill(RED, BLUE, angle=angle))
    assert near(seen[first], RED)
    assert near(seen[last], BLUE)


def test_a_round_gradient_ends_in_the_corners():
    seen = read(GradientFill(RED, BLUE, GradientShape.radial))
    assert near(seen[140, 150], RED)
    assert all(near(seen[y, x], BLUE) for y in (0, 279) for x in (0, 299))


def test_a_gradient_may_end_in_nothing():
    seen = read(GradientFill(RED, BLUE, angle=0, fades=True))
    assert near(seen[140, 0], RED)
    assert seen[140, 299, 3] <= 1
    assert abs(int(seen[140, 150, 3]) - 127) <= 2
    assert (seen[..., :3] <= seen[..., 3:]).all()


def test_a_shorter_gradient_leaves_its_colours_at_both_ends():
    seen = read(GradientFill(RED, BLUE, angle=0, scale=0.5))
    assert near(seen[140, 70], RED)
    assert near(seen[140, 230], BLUE)


@pytest.mark.parametrize("kind", PatternKind, ids=lambda kind: kind.value)
def test_a_pattern_repeats_after_its_size(kind):
    seen = read(PatternFill(kind, RED, BLUE, size=64))
    assert abs(seen[:, :200].astype(int) - seen[:, 64:264]).max() <= 2
    assert abs(seen[:200].astype(int) - seen[64:264]).max() <= 2
    flat = seen.reshape(-1, 4)
    assert any(near(pixel, RED) for pixel in flat[:9600])
    assert any(near(pixel, BLUE) for pixel in flat[:9600])


@pytest.mark.parametrize("kind", PatternKind, ids=lambda kind: kind.value)
@pytest.mark.parametrize("angle", [0, 30], ids=["level", "turned"])
def test_the_tiles_of_a_pattern_join(kind, angle):
    tiles = FillTiles(PatternFill(kind, BLACK, WHITE, 50, angle), CANVAS)
    whole = tiles.read(Bounds(200, 200, 100, 80))
    again = tiles.read(CANVAS)[200:280, 200:300]
    assert (whole == again).all()


def test_a_pattern_without_ground_shows_what_is_beneath():
    seen = read(PatternFill(PatternKind.checks, RED, BLUE, size=64, is_clear=True))
    assert set(np.unique(seen[..., 3])) >= {0, 255}
    assert near(seen[seen[..., 3] == 255][0], RED)


@pytest.mark.parametrize(
    "content",
    [RED, GradientFill(RED, BLUE, angle=20), PatternFill(PatternKind.waves, RED, BLUE, 64, 20)],
    ids=fill_title,
)
def test_seen_from_afar_it_is_the_same_but_smaller(content):
    tiles = FillTiles(content, Bounds(0, 0, 1024, 1024))
    near_by = tiles.read(Bounds(0, 0, 512, 512)).astype(float)
    mean = near_by.reshape(128, 4, 128, 4, 4).mean((1, 3))
    far = tiles.smaller(2).read(Bounds(0, 0, 128, 128))
    assert abs(far - mean).mean() <= 4


def test_what_is_painted_of_it_ends_with_the_canvas():
    painted = FillTiles(GradientFill(RED, BLUE), CANVAS).painted()
    assert set(painted) == {(0, 0), (1, 0), (0, 1), (1, 1)}
    assert not painted[1, 1][24:].any()
    assert not painted[1, 1][:, 44:].any()
    assert (painted[0, 0] == read(GradientFill(RED, BLUE), bounds_of((0, 0)))).all()
