"""One thumbnail of the strip of candidates."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
SIDE = 84
_AROUND = 8


class CandidateTile(QStyledItemDelegate):
    """The picture in the middle, a frame around the one that is chosen."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """The picture and a little air."""
        return QSize(SIDE + _AROUND, SIDE + _AROUND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one thumbnail."""
        picture: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        cell: QRect = option.rect
        size = picture.actualSize(QSize(SIDE, SIDE))
        corner = QPoint(
            cell.x() + (cell.width() - size.width()) // 2,
            cell.y() + (cell.height() - size.height()) // 2,
        )
        place = QRect(corner, size)
        picture.paint(painter, place)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_hovered:
            role = QPalette.ColorRole.Highlight if is_chosen else QPalette.ColorRole.Midlight
            painter.setPen(QPen(option.palette.color(role), 2))
            painter.drawRect(place.adjusted(-2, -2, 2, 2))
