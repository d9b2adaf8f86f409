"""A button with a colour, and the dialog in which that is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.colour import BLACK, Colour
from studio.colour_spaces import ColourSpace
from studio.panels.colour_number import ColourNumber
from studio.panels.colour_sliders import ColourSliders
from studio.panels.on_screen import OnScreen
from studio.panels.swatches import SwatchRow
from studio.panels.wheel import ColourWheel
from studio.session.recent_colours import MOST
from studio.session.session import Session
from studio.signals import Signal
from studio.text import tr

_USUAL_SIZE = QSize(300, 400)


class ColourButton(QPushButton):
    """A colour; a click opens the dialog, and `edited` follows it.

    Who owns it shows the colour anew when it is seen otherwise on the screen.
    """

    def __init__(self, title: str, session: Session, on_screen: OnScreen) -> None:
        super().__init__(title)
        self.edited: Signal[Colour] = Signal()
        self.gesture = 0
        self._session = session
        self._on_screen = on_screen
        self._colour = BLACK
        self.clicked.connect(self.choose)

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds."""
        self._colour = colour
        swatch = QPixmap(self.iconSize())
        swatch.fill(self._on_screen.colour(colour))
        painter = QPainter(swatch)
        painter.setPen(QColor(0, 0, 0, 110))
        painter.drawRect(swatch.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.setIcon(swatch)

    def choose(self) -> ColourDialog:
        """Ask for a colour; what was before comes back if the user thinks better of it."""
        self.gesture += 1
        before, on_screen = self._colour, self._on_screen.now()
        dialog = ColourDialog(self, self._session, before, on_screen=on_screen)
        dialog.edited.connect(self.edited.emit)
        # Nothing of the dialog holds the button: which of them goes first is nobody's business.
        dialog.rejected.connect(partial(self.edited.emit, before))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog


class ColourDialog(QDialog):
    """Wheel, numbers and the colours painted with lately, as the canvas shows them.

    `edited` tells each colour on the way.
    """

    def __init__(
        self, parent: QWidget, session: Session, colour: Colour, *, on_screen: OnScreen
    ) -> None:
        super().__init__(parent)
        self.edited: Signal[Colour] = Signal()
        self.setWindowTitle(tr("Choose a colour"))
        self.resize(_USUAL_SIZE)
        preferred = session.preferences.current
        self.wheel = ColourWheel(on_screen)
        self.wheel.use_space(_space_of(preferred.colour_wheel, ColourSpace.hsv))
        self.sliders = ColourSliders(
            _space_of(preferred.colour_sliders, ColourSpace.rgb), on_screen
        )
        self.number = ColourNumber()
        self.recent = SwatchRow(tr("Colours painted with lately"), MOST, on_screen)
        self.recent.show_colours(session.recent_colours.colours)
        self._lay_out()
        for part in (self.wheel, self.sliders, self.number):
            part.edited.connect(self._set)
        self.recent.picked.connect(self._set)
        self._show_colour(colour)

    def _lay_out(self) -> None:
        button = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(button.Ok | button.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.number)
        row.addStretch()
        row.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.wheel, 1)
        layout.addWidget(self.recent)
        layout.addWidget(self.sliders)
        layout.addLayout(row)

    def _set(self, colour: Colour) -> None:
        self._show_colour(colour)
        self.edited.emit(colour)

    def _show_colour(self, colour: Colour) -> None:
        for part in (self.wheel, self.sliders, self.number):
            part.show_colour(colour)


def _space_of(name: str, usual: ColourSpace) -> ColourSpace:
    """One by what the preferences call it."""
    return next((space for space in ColourSpace if space.value == name), usual)
