"""The window in which a brush is made."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.brush.dynamics import Trait
from studio.panels.brush_dynamics import DynamicsPage
from studio.panels.brush_knobs import brush_in_hand, tool_with_brush
from studio.panels.brush_pages import PaperPage, StrokePage, TipPage
from studio.panels.brush_words import led_by, paper_title, tip_title, tool_title, trait_title
from studio.panels.preset_naming import ask_preset_name
from studio.panels.scratch_pad import PAD, ScratchPad
from studio.panels.stroke_preview import StrokePreview, use_of
from studio.session.preset_titles import title_of
from studio.session.session import Session
from studio.text import tr

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_USUAL_SIZE = QSize(700, 580)
_PARTS_WIDTH = 190
_PAGES = 3
_Role = QPalette.ColorRole
_NOTE = Qt.ItemDataRole.UserRole


class BrushEditor(QDialog):
    """All of the brush in hand: it stays open while its strokes are tried on the canvas."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Edit the brush"))
        self.resize(_USUAL_SIZE)
        self.title = QLabel()
        self.preview = StrokePreview(PAD.height(), leans=True)
        self.pad = ScratchPad(session)
        self.parts = _part_list()
        self.dynamics = DynamicsPage(session)
        self.pages = TipPage(session), PaperPage(session), StrokePage(session), self.dynamics
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.reset = QPushButton(tr("Reset"))
        self.reset.setToolTip(tr("Make it as it was when it was chosen."))
        self.overwrite = QPushButton(tr("Save"))
        self.overwrite.setToolTip(tr("Keep it in place of the one it was chosen from."))
        self.save_as = QPushButton(tr("Save as…"))
        self.save_as.setToolTip(tr("Keep it as a brush of its own."))
        self.leave = QPushButton(tr("Close"))
        self._lay_out()
        self._listen()
        self.parts.setCurrentRow(0)

    def _lay_out(self) -> None:
        top, middle, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.preview, 1)
        top.addWidget(self.pad)
        middle.setSpacing(12)
        middle.addWidget(self.parts)
        middle.addWidget(self.stack, 1)
        row.setSpacing(6)
        row.addWidget(self.reset)
        row.addStretch()
        for button in (self.overwrite, self.save_as, self.leave):
            row.addWidget(button)
        for button in (self.reset, self.overwrite, self.save_as, self.leave):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(9)
        layout.addWidget(self.title)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(row)

    def _listen(self) -> None:
        session = self._session
        self.parts.currentRowChanged.connect(self._show_part)
        self.reset.clicked.connect(session.brushes.reset)
        self.overwrite.clicked.connect(lambda: session.attempt(session.brushes.overwrite))
        self.save_as.clicked.connect(lambda: ask_preset_name(self, session))
        self.leave.clicked.connect(self.close)
        session.painting.tool_changed.connect(lambda _: self._on_changed())
        session.painting.brush_changed.connect(lambda _: self._on_changed())
        session.brushes.changed.connect(lambda _: self._on_changed())

    def _on_changed(self) -> None:
        if self.isVisible():
            self._show_brush()

    def _show_part(self, row: int) -> None:
        self.stack.setCurrentIndex(min(row, _PAGES))
        if row >= _PAGES:
            self.dynamics.show_trait(tuple(Trait)[row - _PAGES])

    def _show_brush(self) -> None:
        brush, brushes = brush_in_hand(self._session), self._session.brushes
        tool = tool_with_brush(self._session)
        preset = brushes.chosen_preset
        name = title_of(preset) if preset else tool_title(tool)
        self.title.setText(tr("{name}, changed", name=name) if brushes.is_changed else name)
        self.preview.show_brush(brush, use_of(tool))
        for page in self.pages:
            page.show_brush(brush)
        notes = tip_title(brush.tip), paper_title(brush.texture) if brush.texture else "", ""
        for row, note in enumerate((*notes, *(led_by(brush, trait) for trait in Trait))):
            for role in (_NOTE, Qt.ItemDataRole.AccessibleDescriptionRole):
                self.parts.item(row).setData(role, note)
        self.overwrite.setEnabled(brushes.is_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Nobody looked until now."""
        super().showEvent(event)
        self._show_brush()


class _PartRow(QStyledItemDelegate):
    """The name of a part, and at its right end, small, what there is to it now."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: _Index,  # noqa: ARG002
    ) -> QSize:
        """Room for a finger."""
        return QSize(_PARTS_WIDTH - 8, option.fontMetrics.height() + 12)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        """Draw the row and the note."""
        super().paint(painter, option, index)
        title, note = str(index.data()), str(index.data(_NOTE) or "")
        inside: QRect = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = _Role.Text if is_chosen else _Role.PlaceholderText
        painter.setPen(option.palette.color(role))
        inside.setLeft(inside.left() + option.fontMetrics.horizontalAdvance(title) + 10)
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, inside.width())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, middle, words)
        painter.restore()


def _part_list() -> QListWidget:
    parts = QListWidget()
    parts.setAccessibleName(tr("Parts of the brush"))
    parts.setFixedWidth(_PARTS_WIDTH)
    parts.setItemDelegate(_PartRow(parts))
    parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    titles = tr("Tip"), tr("Paper"), tr("Stroke"), *map(trait_title, Trait)
    for title in titles:
        parts.addItem(QListWidgetItem(title))
    return parts
