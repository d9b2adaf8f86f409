"""What a pen's pressure means to the painter."""

from __future__ import annotations

from dataclasses import replace

from studio.brush.dynamics import Curve
from studio.session.preferences import PreferencesFile
from studio.tools.tool import PointerEvent


class Pressing:
    """Bends the pressure of events by the painter's curve."""

    def __init__(self, preferences: PreferencesFile) -> None:
        self._curve = Curve(preferences.current.pressure_curve)
        preferences.changed.connect(lambda now: self._take(now.pressure_curve))

    def felt(self, event: PointerEvent) -> PointerEvent:
        """The event as the painter means it."""
        pressure = self._curve.at(event.sample.pressure)
        if pressure == event.sample.pressure:
            return event
        return replace(event, sample=replace(event.sample, pressure=pressure))

    def _take(self, points: tuple[tuple[float, float], ...]) -> None:
        self._curve = Curve(points)
