"""Two fingers on a touchpad or a screen: zoom, turn and pan."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from studio.canvas.viewport import Viewport


def pinch_of(event: QEvent) -> QPinchGesture | None:
    """The pinch that an event tells of, if it does."""
    if not isinstance(event, QGestureEvent):
        return None
    pinch = event.gesture(Qt.GestureType.PinchGesture)
    return pinch if isinstance(pinch, QPinchGesture) else None


def pinched_on_pad(viewport: Viewport, event: QNativeGestureEvent) -> Viewport:
    """The view after a touchpad's pinch or turn."""
    place = event.position().x(), event.position().y()
    match event.gestureType():
        case Qt.NativeGestureType.ZoomNativeGesture:
            return viewport.zoomed(viewport.zoom * (1 + event.value()), place)
        case Qt.NativeGestureType.RotateNativeGesture:
            return viewport.rotated(event.value(), place)
        case _:
            return viewport


def pinched_on_screen(viewport: Viewport, pinch: QPinchGesture, middle: QPointF) -> Viewport:
    """The view after two fingers moved on a touch screen; `middle` between them, in view px."""
    place = middle.x(), middle.y()
    way = pinch.centerPoint() - pinch.lastCenterPoint()
    turn = pinch.rotationAngle() - pinch.lastRotationAngle()
    moved = viewport.panned(way.x(), way.y())
    return moved.zoomed(moved.zoom * pinch.scaleFactor(), place).rotated(turn, place)
