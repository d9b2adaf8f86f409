"""Brushes and colours at the pointer, so that the eye need not leave the picture."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from studio.brush.numbers import Number
from studio.brush.preset import Preset
from studio.colour import Colour
from studio.panels.brush_knobs import brush_in_hand, knobs
from studio.panels.brush_presets import TILE, PresetModel, preset_grid
from studio.panels.on_screen import OnScreen
from studio.panels.swatches import SwatchRow
from studio.panels.wheel import ColourWheel
from studio.session.painting import MASKING
from studio.session.session import Session
from studio.session.tool_groups import WITH_BRUSH
from studio.text import tr

_MOST = 8
_COLOURS = 12
_COLUMNS = 2


class BrushPopup(QFrame):
    """The brushes used last, a wheel, the colours painted with lately, size and opacity."""

    def __init__(self, session: Session, canvas: QWidget) -> None:
        super().__init__(canvas, Qt.WindowType.Popup)
        self._session = session
        self._canvas = canvas
        self.model = PresetModel(session, self)
        self.grid = preset_grid(self.model)
        on_screen = OnScreen(session.screen)
        self.wheel = ColourWheel(on_screen)
        self.colours = SwatchRow(tr("Colours painted with lately"), _COLOURS, on_screen)
        self.knobs = knobs(session, Number.size, Number.opacity)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._lay_out()
        self._listen()

    def show_at(self, place: QPoint) -> bool:
        """Open around a place of the canvas; False where the tool in hand has no use for it."""
        tool = self._session.painting.tool
        if tool not in WITH_BRUSH or tool in MASKING:
            return False
        self._show_all()
        self.adjustSize()
        corner = self._canvas.mapToGlobal(place)
        screen = self._canvas.screen().availableGeometry()
        x = min(max(corner.x() - self.width() // 2, screen.left()), screen.right() - self.width())
        y = min(max(corner.y() - self.height() // 2, screen.top()), screen.bottom() - self.height())
        self.move(x, y)
        self.show()
        return True

    def _lay_out(self) -> None:
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grid.setFixedSize(_COLUMNS * TILE.width() + 16, _MOST // _COLUMNS * TILE.height() + 8)
        self.wheel.setFixedSize(196, 196)
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.grid, 0, 0, 4, 1)
        layout.addWidget(self.wheel, 0, 1)
        layout.addWidget(self.colours, 1, 1)
        for row, knob in enumerate(self.knobs, start=2):
            layout.addWidget(knob, row, 1)

    def _listen(self) -> None:
        session = self._session
        self.grid.clicked.connect(self._choose)
        self.wheel.edited.connect(self._take)
        session.recent_colours.changed.connect(lambda _: self._show_recent())
        self.colours.picked.connect(self._take)

    def _show_all(self) -> None:
        self.model.show_presets(self._offered())
        chosen = self.model.row_of(self._session.brushes.chosen)
        self.grid.setCurrentIndex(self.model.index(chosen, 0))
        self.wheel.show_colour(self._session.painting.foreground)
        self._show_recent()
        for knob in self.knobs:
            knob.show_brush(brush_in_hand(self._session))

    def _show_recent(self) -> None:
        self.colours.show_colours(self._session.recent_colours.colours)

    def _offered(self) -> tuple[Preset, ...]:
        """Those used last, then favourites, then any."""
        brushes = self._session.brushes
        liked = tuple(one for one in brushes.presets if one.id in brushes.favourites)
        return tuple(dict.fromkeys((*brushes.recent, *liked, *brushes.presets)))[:_MOST]

    def _choose(self, index: QModelIndex) -> None:
        self._session.brushes.choose(self.model.preset(index.row()).id)
        self.close()

    def _take(self, colour: Colour) -> None:
        painting = self._session.painting
        painting.set_colours(colour, painting.background)
        self.wheel.show_colour(colour)
