from __future__ import annotations

import numpy as np
import pytest

from studio.geometry import Bounds
from studio.transform.pose import Pose, pose_of, posed
from studio.transform.pulling import Grip, Pull, pulled, spot_of
from studio.transform.quad import Quad, matrix_between, taken, turned_by

BOX = Quad.around(Bounds(100, 50, 200, 100))
TILTED = BOX.through(turned_by(30, (0.0, 0.0)))


def close(quad, corners):
    np.testing.assert_allclose(np.array(quad.corners), np.array(corners), atol=1e-6)


@pytest.mark.parametrize(
    ("grip", "by", "keys", "corners"),
    [
        pytest.param(
            Grip(Pull.move), (7, -3), {}, [(107, 47), (307, 47), (307, 147), (107, 147)], id="move"
        ),
        pytest.param(
            Grip(Pull.move),
            (7, -3),
            {"held": True},
            [(107, 50), (307, 50), (307, 150), (107, 150)],
            id="move along one axis",
        ),
        pytest.param(
            Grip(Pull.scale, 1, 1),
            (100, 50),
            {},
            [(100, 50), (400, 50), (400, 200), (100, 200)],
            id="scale by a corner",
        ),
        pytest.param(
            Grip(Pull.scale, 1, 1),
            (100, 0),
            {"held": True},
            [(100, 50), (380, 50), (380, 190), (100, 190)],
            id="scale and keep the aspect",
        ),
        pytest.param(
            Grip(Pull.scale, -1, 0),
            (-50, 999),
            {},
            [(50, 50), (300, 50), (300, 150), (50, 150)],
            id="scale by an edge",
        ),
        pytest.param(
            Grip(Pull.scale, 1, 0),
            (50, 0),
            {"centred": True},
            [(50, 50), (350, 50), (350, 150), (50, 150)],
            id="scale about the middle",
        ),
        pytest.param(
            Grip(Pull.scale, 1, 0),
            (-300, 0),
            {},
            [(100, 50), (0, 50), (0, 150), (100, 150)],
            id="scale past the other edge mirrors",
        ),
        pytest.param(
            Grip(Pull.shear, 0, -1),
            (40, 9),
            {},
            [(140, 50), (340, 50), (300, 150), (100, 150)],
            id="shear the top",
        ),
        pytest.param(
            Grip(Pull.shear, 1, 0),
            (9, 40),
            {},
            [(100, 50), (300, 90), (300, 190), (100, 150)],
            id="shear the right",
        ),
        pytest.param(
            Grip(Pull.corner, 1, -1),
            (-40, 20),
            {},
            [(100, 50), (260, 70), (300, 150), (100, 150)],
            id="perspective",
        ),
        pytest.param(
            Grip(Pull.corner, 1, -1), (-300, 200), {}, BOX.corners, id="never turned inside out"
        ),
    ],
)
def test_pulling_at_a_quad(grip, by, keys, corners):
    close(pulled(BOX, grip, (10.0, 10.0), (10.0 + by[0], 10.0 + by[1]), **keys), corners)


def test_turning_follows_the_angle_about_the_middle():
    made = pulled(BOX, Grip(Pull.turn), (400.0, 100.0), (200.0, 300.0))
    close(made, [(250, 0), (250, 200), (150, 200), (150, 0)])


def test_turning_in_steps_counts_from_upright():
    leaning = BOX.through(turned_by(4, BOX.middle))
    made = pulled(leaning, Grip(Pull.turn), (400.0, 100.0), (400.0, 160.0), held=True)
    assert pose_of(made).rotation == pytest.approx(15)


@pytest.mark.parametrize(
    "grip", [Grip(Pull.scale, 1, 1), Grip(Pull.scale, 0, -1), Grip(Pull.scale, -1, 1)]
)
def test_a_handle_follows_the_pointer_however_the_quad_is_turned(grip):
    x, y = spot_of(TILTED, grip)
    along = TILTED.down if not grip.across else (TILTED.across[0] * 0.2, TILTED.across[1] * 0.2)
    made = pulled(TILTED, grip, (x, y), (x + along[0] * 0.3, y + along[1] * 0.3))
    np.testing.assert_allclose(
        spot_of(made, grip), (x + along[0] * 0.3, y + along[1] * 0.3), atol=1e-6
    )
    opposite = Grip(Pull.scale, -grip.across, -grip.down)
    np.testing.assert_allclose(spot_of(made, opposite), spot_of(TILTED, opposite), atol=1e-6)


@pytest.mark.parametrize(
    "pose",
    [
        pytest.param(Pose(10, 20, 300, 200), id="upright"),
        pytest.param(Pose(10, 20, 300, 200, 30), id="turned"),
        pytest.param(Pose(-5, 8, 30, 200, -120, 25), id="turned and sheared"),
        pytest.param(Pose(10, 20, 300, -200, 30, -10), id="mirrored"),
    ],
)
def test_a_pose_typed_is_the_pose_read(pose):
    made = pose_of(posed(BOX, pose))
    for name in ("x", "y", "width", "height", "rotation", "shear"):
        assert getattr(made, name) == pytest.approx(getattr(pose, name))


def test_perspective_stays_when_a_pose_is_typed():
    bent = Quad(((100, 50), (260, 70), (300, 150), (100, 150)))
    close(posed(bent, pose_of(bent)), bent.corners)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(TILTED, id="affine"),
        pytest.param(Quad(((0, 0), (90, 10), (110, 80), (-10, 120))), id="perspective"),
        pytest.param(Quad(((9000, 0), (9090, 10), (9110, 80), (8990, 120))), id="far away"),
    ],
)
def test_a_matrix_takes_corner_to_corner(after):
    matrix = matrix_between(BOX, after)
    close(BOX.through(matrix), after.corners)
    assert all(matrix[2] @ (x, y, 1) > 0 for x, y in BOX.corners)
    assert taken(matrix, BOX.middle) != BOX.middle


@pytest.mark.parametrize(
    ("corners", "sound"),
    [
        pytest.param(BOX.corners, True, id="a box"),
        pytest.param(BOX.corners[::-1], True, id="mirrored"),
        pytest.param(((0, 0), (10, 0), (2, 2), (0, 10)), False, id="dented"),
        pytest.param(((0, 0), (10, 10), (10, 0), (0, 10)), False, id="crossed"),
        pytest.param(((0, 0), (10, 0), (20, 0), (30, 0)), False, id="flat"),
    ],
)
def test_only_a_bulging_quad_is_sound(corners, sound):
    assert Quad(tuple(corners)).is_sound is sound
