"""What a fill or adjustment layer is made of, to be set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from studio.colour import Colour
from studio.document.adjustments import (
    Curves,
    Invert,
)
from studio.document.contents import Content
from studio.document.gradients import GradientShape
from studio.document.patterns import PatternKind
from studio.panels.colour_button import ColourButton
from studio.panels.content_settings import (
    Choices,
    choice_of,
    colour_in,
    colours_of,
    is_on,
    kind_in,
    number_in,
    numbers_of,
    switch_of,
)
from studio.panels.curve import CurveField
from studio.panels.on_screen import OnScreen
from studio.panels.slider import Scale, ValueSlider
from studio.session.session import Session

_Setting: TypeAlias = float | bool | Colour | GradientShape | PatternKind


class LayerContent(QWidget):
    """Sliders, curve or colours of the active layer; hidden where it has none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._on_screen = OnScreen(session.screen)
        self._kind: type[Content] | None = None
        self._shown: list[Callable[[Content], None]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        session.easel.active_changed.connect(lambda _: self.show_active())
        session.easel.document_changed.connect(lambda _: self.show_active())
        self._on_screen.changed.connect(lambda _: self.show_active())
        self.show_active()

    def show_active(self) -> None:
        """Show what the active layer is made of."""
        content = self._session.adjusting.content
        if (None if content is None else type(content)) is not self._kind:
            self._build(content)
        self.setVisible(bool(self._shown))
        if content is not None:
            for show in self._shown:
                show(content)

    def _build(self, content: Content | None) -> None:
        self._kind = None if content is None else type(content)
        self._shown = []
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        match content:
            case None | Invert():
                pass
            case Curves():
                self._add_curve()
            case _:
                self._add_settings(content)

    def _add_settings(self, content: Content) -> None:
        choice = choice_of(content)
        if choice is not None:
            self._add_choice(*choice)
        self._add_colours(colours_of(content))
        for name, title, scale in numbers_of(content):
            self._add_number(name, title, scale)
        switch = switch_of(content)
        if switch is not None:
            self._add_switch(*switch)

    def _add_choice(self, name: str, title: str, choices: Choices) -> None:
        """One of several kinds."""
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(title)
        for choice, words in choices:
            box.addItem(words, choice.value)
        kinds = [choice for choice, _ in choices]
        box.activated.connect(lambda index: self._set(name, kinds[index]))

        def show(content: Content) -> None:
            box.setCurrentIndex(box.findData(kind_in(content)))

        self._shown.append(show)
        self._layout.addWidget(box)

    def _add_switch(self, name: str, title: str) -> None:
        box = QCheckBox(title)
        box.setObjectName(name)
        box.clicked.connect(lambda on: self._set(name, on))
        self._shown.append(lambda content: box.setChecked(is_on(content)))
        self._layout.addWidget(box)

    def _add_number(self, name: str, title: str, scale: Scale) -> None:
        slider = ValueSlider(title, scale)
        slider.setObjectName(name)
        slider.edited.connect(lambda value: self._set(name, value, f"{name} {slider.gesture}"))
        self._shown.append(lambda content: slider.show_value(number_in(content, name)))
        self._layout.addWidget(slider)

    def _add_curve(self) -> None:
        field = CurveField()

        def show(content: Content) -> None:
            if isinstance(content, Curves):
                field.show_points(content.points)

        field.edited.connect(lambda points: self._put(Curves(points), f"curve {field.gesture}"))
        self._shown.append(show)
        self._layout.addWidget(field)

    def _add_colours(self, colours: Sequence[tuple[str, str]]) -> None:
        """Side by side."""
        side_by_side = QWidget()
        row = QHBoxLayout(side_by_side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for name, title in colours:
            button = ColourButton(title, self._session, self._on_screen)
            button.edited.connect(partial(self._set_colour, name, button))
            self._shown.append(partial(_show_colour, button, name))
            row.addWidget(button)
        if colours:
            self._layout.addWidget(side_by_side)

    def _set_colour(self, name: str, button: ColourButton, colour: Colour) -> None:
        scrub = f"colour {name} {button.gesture}"
        if name:
            self._set(name, colour, scrub)
        else:
            self._put(colour, scrub)

    def _set(self, name: str, value: _Setting, scrub: str = "") -> None:
        content = self._session.adjusting.content
        if content is not None:
            changed: Callable[..., Content] = partial(replace, content)
            self._put(changed(**{name: value}), scrub)

    def _put(self, content: Content, scrub: str) -> None:
        adjusting = self._session.adjusting
        self._session.attempt(lambda: adjusting.set_content(content, scrub=scrub))


def _show_colour(button: ColourButton, name: str, content: Content) -> None:
    button.show_colour(colour_in(content, name))
