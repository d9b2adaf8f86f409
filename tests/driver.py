"""An editor driven by verbs: real Qt events to a real canvas, in canvas px.

painter.press(10, 10).move(200, 10).release()
"""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QWheelEvent,
)

from studio.canvas.view import CanvasView

_NO_BUTTON = Qt.MouseButton.NoButton
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_MOUSE = {
    "press": QEvent.Type.MouseButtonPress,
    "move": QEvent.Type.MouseMove,
    "release": QEvent.Type.MouseButtonRelease,
}
_TABLET = {
    "press": QEvent.Type.TabletPress,
    "move": QEvent.Type.TabletMove,
    "release": QEvent.Type.TabletRelease,
}


class Painter:
    """A hand with a mouse over a canvas.

    Verbs return the painter, so that they read as one movement. Keys held stay held until let up.
    """

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self._place = QPointF()
        self._held = _NO_BUTTON
        self._keys = _NO_MODIFIER

    def press(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> Self:
        """Press a button at a spot of the canvas."""
        self._held = self._held | button
        return self._point_at(x, y)._tell("press", button)

    def move(self, x: float, y: float) -> Self:
        """Move there, with whatever is held."""
        return self._point_at(x, y)._tell("move", _NO_BUTTON)

    def release(self, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> Self:
        """Let a button up where the pointer is."""
        self._held = self._held & ~button
        return self._tell("release", button)

    def click(self, x: float, y: float) -> Self:
        """Press and release without moving."""
        return self.press(x, y).release()

    def drag(self, *way: tuple[float, float]) -> Self:
        """Press at the first spot, move along, release at the last."""
        first, *others = way
        self.press(*first)
        for spot in others:
            self.move(*spot)
        return self.release()

    def hold(self, keys: Qt.KeyboardModifier) -> Self:
        """Hold Shift, Ctrl or Alt from now on; NoModifier lets all up."""
        self._keys = keys
        return self

    def key(self, key: Qt.Key, text: str = "") -> Self:
        """Press a key and let it up, unless a shortcut takes it."""
        return self.key_down(key, text).key_up(key)

    def key_down(self, key: Qt.Key, text: str = "") -> Self:
        """Press a key."""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            self._send(QKeyEvent(kind, key, self._keys, text))
        return self

    def key_up(self, key: Qt.Key) -> Self:
        """Let a key up."""
        self._send(QKeyEvent(QEvent.Type.KeyRelease, key, self._keys))
        return self

    def escape(self) -> Self:
        """Press Escape."""
        return self.key(Qt.Key.Key_Escape)

    def lose_focus(self) -> Self:
        """Let another window take the keyboard."""
        self._send(QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
        return self

    def scroll(self, notches: float) -> Self:
        """Turn the wheel away (positive) or towards the hand."""
        turned = QPoint(0, round(120 * notches))
        self._send(
            QWheelEvent(
                self._place,
                QPointF(self.view.mapToGlobal(self._place)),
                QPoint(),
                turned,
                self._held,
                self._keys,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
        )
        return self

    def leave(self) -> Self:
        """Move out of the canvas."""
        self._send(QEvent(QEvent.Type.Leave))
        return self

    def _point_at(self, x: float, y: float) -> Self:
        """Where the hand stays when the canvas moves beneath it."""
        self._place = QPointF(*self.view.viewport.to_view(x, y))
        return self

    def _tell(self, what: str, button: Qt.MouseButton) -> Self:
        above = QPointF(self.view.mapToGlobal(self._place))
        self._send(QMouseEvent(_MOUSE[what], self._place, above, button, self._held, self._keys))
        return self

    def _send(self, event: QEvent) -> None:
        QCoreApplication.sendEvent(self.view, event)


class Pen(Painter):
    """A hand with a pen: as a painter, with pressure, tilt and an eraser at the other end."""

    def __init__(self, view: CanvasView, *, is_eraser: bool = False) -> None:
        super().__init__(view)
        self.pressure = 1.0
        self.tilt = (0.0, 0.0)
        end = QPointingDevice.PointerType.Eraser if is_eraser else QPointingDevice.PointerType.Pen
        self._device = QPointingDevice(
            "pen", 7, QInputDevice.DeviceType.Stylus, end, QInputDevice.Capability.Pressure, 1, 3
        )

    def pushing(self, pressure: float) -> Self:
        """Push this hard from now on, 0..1."""
        self.pressure = pressure
        return self

    def _tell(self, what: str, button: Qt.MouseButton) -> Self:
        self._send(
            QTabletEvent(
                _TABLET[what],
                self._device,
                self._place,
                QPointF(self.view.mapToGlobal(self._place)),
                self.pressure,
                *self.tilt,
                0.0,
                0.0,
                0.0,
                self._keys,
                button,
                self._held,
            )
        )
        return self
