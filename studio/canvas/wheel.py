"""What a wheel does: notches of a mouse, or the glide of two fingers on a touchpad."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputDevice, QWheelEvent

from studio.canvas.viewport import Viewport

NOTCH = 120
# Pixels of gliding that double the zoom.
DOUBLING = 240.0


@dataclass(slots=True)
class Wheel:
    """Gathers fine steps of a wheel until they make a notch."""

    gathered: int = 0

    def turned(self, viewport: Viewport, event: QWheelEvent) -> Viewport:
        """The view after an event: a mouse zooms at the pointer, a touchpad pans (Ctrl zooms)."""
        if event.device().type() is QInputDevice.DeviceType.TouchPad:
            return _glided(viewport, event)
        # Alt makes some systems turn the wheel sideways.
        self.gathered += event.angleDelta().y() or event.angleDelta().x()
        steps = int(self.gathered / NOTCH)
        self.gathered -= steps * NOTCH
        return viewport.stepped(steps, (event.position().x(), event.position().y()))


def _glided(viewport: Viewport, event: QWheelEvent) -> Viewport:
    way = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
    if Qt.KeyboardModifier.ControlModifier in event.modifiers():
        place = event.position().x(), event.position().y()
        return viewport.zoomed(viewport.zoom * 2 ** (way.y() / DOUBLING), place)
    return viewport.panned(way.x(), way.y())
