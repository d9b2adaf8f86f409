"""The net of a warp through the real view, with mouse and pen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from studio.geometry import Bounds
from tests.driver import Painter, Pen

BOX = Bounds(100, 80, 160, 120)


@pytest.fixture
def transforming(view, session):
    """A black box on the layer, in a net of three nodes a side."""
    with session.easel.document.painting(session.easel.active, "Paint") as tiles:
        pixels = np.zeros((BOX.height, BOX.width, 4), np.uint8)
        pixels[..., 3] = 255
        tiles.write(BOX, pixels)
    session.transforming.begin()
    session.transforming.bend(3)
    return session.transforming


@pytest.mark.parametrize("hand", [Painter, Pen])
def test_a_node_is_dragged_and_the_others_stay(transforming, view, hand):
    before = transforming.net
    made = hand(view).hold(Qt.KeyboardModifier.ControlModifier)
    made.drag((180, 140), (190, 150), (200, 165))
    after = transforming.net
    assert after.nodes[4] == pytest.approx((200, 165))
    assert after.nodes[:4] + after.nodes[5:] == before.nodes[:4] + before.nodes[5:]


def test_from_inside_all_of_it_moves_and_from_outside_it_turns(transforming, painter):
    painter.drag((140, 110), (150, 120), (170, 125))
    assert transforming.net.nodes[4] == pytest.approx((210, 155))
    painter.hold(Qt.KeyboardModifier.ShiftModifier).drag((330, 155), (320, 220), (295, 240))
    first, second = transforming.net.nodes[3], transforming.net.nodes[4]
    turned = np.degrees(np.arctan2(second[1] - first[1], second[0] - first[0]))
    assert turned == pytest.approx(45, abs=0.1)


def test_escape_amid_a_drag_takes_back_that_drag_only(transforming, painter):
    before = transforming.net
    painter.press(180, 140).move(220, 150).escape()
    assert transforming.net == before
    assert transforming.is_on


def test_the_cursor_foretells_what_a_press_does(transforming, painter, view):
    shapes = []
    for spot in ((180, 140), (140, 110), (330, 250)):
        painter.move(*spot)
        shapes.append(view.cursor().shape())
    assert shapes == [
        Qt.CursorShape.CrossCursor,
        Qt.CursorShape.SizeAllCursor,
        Qt.CursorShape.PointingHandCursor,
    ]


def test_what_is_bent_is_seen_bent(transforming, painter, view):
    painter.hold(Qt.KeyboardModifier.ControlModifier)
    painter.drag((180, 200), (180, 240), (180, 260)).move(20, 20)
    x, y = view.viewport.to_view(172, 240)
    ratio = view.devicePixelRatioF()
    seen = view.grab().toImage().pixelColor(round(x * ratio), round(y * ratio))
    assert seen.lightness() < 40
