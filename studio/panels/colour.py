"""The colour in hand."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from studio.colour import Colour
from studio.colour_spaces import ColourSpace
from studio.panels.buttons import action_button
from studio.panels.colour_number import ColourNumber
from studio.panels.colour_sliders import ColourSliders
from studio.panels.on_screen import OnScreen
from studio.panels.section import Section
from studio.panels.swatches import ColourPair, SwatchRow
from studio.panels.wheel import ColourWheel
from studio.panels.wheel_space import WHEELS
from studio.session.actions.action import Action
from studio.session.recent_colours import MOST
from studio.session.session import Session
from studio.text import tr


class ColourPanel(QWidget):
    """Wheel, sliders, number, the pair of colours, and those painted with lately."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        on_screen = OnScreen(session.screen)
        self.wheel = ColourWheel(on_screen)
        self.layout_choice = _choice(tr("Colours of the wheel"), WHEELS)
        self.sliders_choice = _choice(tr("Numbers of the sliders"), tuple(ColourSpace))
        self.sliders = {space: ColourSliders(space, on_screen) for space in ColourSpace}
        self.number = ColourNumber()
        self.recent = SwatchRow(tr("Colours painted with lately"), MOST, on_screen)
        self.recent.setToolTip(tr("Colours painted with lately"))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(ColourPair(session))
        row.addWidget(action_button(session, actions["swap_colours"], "arrow-left-right"))
        row.addWidget(action_button(session, actions["reset_colours"], "contrast"))
        row.addStretch()
        row.addWidget(self.layout_choice)
        row.addWidget(self.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(7)
        layout.addWidget(self.wheel, 1)
        layout.addLayout(row)
        layout.addWidget(self.recent)
        layout.addWidget(Section(tr("Sliders"), self._slider_box()))
        self._listen()
        self._show_spaces()
        self._show_colour()
        self._show_recent()

    def _slider_box(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.sliders_choice)
        for sliders in self.sliders.values():
            layout.addWidget(sliders)
        return box

    def _listen(self) -> None:
        self.wheel.edited.connect(self._choose)
        self.number.edited.connect(self._choose)
        self.recent.picked.connect(self._choose)
        for sliders in self.sliders.values():
            sliders.edited.connect(self._choose)
        self.layout_choice.activated.connect(lambda _: self._on_spaces_chosen())
        self.sliders_choice.activated.connect(lambda _: self._on_spaces_chosen())
        self._session.preferences.changed.connect(lambda _: self._show_spaces())
        self._session.painting.colours_changed.connect(lambda _: self._show_colour())
        self._session.recent_colours.changed.connect(lambda _: self._show_recent())

    def _choose(self, colour: Colour) -> None:
        painting = self._session.painting
        painting.set_colours(colour, painting.background)

    def _on_spaces_chosen(self) -> None:
        kept = self._session.preferences
        wheel, sliders = self.layout_choice.currentData(), self.sliders_choice.currentData()
        kept.change(replace(kept.current, colour_wheel=wheel, colour_sliders=sliders))

    def _show_spaces(self) -> None:
        """Lay out wheel and sliders as preferred."""
        preferred = self._session.preferences.current
        self.layout_choice.setCurrentIndex(
            max(0, self.layout_choice.findData(preferred.colour_wheel))
        )
        self.sliders_choice.setCurrentIndex(
            max(0, self.sliders_choice.findData(preferred.colour_sliders))
        )
        self.wheel.use_space(ColourSpace(self.layout_choice.currentData()))
        for space, sliders in self.sliders.items():
            sliders.setVisible(space.value == self.sliders_choice.currentData())

    def _show_recent(self) -> None:
        self.recent.show_colours(self._session.recent_colours.colours)

    def _show_colour(self) -> None:
        colour = self._session.painting.foreground
        self.wheel.show_colour(colour)
        for sliders in self.sliders.values():
            sliders.show_colour(colour)
        self.number.show_colour(colour)


def _choice(title: str, spaces: tuple[ColourSpace, ...]) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(title)
    choice.setToolTip(title)
    for space in spaces:
        choice.addItem(space.name.upper(), space.value)
    return choice
