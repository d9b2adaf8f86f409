"""The colour in hand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.colour import Colour
from studio.document.changes import Change, PixelsChanged, each
from studio.panels.buttons import action_button
from studio.panels.swatches import ColourPair, SwatchRow
from studio.panels.wheel import ColourWheel
from studio.session.action import Action
from studio.session.session import Session
from studio.text import tr

_RECENT_MOST = 14


class ColourPanel(QWidget):
    """Wheel, number, the pair of colours, and those painted with lately."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.wheel = ColourWheel()
        self.number = self._make_number()
        self.recent = SwatchRow(tr("Colours painted with lately"), _RECENT_MOST)
        self.recent.setToolTip(tr("Colours painted with lately"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(ColourPair(session))
        row.addWidget(action_button(session, actions["swap_colours"], "arrow-left-right"))
        row.addWidget(action_button(session, actions["reset_colours"], "contrast"))
        row.addStretch()
        row.addWidget(self.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(7)
        layout.addWidget(self.wheel, 1)
        layout.addLayout(row)
        layout.addWidget(self.recent)
        self._listen()
        self._show_colour()

    def _make_number(self) -> QLineEdit:
        number = QLineEdit()
        number.setAccessibleName(tr("Colour number"))
        number.setToolTip(tr("The colour as #rrggbb"))
        number.setFixedWidth(84)
        number.editingFinished.connect(self._on_number_typed)
        return number

    def _listen(self) -> None:
        self.wheel.edited.connect(self._choose)
        self.recent.picked.connect(self._choose)
        self._session.painting.colours_changed.connect(lambda _: self._show_colour())
        self._session.easel.document_changed.connect(self._on_document_changed)

    def _choose(self, colour: Colour) -> None:
        painting = self._session.painting
        painting.set_colours(colour, painting.background)

    def _on_number_typed(self) -> None:
        try:
            self._choose(Colour.from_hex(self.number.text()))
        except ValueError:
            self._show_colour()

    def _on_document_changed(self, change: Change) -> None:
        painted = any(isinstance(one, PixelsChanged) for one in each(change))
        colour = self._session.painting.foreground
        if painted and self.recent.colours[:1] != (colour,):
            self.recent.add(colour)

    def _show_colour(self) -> None:
        colour = self._session.painting.foreground
        self.wheel.show_colour(colour)
        self.number.setText(colour.hex)
