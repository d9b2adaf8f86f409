"""Colours kept together, to paint with."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.colour import Colour
from studio.files.palettes import ENDING, Swatch
from studio.panels.buttons import flat_button
from studio.session.session import Session
from studio.text import tr

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_CELL = QSize(22, 22)
_NARROWEST = 12


class PaletteQuestions(Protocol):
    """Who answers; None means that the painter thought better of it."""

    def name(self) -> str | None:
        """What a new palette is called."""

    def file_to_load(self) -> Path | None:
        """Which palette file."""

    def where_to_save(self, suggested: str) -> Path | None:
        """Under what name."""


class PaletteDialogs:
    """Asks with dialogs (`PaletteQuestions`)."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def name(self) -> str | None:
        """Ask for a name."""
        name, agreed = QInputDialog.getText(self._window, tr("New palette"), tr("Name"))
        return name if agreed else None

    def file_to_load(self) -> Path | None:
        """Ask for a file."""
        kinds = f"{tr('GIMP palette')} (*{ENDING})"
        found = QFileDialog.getOpenFileName(self._window, tr("Load palette"), "", kinds)[0]
        return Path(found) if found else None

    def where_to_save(self, suggested: str) -> Path | None:
        """Ask for a name."""
        kinds = f"{tr('GIMP palette')} (*{ENDING})"
        found = QFileDialog.getSaveFileName(self._window, tr("Save palette"), suggested, kinds)[0]
        return Path(found) if found else None


class _Swatches(QAbstractListModel):
    """The colours of a palette, each with its name and number."""

    def __init__(self) -> None:
        super().__init__()
        self.swatches: tuple[Swatch, ...] = ()

    def show_swatches(self, swatches: tuple[Swatch, ...]) -> None:
        """Show a palette."""
        self.beginResetModel()
        self.swatches = swatches
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One a colour."""
        return 0 if parent.isValid() else len(self.swatches)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The colour, and the words for it."""
        swatch = self.swatches[index.row()]
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(swatch.colour.hex)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{swatch.name} {swatch.colour.hex}".strip()
        return None


class _SwatchDrawing(QStyledItemDelegate):
    """Draws a colour, and a ring around the one chosen."""

    def __init__(self, cells: QListView) -> None:
        super().__init__(cells)
        self._cells = cells

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Fill the cell but for a thin gap."""
        place = option.rect.adjusted(1, 1, -2, -2)
        palette = option.palette
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(palette.color(QPalette.ColorRole.Dark))
        painter.setBrush(index.data(Qt.ItemDataRole.BackgroundRole))
        painter.drawRect(place)
        if is_chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset, colour in ((0, QColor(0, 0, 0)), (1, QColor(255, 255, 255))):
                painter.setPen(colour)
                painter.drawRect(place.adjusted(inset, inset, -inset, -inset))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """The whole cell."""
        return self._cells.gridSize()


class _Cells(QListView):
    """Cells in rows; as many in one as the palette says, if they can be wide enough to hit."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = 0
        self.setItemDelegate(_SwatchDrawing(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def lay_out(self, columns: int) -> None:
        """So many in a row; 0 = as many as fit."""
        self._columns = columns
        self._fit()

    def _fit(self) -> None:
        width = (self.viewport().width() - 1) // self._columns if self._columns else 0
        self.setGridSize(QSize(width, _CELL.height()) if width >= _NARROWEST else _CELL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rows whole."""
        self._fit()
        super().resizeEvent(event)


class PalettePanel(QWidget):
    """The palettes; a click takes a colour, the right button for the background."""

    def __init__(self, session: Session, ask: PaletteQuestions | None = None) -> None:
        super().__init__()
        self._session = session
        self._ask = ask or PaletteDialogs(self)
        self._swatches = _Swatches()
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Palette"))
        self.choice.setMinimumContentsLength(8)
        self.list = self._make_list()
        self.add = flat_button("plus", tr("Add the foreground colour"))
        self.remove = flat_button("trash-2", tr("Take the chosen colour out"))
        self.begin = flat_button("file-plus", tr("New palette"))
        self.load = flat_button("folder-open", tr("Load palette"), tr("A GIMP palette (.gpl)."))
        self.save = flat_button("save", tr("Save palette"), tr("As a GIMP palette (.gpl)."))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.choice, 1)
        for button in (self.add, self.remove, self.begin, self.load, self.save):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self._listen()
        self._show_palette()

    def _make_list(self) -> _Cells:
        cells = _Cells()
        cells.setModel(self._swatches)
        cells.setAccessibleName(tr("Colours of the palette"))
        cells.setToolTip(tr("Click for the foreground, right click for the background"))
        return cells

    def _listen(self) -> None:
        palettes, attempt = self._session.palettes, self._session.attempt
        self.choice.activated.connect(self._on_chosen)
        self.list.clicked.connect(self._take)
        self.list.activated.connect(self._take)
        self.list.customContextMenuRequested.connect(self._take_for_background)
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
            row = min(chosen.row(), self._swatches.rowCount() - 1)
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


def _title_of(id: str) -> str:  # noqa: A002
    """Ours in the painter's language; others as they are named."""
    return {"Daylight": tr("Daylight"), "Even steps": tr("Even steps")}.get(id, id)
