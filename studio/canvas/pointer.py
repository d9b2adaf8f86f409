"""The door: events of mouse and pen are copied here, and Qt stays outside."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent

from studio.brush.sample import PenSample
from studio.canvas.viewport import Viewport
from studio.tools.tool import Buttons, Modifiers, Pointer, PointerEvent

_KINDS = {
    QEvent.Type.MouseButtonPress: Pointer.press,
    QEvent.Type.MouseButtonDblClick: Pointer.press,
    QEvent.Type.MouseMove: Pointer.move,
    QEvent.Type.MouseButtonRelease: Pointer.release,
    QEvent.Type.TabletPress: Pointer.press,
    QEvent.Type.TabletMove: Pointer.move,
    QEvent.Type.TabletRelease: Pointer.release,
}
_BUTTONS = {
    Qt.MouseButton.LeftButton: Buttons.left,
    Qt.MouseButton.MiddleButton: Buttons.middle,
    Qt.MouseButton.RightButton: Buttons.right,
}
_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: Modifiers.shift,
    Qt.KeyboardModifier.ControlModifier: Modifiers.ctrl,
    Qt.KeyboardModifier.AltModifier: Modifiers.alt,
}
# View px within which two clicks are meant for one spot.
SLACK = 6.0


def from_mouse(event: QMouseEvent, viewport: Viewport) -> PointerEvent:
    """Copy a mouse event; a mouse presses fully."""
    x, y = viewport.to_canvas(event.position().x(), event.position().y())
    return PointerEvent(
        _KINDS[event.type()],
        PenSample(x, y, time=float(event.timestamp())),
        _buttons_of(event),
        modifiers_of(event.modifiers()),
        SLACK / viewport.scale,
    )


def from_tablet(event: QTabletEvent, viewport: Viewport) -> PointerEvent:
    """Copy a pen event; tilt and rotation are turned along with the view."""
    x, y = viewport.to_canvas(event.position().x(), event.position().y())
    tilt_x, tilt_y = _turned(event.xTilt(), event.yTilt(), viewport)
    sample = PenSample(
        x,
        y,
        pressure=event.pressure(),
        tilt_x=tilt_x,
        tilt_y=tilt_y,
        rotation=event.rotation() - viewport.rotation,
        time=float(event.timestamp()),
    )
    buttons = _buttons_of(event)
    if event.pointerType() is QPointingDevice.PointerType.Eraser:
        buttons |= Buttons.eraser
    modifiers, slack = modifiers_of(event.modifiers()), SLACK / viewport.scale
    return PointerEvent(_KINDS[event.type()], sample, buttons, modifiers, slack)


def modifiers_of(held: Qt.KeyboardModifier) -> Modifiers:
    """The keys held while pointing."""
    found = Modifiers.none
    for theirs, ours in _MODIFIERS.items():
        if theirs in held:
            found |= ours
    return found


def without(event: PointerEvent, modifiers: Modifiers) -> PointerEvent:
    """The same event, had these keys not been held."""
    return replace(event, modifiers=event.modifiers & ~modifiers)


def _buttons_of(event: QMouseEvent | QTabletEvent) -> Buttons:
    """What is held down; of a press or a release the button that it is about."""
    pressed = _BUTTONS.get(event.button())
    if pressed is not None:
        return pressed
    found = Buttons.none
    for theirs, ours in _BUTTONS.items():
        if theirs in event.buttons():
            found |= ours
    return found


def _turned(tilt_x: float, tilt_y: float, viewport: Viewport) -> tuple[float, float]:
    radians = math.radians(-viewport.rotation)
    sine, cosine = math.sin(radians), math.cos(radians)
    x, y = cosine * tilt_x - sine * tilt_y, sine * tilt_x + cosine * tilt_y
    return (-x if viewport.is_mirrored else x), y
