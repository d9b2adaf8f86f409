"""The colours of a palette in rows of cells, or beneath each other with their names."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.files.palettes import Swatch
from studio.panels.on_screen import OnScreen
from studio.signals import Signal

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Key, _Role = Qt.Key, QPalette.ColorRole
CELL = QSize(22, 22)
_NARROWEST = 12
_STEPS = {_Key.Key_Left: -1, _Key.Key_Up: -1, _Key.Key_Right: 1, _Key.Key_Down: 1}


class Swatches(QAbstractListModel):
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


class Cells(QListView):
    """As many in a row as the palette says, if they can be wide enough to hit; or one with a name.

    `moved` tells that one was dragged, or carried by Alt and an arrow, and to which place; that is
    counted with it taken out.
    """

    def __init__(self, swatches: Swatches, on_screen: OnScreen) -> None:
        super().__init__()
        self.moved: Signal[tuple[int, int]] = Signal()
        self._swatches = swatches
        self._columns = 0
        self._pressed: tuple[int, QPoint] | None = None
        self._gap: int | None = None
        self.setModel(swatches)
        self.setItemDelegate(_SwatchDrawing(self, on_screen))
        self.setMovement(QListView.Movement.Static)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.show_names(on=False)
        on_screen.changed.connect(lambda _: self.viewport().update())

    @property
    def has_names(self) -> bool:
        """Whether names stand beside the colours."""
        return self.viewMode() is QListView.ViewMode.ListMode

    def show_names(self, *, on: bool) -> None:
        """One colour a row with its name, or many and no names."""
        mode = QListView.ViewMode.ListMode if on else QListView.ViewMode.IconMode
        self.setViewMode(mode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._fit()
        self.scrollTo(self.currentIndex())

    def swatch(self, row: int) -> Swatch:
        """What a row shows."""
        return self._swatches.swatches[row]

    def lay_out(self, columns: int) -> None:
        """So many in a row; 0 = as many as fit."""
        self._columns = columns
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() - 1
        width = room // self._columns if self._columns else 0
        cell = QSize(width, CELL.height()) if width >= _NARROWEST else CELL
        self.setGridSize(QSize(room, CELL.height()) if self.has_names else cell)

    def _gap_at(self, at: QPoint) -> int:
        """Before which colour something dropped there comes; the count of them for the end."""
        index = self.indexAt(at)
        if not index.isValid():
            is_above = at.y() < 0
            return 0 if is_above else self._swatches.rowCount()
        middle = self.visualRect(index).center()
        is_past = at.y() > middle.y() if self.has_names else at.x() > middle.x()
        return index.row() + is_past

    def _tell(self, row: int, gap: int) -> None:
        to = gap - (gap > row)
        if to != row:
            self.moved.emit((row, to))

    def _drop(self) -> None:
        if self._pressed is not None and self._gap is not None:
            self._tell(self._pressed[0], self._gap)
        self._let_go()

    def _let_go(self) -> None:
        self._pressed = self._gap = None
        self.unsetCursor()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = index.row(), event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where it would be put."""
        at = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (at - self._pressed[1]).manhattanLength()
        if self._gap is not None or far >= QApplication.startDragDistance():
            self._gap = self._gap_at(at)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it there; without a drag it is a click."""
        if self._gap is None:
            self._let_go()
            super().mouseReleaseEvent(event)
        else:
            self._drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow carries the chosen colour; Escape leaves a dragged one where it was."""
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        if key == _Key.Key_Escape and self._gap is not None:
            self._let_go()
        elif key in _STEPS and Qt.KeyboardModifier.AltModifier in event.modifiers() and row >= 0:
            to = row + _STEPS[key]
            if 0 <= to < self._swatches.rowCount():
                self.moved.emit((row, to))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rows whole."""
        self._fit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colours, and where a dragged one would be put."""
        super().paintEvent(event)
        count = self._swatches.rowCount()
        if self._gap is None or not count:
            return
        is_last = self._gap == count
        place = self.visualRect(self._swatches.index(self._gap - is_last, 0))
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.palette().color(_Role.Highlight), 3))
        if self.has_names:
            y = place.bottom() if is_last else place.top()
            painter.drawLine(place.left(), y, place.right(), y)
        else:
            x = place.right() if is_last else place.left()
            painter.drawLine(x, place.top(), x, place.bottom())


class _SwatchDrawing(QStyledItemDelegate):
    """Draws a colour, a ring around the one chosen, and its name where there is room for it."""

    def __init__(self, cells: Cells, on_screen: OnScreen) -> None:
        super().__init__(cells)
        self._cells = cells
        self._on_screen = on_screen

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Fill the cell but for a thin gap, or a square of it."""
        place = option.rect.adjusted(1, 1, -2, -2)
        palette = option.palette
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if self._cells.has_names:
            if is_chosen:
                painter.fillRect(option.rect, palette.color(_Role.Highlight))
            self._write_name(painter, option, self._cells.swatch(index.row()))
            place.setWidth(CELL.width() + 8)
        painter.setPen(palette.color(_Role.Dark))
        painter.setBrush(self._on_screen.colour(index.data(Qt.ItemDataRole.BackgroundRole)))
        painter.drawRect(place)
        if is_chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset, colour in ((0, QColor(0, 0, 0)), (1, QColor(255, 255, 255))):
                painter.setPen(colour)
                painter.drawRect(place.adjusted(inset, inset, -inset, -inset))

    def _write_name(self, painter: QPainter, option: QStyleOptionViewItem, swatch: Swatch) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        bright, middle = _Role.HighlightedText, Qt.AlignmentFlag.AlignVCenter
        inside, number = option.rect.adjusted(CELL.width() + 18, 0, -6, 0), swatch.colour.hex
        painter.setPen(option.palette.color(bright if is_chosen else _Role.PlaceholderText))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, number)
        room = inside.width() - option.fontMetrics.horizontalAdvance(number) - 10
        name = option.fontMetrics.elidedText(swatch.name, Qt.TextElideMode.ElideRight, room)
        painter.setPen(option.palette.color(bright if is_chosen else _Role.Text))
        painter.drawText(inside, middle, name)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """The whole cell."""
        return self._cells.gridSize()
