"""The brushes to choose from, each shown by a stroke of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.brush.preset import Preset
from studio.geometry import Extent
from studio.panels.buttons import flat_button
from studio.panels.preset_naming import ask_preset_name
from studio.panels.stroke_preview import stroke_picture
from studio.session.preset_titles import tag_title, title_of
from studio.session.session import Session
from studio.text import tr

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole
TILE = QSize(116, 58)
_STROKE = 38
_ALL, _FAVOURITES = "", "*"


class PresetModel(QAbstractListModel):
    """The presets of a tag, their strokes drawn when first seen."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._presets: tuple[Preset, ...] = ()
        self._strokes: dict[tuple[Preset, str], QImage] = {}

    def show_tag(self, tag: str) -> None:
        """Show those of a tag, the favourites, or all."""
        brushes = self._session.brushes
        liked = set(brushes.favourites)
        self.show_presets(
            tuple(
                preset
                for preset in brushes.presets
                if tag == _ALL or tag in preset.tags or (tag == _FAVOURITES and preset.id in liked)
            )
        )

    def show_presets(self, presets: tuple[Preset, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._presets = presets
        self.endResetModel()

    def preset(self, row: int) -> Preset:
        """The preset of a row."""
        return self._presets[row]

    def row_of(self, id: str) -> int:  # noqa: A002
        """Where a preset is shown, -1 if it is not."""
        return next((row for row, one in enumerate(self._presets) if one.id == id), -1)

    def stroke(self, preset: Preset, palette: QPalette, ratio: float) -> QImage:
        """A stroke of it in the colour of text."""
        colour = palette.color(_Role.Text)
        key = preset, f"{colour.name()} {ratio}"
        if key not in self._strokes:
            size = Extent(round((TILE.width() - 12) * ratio), round(_STROKE * ratio))
            picture = stroke_picture(preset.brush, preset.use, size, colour)
            picture.setDevicePixelRatio(ratio)
            self._strokes[key] = picture
        return self._strokes[key]

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._presets)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return title_of(self._presets[index.row()])
        return None


class PresetTile(QStyledItemDelegate):
    """A stroke on a well with the name beneath; a frame around the one that is chosen."""

    def __init__(self, model: PresetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """All alike."""
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one preset."""
        cell: QRect = option.rect.adjusted(3, 3, -3, -3)
        palette = option.palette
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = _Role.Highlight if is_chosen else _Role.Midlight if is_hovered else _Role.Base
        painter.setPen(QPen(palette.color(frame), 1.6))
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(cell.toRectF().adjusted(0.8, 0.8, -0.8, -0.8), 4, 4)
        ratio = painter.device().devicePixelRatioF()
        stroke = self._model.stroke(self._model.preset(index.row()), palette, ratio)
        painter.drawImage(cell.x() + 3, cell.y() + 1, stroke)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        painter.setPen(palette.color(_Role.Text))
        words = QRect(cell.x() + 5, cell.bottom() - 15, cell.width() - 10, 14)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        # Chinese letters are taller than the line.
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, name)
        painter.restore()


def preset_grid(model: PresetModel) -> QListView:
    """Tiles side by side, as many as fit."""
    grid = QListView()
    grid.setModel(model)
    grid.setItemDelegate(PresetTile(model, grid))
    grid.setViewMode(QListView.ViewMode.IconMode)
    grid.setResizeMode(QListView.ResizeMode.Adjust)
    grid.setMovement(QListView.Movement.Static)
    grid.setUniformItemSizes(True)
    grid.setMouseTracking(True)
    grid.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    grid.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    grid.setAccessibleName(tr("Brushes"))
    return grid


class BrushPresets(QWidget):
    """The grid of presets; what is chosen is taken in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.tags = QComboBox()
        self.tags.setAccessibleName(tr("Which brushes are shown"))
        self.like = flat_button(
            "star", tr("Favourite"), tr("Keep it among the favourites."), is_switch=True
        )
        self.save = flat_button("save", tr("Save as"), tr("Keep the brush in hand under a name."))
        self.bring = flat_button("folder-open", tr("Import"), tr("Ours, or MyPaint's (.myb)."))
        self.export = flat_button("download", tr("Export"), tr("Write the brush to a file."))
        self.remove = flat_button("trash-2", tr("Remove"), tr("Only brushes you made yourself."))
        self.model = PresetModel(session, self)
        self.grid = preset_grid(self.model)
        self.grid.setMinimumHeight(2 * TILE.height() + 8)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.tags, 1)
        for button in (self.like, self.save, self.bring, self.export, self.remove):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.grid)

    def _listen(self) -> None:
        session = self._session
        self.tags.activated.connect(lambda _: self._show_presets())
        self.grid.clicked.connect(self._choose)
        self.grid.activated.connect(self._choose)
        self.like.clicked.connect(lambda on: session.brushes.like(session.brushes.chosen, on=on))
        self.save.clicked.connect(lambda: ask_preset_name(self, session))
        self.bring.clicked.connect(self._ask_import)
        self.export.clicked.connect(self._ask_export)
        self.remove.clicked.connect(
            lambda: session.attempt(lambda: session.brushes.remove(session.brushes.chosen))
        )
        session.brushes.changed.connect(lambda _: self._on_changed())
        session.painting.tool_changed.connect(lambda _: self._show_chosen())

    def _on_changed(self) -> None:
        if self.isVisible():
            self._show_tags()
            self._show_presets()

    def _show_tags(self) -> None:
        shown = self.tags.currentData() or _ALL
        self.tags.clear()
        self.tags.addItem(tr("All brushes"), _ALL)
        self.tags.addItem(tr("Favourites"), _FAVOURITES)
        for tag in self._session.brushes.tags:
            self.tags.addItem(tag_title(tag), tag)
        self.tags.setCurrentIndex(max(0, self.tags.findData(shown)))

    def _show_presets(self) -> None:
        scrolled = self.grid.verticalScrollBar().value()
        self.model.show_tag(self.tags.currentData() or _ALL)
        self._show_chosen()
        self.grid.verticalScrollBar().setValue(scrolled)

    def _show_chosen(self) -> None:
        brushes = self._session.brushes
        chosen = brushes.chosen
        index = self.model.index(self.model.row_of(chosen), 0)
        self.grid.setCurrentIndex(index)
        if index.isValid():
            self.grid.scrollTo(index)
        for button in (self.like, self.export):
            button.setEnabled(bool(chosen))
        self.like.setChecked(bool(chosen) and chosen in brushes.favourites)
        self.remove.setEnabled(bool(chosen) and brushes.is_own(chosen))

    def _choose(self, index: QModelIndex) -> None:
        self._session.brushes.choose(self.model.preset(index.row()).id)

    def _ask_import(self) -> None:
        dialog = QFileDialog(self, tr("Import brushes"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(tr("Brushes") + " (*.json *.myb)")
        dialog.filesSelected.connect(self._import)
        dialog.open()

    def _import(self, paths: list[str]) -> None:
        for path in map(Path, paths):
            self._session.attempt(partial(self._session.brushes.bring, path))

    def _ask_export(self) -> None:
        chosen = self._session.brushes.chosen
        dialog = QFileDialog(self, tr("Export the brush"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Brushes") + " (*.json)")
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{chosen}.json")
        dialog.fileSelected.connect(
            lambda path: self._session.attempt(
                lambda: self._session.brushes.export(chosen, Path(path))
            )
        )
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the brushes only when they are to be seen."""
        super().showEvent(event)
        self._show_tags()
        self._show_presets()
