"""Colours kept together, to paint with."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from studio.colour import Colour
from studio.files.palettes import ENDING
from studio.panels.buttons import flat_button
from studio.panels.line import Line
from studio.panels.on_screen import OnScreen
from studio.panels.palette_cells import Cells, Swatches
from studio.panels.palette_questions import PaletteDialogs, PaletteQuestions
from studio.session.session import Session
from studio.text import tr


class PalettePanel(QWidget):
    """The palettes; a click takes a colour, the right button for the background.

    What is dragged goes to another place; beneath the colours is the name of the chosen one.
    """

    def __init__(self, session: Session, ask: PaletteQuestions | None = None) -> None:
        super().__init__()
        self._session = session
        self._ask = ask or PaletteDialogs(self)
        self._swatches = Swatches()
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Palette"))
        self.choice.setMinimumContentsLength(8)
        self.list = self._make_list()
        self.names = flat_button(
            "list", tr("Names"), tr("Show the colours with their names."), is_switch=True
        )
        self.name = self._make_name()
        self.add = flat_button("plus", tr("Add the foreground colour"))
        self.remove = flat_button("trash-2", tr("Take the chosen colour out"))
        self.begin = flat_button("file-plus", tr("New palette"))
        self.load = flat_button("folder-open", tr("Load palette"), tr("A GIMP palette (.gpl)."))
        self.save = flat_button("save", tr("Save palette"), tr("As a GIMP palette (.gpl)."))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.choice, 1)
        for button in (self.names, self.add, self.remove, self.begin, self.load, self.save):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.name)
        self._listen()
        self._show_palette()

    def _make_list(self) -> Cells:
        cells = Cells(self._swatches, OnScreen(self._session.screen))
        cells.setAccessibleName(tr("Colours of the palette"))
        cells.setToolTip(tr("Click for the foreground, right click for the background"))
        return cells

    def _make_name(self) -> Line:
        name = Line()
        name.setAccessibleName(tr("Name of the chosen colour"))
        name.setPlaceholderText(tr("No name yet"))
        return name

    def _listen(self) -> None:
        palettes, attempt = self._session.palettes, self._session.attempt
        self.choice.activated.connect(self._on_chosen)
        self.list.clicked.connect(self._take)
        self.list.activated.connect(self._take)
        self.list.customContextMenuRequested.connect(self._take_for_background)
        self.list.moved.connect(self._move)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_name())
        self.names.toggled.connect(lambda on: self.list.show_names(on=on))
        self.name.editingFinished.connect(self._rename)
        self.add.clicked.connect(lambda: attempt(self._add))
        self.remove.clicked.connect(lambda: attempt(self._remove))
        self.begin.clicked.connect(lambda: attempt(self._begin))
        self.load.clicked.connect(lambda: attempt(self._load))
        self.save.clicked.connect(lambda: attempt(self._save))
        palettes.changed.connect(lambda _: self._show_palette())

    def _on_chosen(self) -> None:
        wanted = str(self.choice.currentData())
        if not self._session.attempt(lambda: self._session.palettes.choose(wanted)):
            self._show_palette()

    def _take(self, index: QModelIndex) -> None:
        painting = self._session.painting
        painting.set_colours(self._colour(index), painting.background)

    def _take_for_background(self, at: QPoint) -> None:
        index, painting = self.list.indexAt(at), self._session.painting
        if index.isValid():
            painting.set_colours(painting.foreground, self._colour(index))

    def _colour(self, index: QModelIndex) -> Colour:
        return self._swatches.swatches[index.row()].colour

    def _add(self) -> None:
        self._session.palettes.add(self._session.painting.foreground)
        self.list.scrollToBottom()

    def _remove(self) -> None:
        chosen = self.list.currentIndex()
        if chosen.isValid():
            self._session.palettes.remove(chosen.row())
            self._choose_row(min(chosen.row(), self._swatches.rowCount() - 1))

    def _move(self, way: tuple[int, int]) -> None:
        if self._session.attempt(lambda: self._session.palettes.move(*way)):
            self._choose_row(way[1])

    def _rename(self) -> None:
        chosen = self.list.currentIndex()
        if chosen.isValid():
            row, name = chosen.row(), self.name.text()
            self._session.attempt(lambda: self._session.palettes.rename(row, name))
            self._choose_row(row)

    def _choose_row(self, row: int) -> None:
        self.list.setCurrentIndex(self._swatches.index(row))

    def _begin(self) -> None:
        name = self._ask.name()
        if name is not None:
            self._session.palettes.begin(name)

    def _load(self) -> None:
        path = self._ask.file_to_load()
        if path is not None:
            self._session.palettes.load(path)

    def _save(self) -> None:
        palettes = self._session.palettes
        path = self._ask.where_to_save(f"{palettes.id}{ENDING}")
        if path is not None:
            palettes.save_as(path)

    def _show_palette(self) -> None:
        palettes = self._session.palettes
        self.choice.clear()
        for id in palettes.ids:  # noqa: A001
            self.choice.addItem(_title_of(id), id)
        self.choice.setCurrentIndex(self.choice.findData(palettes.id))
        self._swatches.show_swatches(palettes.current.swatches)
        self.list.lay_out(palettes.current.columns)
        self._show_name()

    def _show_name(self) -> None:
        chosen = self.list.currentIndex()
        self.name.setEnabled(chosen.isValid())
        self.name.setText(self._swatches.swatches[chosen.row()].name if chosen.isValid() else "")


def _title_of(id: str) -> str:  # noqa: A002
    """Ours in the painter's language; others as they are named."""
    return {"Daylight": tr("Daylight"), "Even steps": tr("Even steps")}.get(id, id)
