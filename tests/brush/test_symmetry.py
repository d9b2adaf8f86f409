from __future__ import annotations

import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.limits import Limits
from studio.brush.marks import Mark
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.brush.symmetry import Symmetry
from studio.document.tiles import TileStore
from studio.geometry import Bounds
from tests.brush.strokes import HARD, RED

SIDE = 400
CANVAS = Bounds(0, 0, SIDE, SIDE)
OVAL = Brush(size=40.0, hardness=1.0, roundness=0.4, angle=30.0, responses=())


def painted(symmetry, brush=HARD):
    tiles = TileStore()
    stroke = Stroke(tiles, brush, RED, limits=Limits(CANVAS), symmetry=symmetry)
    for x, y in ((60, 80), (110, 90), (150, 160)):
        stroke.add(PenSample(x, y))
    stroke.finish()
    return tiles.read(CANVAS)


def about(**keys):
    return Symmetry(x=SIDE / 2, y=SIDE / 2, **keys)


@pytest.mark.parametrize(
    ("symmetry", "turned"),
    [
        pytest.param(about(across=True), lambda p: p[:, ::-1], id="left and right"),
        pytest.param(about(down=True), lambda p: p[::-1], id="top and bottom"),
        pytest.param(about(across=True, down=True), lambda p: p[::-1, ::-1], id="both"),
        pytest.param(about(across=True, down=True), lambda p: p[:, ::-1], id="both, one of them"),
        pytest.param(about(arms=2), lambda p: p[::-1, ::-1], id="two arms"),
        pytest.param(about(arms=4), lambda p: np.rot90(p), id="four arms"),
        pytest.param(about(arms=4, across=True), lambda p: p[::-1], id="arms and a mirror"),
    ],
)
@pytest.mark.parametrize("brush", [HARD, OVAL], ids=["round", "oval"])
def test_a_stroke_looks_the_same_turned(symmetry, turned, brush):
    picture = painted(symmetry, brush)
    difference = np.abs(picture.astype(int) - turned(picture))
    # Dabs lie on a grid of parts of a pixel.
    assert difference.mean() < 0.6
    assert (picture[..., 3] > 0).sum() > 1.9 * (painted(Symmetry(), brush)[..., 3] > 0).sum()


@pytest.mark.parametrize(
    ("symmetry", "count"),
    [
        pytest.param(Symmetry(), 1, id="none"),
        pytest.param(Symmetry(across=True), 2, id="one mirror"),
        pytest.param(Symmetry(across=True, down=True), 4, id="two mirrors"),
        pytest.param(Symmetry(arms=5), 5, id="arms"),
        pytest.param(Symmetry(arms=6, across=True), 12, id="a snowflake"),
        pytest.param(Symmetry(arms=6, across=True, down=True), 12, id="never twice in one place"),
        pytest.param(Symmetry(arms=3, across=True, down=True), 12, id="an odd one with both"),
    ],
)
def test_how_often_a_dab_is_painted(symmetry, count):
    mark = Mark(30.0, 7.0, 10.0, 0.0, 1.0, 1.0, 1.0, None)
    places = [(round(one.x, 3), round(one.y, 3)) for (one,) in symmetry.copies([mark])]
    assert len(places) == len(set(places)) == count


def test_where_copies_meet_the_stroke_covers_once():
    soft = Brush(size=60.0, hardness=1.0, opacity=0.5, responses=())
    tiles = TileStore()
    stroke = Stroke(tiles, soft, RED, limits=Limits(CANVAS), symmetry=about(across=True))
    stroke.add(PenSample(SIDE / 2 - 5, 100))
    assert tiles.read(CANVAS)[..., 3].max() in (127, 128)


@pytest.mark.parametrize("angle", [0.0, 30.0, 45.0, 90.0, 135.0])
def test_axes_at_an_angle_are_the_plain_ones_turned(angle):
    """A mark turned about the middle, its copies likewise."""
    plain, turned = (
        Symmetry(across=True, down=True, arms=3),
        Symmetry(across=True, down=True, arms=3, angle=angle),
    )
    mark = Mark(50.0, 20.0, 10.0, 10.0, 1.0, 1.0, 1.0, None)
    way = np.exp(1j * np.radians(angle))
    spot = complex(mark.x, mark.y) * way
    moved = mark._replace(x=spot.real, y=spot.imag, angle=mark.angle + angle)
    expected = [(complex(m.x, m.y) * way, m.angle + angle) for (m,) in plain.copies([mark])]
    found = [(complex(m.x, m.y), m.angle) for (m,) in turned.copies([moved])]
    assert np.allclose([spot for spot, _ in found], [spot for spot, _ in expected])
    assert np.allclose(
        [(one - other) % 360 for (_, one), (_, other) in zip(found, expected, strict=True)], 0
    )
