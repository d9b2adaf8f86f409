"""The tip of a brush, its paper, and how its stroke is laid down: pages to edit them on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from studio.brush.brush import Brush
from studio.brush.numbers import Number
from studio.brush.own_picture import Role
from studio.document.blending import BlendMode
from studio.panels.brush_knobs import BrushKnob, change_brush, knobs
from studio.panels.picture_shelf import PictureShelf
from studio.session.painting import ToolName
from studio.session.session import Session
from studio.text import tr


class Page(Protocol):
    """A part of the editor."""

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""


class TipPage(QWidget):
    """What the brush touches the canvas with."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.tips = PictureShelf(session, Role.tip)
        self.knobs = knobs(session, Number.hardness, Number.spacing, Number.roundness, Number.angle)
        _lay_out(self, self.tips, *self.knobs)
        self.tips.picked.connect(
            lambda tip: change_brush(session, lambda brush: replace(brush, tip=tip))
        )

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""
        self.tips.show_chosen(brush.tip)
        for knob in self.knobs:
            knob.show_brush(brush)
        self.knobs[0].setEnabled(not brush.tip)


class PaperPage(QWidget):
    """The relief that shows in the stroke."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.papers = PictureShelf(session, Role.paper)
        self.knobs = knobs(session, Number.grain, Number.texture_scale)
        tip = _quiet(tr("Light paint stays on the heights of the paper, full paint fills it."))
        _lay_out(self, self.papers, tip, *self.knobs)
        self.papers.picked.connect(
            lambda paper: change_brush(session, lambda brush: replace(brush, texture=paper))
        )

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""
        self.papers.show_chosen(brush.texture)
        for knob in self.knobs:
            knob.show_brush(brush)
            knob.setEnabled(bool(brush.texture))


class StrokePage(QWidget):
    """How dabs become a stroke, how it is laid on the layer, and how the hand is steadied."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.blend = _blend_choice()
        self.builds_up = QCheckBox(tr("Dabs build up"))
        self.builds_up.setToolTip(
            tr("Going over a place again in one stroke adds to it; otherwise it is an even wash.")
        )
        self.erases = QCheckBox(tr("Erase with this brush"))
        self.dulls = QCheckBox(tr("Spread one mixed colour"))
        self.dulls.setToolTip(tr("Otherwise smudging pushes the picture along."))
        self.charge = BrushKnob(session, Number.charge)
        self.knobs = knobs(session, Number.fade, Number.smoothing, Number.string)
        caption = _quiet(tr("Blend mode of the stroke"))
        caption.setBuddy(self.blend)
        smudging = (self.dulls, self.charge)
        _lay_out(self, caption, self.blend, self.builds_up, self.erases, *self.knobs, *smudging)
        self._listen()

    def _listen(self) -> None:
        change = partial(change_brush, self._session)
        self.blend.activated.connect(
            lambda _: change(lambda b: replace(b, blend=BlendMode(self.blend.currentData())))
        )
        self.builds_up.clicked.connect(lambda on: change(lambda b: replace(b, builds_up=on)))
        self.erases.clicked.connect(lambda on: change(lambda b: replace(b, erases=on)))
        self.dulls.clicked.connect(lambda on: change(lambda b: replace(b, dulls=on)))

    def show_brush(self, brush: Brush) -> None:
        """Show what the session holds."""
        self.blend.setCurrentIndex(self.blend.findData(brush.blend.value))
        self.builds_up.setChecked(brush.builds_up)
        self.erases.setChecked(brush.erases)
        self.dulls.setChecked(brush.dulls)
        for knob in (*self.knobs, self.charge):
            knob.show_brush(brush)
        smudges = self._session.painting.tool is ToolName.smudge
        self.dulls.setVisible(smudges)
        self.charge.setVisible(smudges)


def _blend_choice() -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(tr("Blend mode of the stroke"))
    choice.setMaxVisibleItems(20)
    for mode in BlendMode:
        choice.addItem(mode.title, mode.value)
    return choice


def _lay_out(page: QWidget, *parts: QWidget) -> None:
    """One beneath the other, and room beneath them."""
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(7)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch()


def _quiet(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("quiet", True)  # noqa: FBT003
    label.setWordWrap(True)
    return label
