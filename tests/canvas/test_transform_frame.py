from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from studio.canvas.transform_frame import grip_at
from studio.canvas.viewport import Viewport
from studio.geometry import Bounds, Extent
from studio.session.aids.guiding import Switch
from studio.tools.tool import Modifiers
from studio.transform.pose import pose_of
from studio.transform.pulling import Grip, Pull
from studio.transform.quad import Quad

QUAD = Quad.around(Bounds(20, 30, 100, 60))
LOOK = Viewport(Extent(200, 150), 200, 150).zoomed(1.0)


@pytest.mark.parametrize(
    ("spot", "modifiers", "expected"),
    [
        pytest.param((20, 30), Modifiers.none, Grip(Pull.scale, -1, -1), id="corner"),
        pytest.param((70, 90), Modifiers.none, Grip(Pull.scale, 0, 1), id="edge"),
        pytest.param((120, 90), Modifiers.ctrl, Grip(Pull.corner, 1, 1), id="perspective"),
        pytest.param((120, 60), Modifiers.ctrl, Grip(Pull.shear, 1, 0), id="shear"),
        pytest.param((50, 50), Modifiers.none, Grip(Pull.move), id="inside"),
        pytest.param((160, 130), Modifiers.none, Grip(Pull.turn), id="outside"),
    ],
)
def test_what_a_press_would_pull_at(spot, modifiers, expected):
    assert grip_at(LOOK, QUAD, LOOK.to_view(*spot), modifiers) == expected


@pytest.fixture
def transforming(view, session):
    """A black square on the layer, being transformed."""
    document = session.easel.document
    with document.painting(session.easel.active, "Paint") as tiles:
        pixels = np.zeros((40, 40, 4), np.uint8)
        pixels[..., 3] = 255
        tiles.write(Bounds(40, 40, 40, 40), pixels)
    session.transforming.begin()
    return session.transforming


def test_dragging_inside_moves_it(transforming, painter):
    painter.hold(Qt.KeyboardModifier.ControlModifier).drag((60, 60), (70, 60), (80, 75))
    assert pose_of(transforming.quad).x == pytest.approx(80, abs=1)
    assert pose_of(transforming.quad).y == pytest.approx(75, abs=1)


def test_it_catches_at_the_edge_of_the_canvas(transforming, painter, view):
    near = 3 / view.viewport.scale
    painter.drag((60, 60), (40, 60), (20 + near, 60 + 20 * near))
    assert transforming.quad.corners[0][0] == pytest.approx(0)


def test_a_handle_catches_too(transforming, painter, view):
    near = 3 / view.viewport.scale
    painter.drag((40, 60), (20, 60), (near, 60))
    assert transforming.quad.corners[0] == pytest.approx((0, 40))
    assert transforming.quad.corners[2] == pytest.approx((80, 80))


def test_nothing_catches_where_snapping_is_off(session, transforming, painter, view):
    session.guiding.toggle(Switch.snap)
    near = 3 / view.viewport.scale
    painter.drag((60, 60), (40, 60), (20 + near, 60))
    assert transforming.quad.corners[0][0] == pytest.approx(near)


def test_escape_amid_a_drag_takes_back_that_drag_only(transforming, painter):
    painter.press(60, 60).move(90, 90).escape()
    assert transforming.quad == Quad.around(Bounds(40, 40, 40, 40))
    assert transforming.is_on


def test_a_corner_with_shift_keeps_the_aspect(transforming, painter):
    painter.press(80, 80).hold(Qt.KeyboardModifier.ShiftModifier).move(100, 90).release()
    pose = pose_of(transforming.quad)
    assert pose.width == pytest.approx(pose.height)
    assert pose.width > 45


def test_the_view_still_moves_under_it(transforming, painter, view):
    before, quad = view.viewport, transforming.quad
    painter.press(60, 60, Qt.MouseButton.MiddleButton).move(70, 70)
    painter.release(Qt.MouseButton.MiddleButton)
    assert view.viewport != before
    assert transforming.quad == quad
