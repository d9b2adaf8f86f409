"""A colour as #rrggbb."""

from __future__ import annotations

from studio.colour import BLACK, Colour
from studio.panels.line import Line
from studio.signals import Signal
from studio.text import tr


class ColourNumber(Line):
    """`edited` tells what the user typed, `show_colour` never emits it."""

    def __init__(self) -> None:
        super().__init__()
        self.edited: Signal[Colour] = Signal()
        self._shown = BLACK
        self.setAccessibleName(tr("Colour number"))
        self.setToolTip(tr("The colour as #rrggbb"))
        self.setFixedWidth(84)
        self.editingFinished.connect(self._on_typed)

    def show_colour(self, colour: Colour) -> None:
        """Show what the session holds."""
        self._shown = colour
        self.setText(colour.hex)

    def _on_typed(self) -> None:
        try:
            self.edited.emit(Colour.from_hex(self.text()))
        except ValueError:
            self.show_colour(self._shown)
