"""Two fingers on a touchpad: what no mouse can tell."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent

PLACE = QPointF(300, 200)
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pad(qapp):
    return QPointingDevice(
        "pad",
        8,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        2,
    )


def gesture(view, pad, kind, value):
    event = QNativeGestureEvent(kind, pad, 2, PLACE, PLACE, PLACE, value, QPointF(), 1)
    QCoreApplication.sendEvent(view, event)


def glide(view, pad, way, keys=NO_KEY):
    phase, source = Qt.ScrollPhase.ScrollUpdate, Qt.MouseEventSource.MouseEventNotSynthesized
    button = Qt.MouseButton.NoButton
    event = QWheelEvent(PLACE, PLACE, way, way * 2, button, keys, phase, False, source, pad)
    QCoreApplication.sendEvent(view, event)


def test_a_pinch_zooms_where_the_fingers_are(view, pad):
    spot = view.viewport.to_canvas(300, 200)
    gesture(view, pad, Qt.NativeGestureType.ZoomNativeGesture, 0.25)
    assert view.viewport.zoom == pytest.approx(1.25)
    assert view.viewport.to_view(*spot) == pytest.approx((300, 200), abs=1)


def test_a_turn_turns(view, pad):
    gesture(view, pad, Qt.NativeGestureType.RotateNativeGesture, 10)
    assert view.viewport.rotation == pytest.approx(10)


def test_other_gestures_mean_nothing(view, pad):
    before = view.viewport
    gesture(view, pad, Qt.NativeGestureType.SwipeNativeGesture, 90)
    assert view.viewport == before


def test_gliding_pans(view, pad):
    x, y = view.viewport.to_view(100, 100)
    glide(view, pad, QPoint(12, -8))
    assert view.viewport.to_view(100, 100) == pytest.approx((x + 12, y - 8))
    assert view.viewport.zoom == 1


def test_gliding_with_ctrl_zooms(view, pad):
    glide(view, pad, QPoint(0, 240), Qt.KeyboardModifier.ControlModifier)
    assert view.viewport.zoom == pytest.approx(2)
