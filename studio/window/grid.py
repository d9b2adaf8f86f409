"""The question what the grid is to be like, and the action that asks it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from studio.colour import Colour
from studio.document.aids import Grid
from studio.panels.colour_button import ColourButton
from studio.panels.on_screen import OnScreen
from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.size_fields import fill_dialog

_WIDEST = 4096.0
_MOST_PARTS = 64
_SWATCH = QSize(56, 16)


class GridDialog(QDialog):
    """Distances, where it begins, and its colour."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        grid = session.guiding.aids.grid
        self.setWindowTitle(tr("Grid"))
        self.across, self.down = length_box(grid.across, 1), length_box(grid.down, 1)
        self.left, self.top = length_box(grid.x, -_WIDEST), length_box(grid.y, -_WIDEST)
        self.parts = QSpinBox()
        self.parts.setRange(1, _MOST_PARTS)
        self.parts.setValue(grid.parts)
        self.parts.lineEdit().setTextMargins(7, 0, 7, 0)
        self.colour = ColourButton("", session, OnScreen.as_of_now(session.screen))
        self.colour.setAccessibleName(tr("Colour"))
        self.colour.setIconSize(_SWATCH)
        self.colour.edited.connect(self._show_colour)
        form = QFormLayout()
        for box, title in (
            (self.across, tr("Cells across")),
            (self.down, tr("Cells down")),
            (self.left, tr("Begins at, from the left")),
            (self.top, tr("Begins at, from the top")),
        ):
            box.setAccessibleName(title)
        form.addRow(tr("Cells, across and down"), _beside(self.across, self.down))
        form.addRow(tr("Cells to a strong line"), self.parts)
        form.addRow(tr("Begins at"), _beside(self.left, self.top))
        form.addRow(tr("Colour"), self.colour)
        fill_dialog(self, form, tr("OK"))
        self._show_colour(grid.colour)
        self.across.selectAll()

    def chosen(self) -> Grid:
        """What was asked for."""
        return Grid(
            self.across.value(),
            self.down.value(),
            self.parts.value(),
            self.left.value(),
            self.top.value(),
            self._colour,
        )

    def _show_colour(self, colour: Colour) -> None:
        self._colour = colour
        self.colour.show_colour(colour)


class AskingGrid(Protocol):
    """Who answers; None means that the user thought better of it."""

    def grid(self, session: Session) -> Grid | None:
        """How far apart its lines are to be, and in what colour."""


def grid_actions(session: Session, asking: AskingGrid) -> tuple[Action, ...]:
    """The one that asks."""

    def set_grid() -> None:
        chosen = asking.grid(session)
        if chosen is not None:
            session.guiding.set_grid(chosen)

    tip = tr("How far apart its lines are, and their colour.")
    return (Action("grid", Menu.view, tr("Set the grid…"), tip, set_grid),)


def length_box(pixels: float, least: float, most: float = _WIDEST) -> QDoubleSpinBox:
    """A field for a length on the canvas, in px."""
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setDecimals(1)
    box.setValue(pixels)
    box.setSuffix(" px")
    box.lineEdit().setTextMargins(7, 0, 7, 0)
    return box


def _beside(one: QWidget, other: QWidget) -> QWidget:
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addWidget(one)
    layout.addWidget(other)
    return pair
