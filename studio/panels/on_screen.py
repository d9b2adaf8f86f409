"""Colours of panels as the canvas shows them: through the profile of the screen."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from studio.colour import Colour
from studio.files.pictures.correction import correction_of
from studio.session.screen import Screen
from studio.signals import Signal


class OnScreen:
    """What to draw so that a colour looks as it is; without a profile, the colour itself."""

    def __init__(self, screen: Screen | None = None) -> None:
        self.changed: Signal[None] = Signal()
        self._correction = None if screen is None else correction_of(screen.profile)
        if screen is not None:
            screen.changed.connect(lambda _: self._follow(screen))

    def colour(self, colour: Colour | QColor) -> QColor:
        """One colour."""
        plain = QColor(colour.hex) if isinstance(colour, Colour) else colour
        return plain if self._correction is None else self._correction.map(plain)

    def image(self, image: QImage) -> QImage:
        """A picture without alpha."""
        if self._correction is None:
            return image
        shown = image.convertToFormat(QImage.Format.Format_RGB32)
        shown.applyColorTransform(self._correction)
        return shown

    @staticmethod
    def as_of_now(screen: Screen) -> OnScreen:
        """For something short-lived, which the screen would otherwise never let go."""
        kept = OnScreen()
        kept._correction = correction_of(screen.profile)
        return kept

    def now(self) -> OnScreen:
        """The same for something short-lived."""
        kept = OnScreen()
        kept._correction = self._correction
        return kept

    def _follow(self, screen: Screen) -> None:
        self._correction = correction_of(screen.profile)
        self.changed.emit(None)
