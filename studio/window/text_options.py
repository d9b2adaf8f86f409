"""What texts look like: of the one being written, of the active one, or of the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFontComboBox, QToolButton, QWidget

from studio.colour import Colour
from studio.document.texts import BOLD, REGULAR, Alignment, Style
from studio.panels.buttons import flat_button
from studio.panels.colour_button import ColourButton
from studio.panels.on_screen import OnScreen
from studio.panels.slider import Scale, ValueSlider
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr
from studio.window.tool_options import row_of

_SIZE = Scale(4, 1000, 1, " px", bend=3.0)
_LINES = Scale(0.5, 3.0, 0.05, " %", factor=100)
_LETTERS = Scale(-0.2, 1.0, 0.01, " %", bend=2.0, factor=100)
_WIDTH = 132
# The weight from which letters count as bold.
_HEAVY = (REGULAR + BOLD) // 2


class TextOptions(QWidget):
    """Font, size, weight, alignment, colour and spacing.

    Made when the text tool is first taken up: listing the fonts of a machine takes its time.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._on_screen = OnScreen(session.screen)
        self._layout = row_of(self)
        self._is_made = False
        session.painting.tool_changed.connect(lambda _: self._show_style())
        session.painting.colours_changed.connect(lambda _: self._show_style())
        session.writing.changed.connect(lambda _: self._show_style())
        self._on_screen.changed.connect(lambda _: self._show_style())

    def _make(self) -> None:
        self._is_made = True
        self.family = QFontComboBox()
        self.family.setAccessibleName(tr("Font"))
        self.family.setFixedWidth(168)
        self.size_slider = _slider(tr("Size"), _SIZE)
        self.bold = flat_button("bold", tr("Bold"), is_switch=True)
        self.italic = flat_button("italic", tr("Italic"), is_switch=True)
        self.alignments = _alignment_buttons()
        self.colour = ColourButton("", self._session, self._on_screen)
        self.colour.setAccessibleName(tr("Colour"))
        self.colour.setToolTip(tr("The foreground colour"))
        self.lines = _slider(tr("Lines"), _LINES)
        self.letters = _slider(tr("Letters"), _LETTERS)
        switches = (self.bold, self.italic, *self.alignments.values())
        for part in (self.family, self.size_slider, *switches, self.colour):
            self._layout.addWidget(part)
        self._layout.addWidget(self.lines)
        self._layout.addWidget(self.letters)
        self._listen()

    def _listen(self) -> None:
        self.family.textActivated.connect(self._set_family)
        self.bold.clicked.connect(
            lambda on: self._set(lambda s: replace(s, weight=BOLD if on else REGULAR))
        )
        self.italic.clicked.connect(lambda on: self._set(lambda s: replace(s, is_italic=on)))
        for alignment, button in self.alignments.items():
            button.clicked.connect(partial(self._align, alignment))
        self.colour.edited.connect(self._set_colour)
        self.size_slider.edited.connect(self._set_size)
        self.lines.edited.connect(self._set_lines)
        self.letters.edited.connect(self._set_letters)

    def _set(self, how: Callable[[Style], Style], scrub: str = "") -> None:
        writing = self._session.writing
        self._session.attempt(lambda: writing.set_style(how(writing.style), scrub=scrub))

    def _set_family(self, family: str) -> None:
        self._set(lambda style: replace(style, family=family))
        self._write_on()

    def _set_size(self, size: float) -> None:
        scrub = f"size {self.size_slider.gesture}"
        self._set(lambda style: replace(style, size=round(size)), scrub)

    def _align(self, alignment: Alignment, _: bool = False) -> None:  # noqa: FBT001, FBT002
        self._set(lambda style: replace(style, alignment=alignment))
        self._show_style()

    def _set_lines(self, spacing: float) -> None:
        scrub = f"lines {self.lines.gesture}"
        self._set(lambda style: replace(style, line_spacing=spacing), scrub)

    def _set_letters(self, spacing: float) -> None:
        scrub = f"letters {self.letters.gesture}"
        self._set(lambda style: replace(style, letter_spacing=spacing), scrub)

    def _set_colour(self, colour: Colour) -> None:
        painting = self._session.painting
        painting.set_colours(colour, painting.background)

    def _write_on(self) -> None:
        """Give the keyboard back to the text."""
        if self._session.writing.is_on:
            self._session.writing.asked.emit(None)

    def _show_style(self) -> None:
        if self._session.painting.tool is not ToolName.text:
            return
        if not self._is_made:
            self._make()
        style = self._session.writing.style
        if self.family.currentFont().family() != style.family:
            self.family.setCurrentFont(QFont(style.family))
        self.size_slider.show_value(style.size)
        self.bold.setChecked(style.weight >= _HEAVY)
        self.italic.setChecked(style.is_italic)
        for alignment, button in self.alignments.items():
            button.setChecked(alignment is style.alignment)
        self.colour.show_colour(self._session.painting.foreground)
        self.lines.show_value(style.line_spacing)
        self.letters.show_value(style.letter_spacing)


def _alignment_buttons() -> dict[Alignment, QToolButton]:
    icons = {
        Alignment.left: ("text-align-start", tr("Align left")),
        Alignment.centre: ("text-align-center", tr("Centre")),
        Alignment.right: ("text-align-end", tr("Align right")),
        Alignment.justify: ("text-align-justify", tr("Justify")),
    }
    return {
        alignment: flat_button(icon, title, is_switch=True)
        for alignment, (icon, title) in icons.items()
    }


def _slider(title: str, scale: Scale) -> ValueSlider:
    slider = ValueSlider(title, scale)
    slider.setFixedWidth(_WIDTH)
    return slider
