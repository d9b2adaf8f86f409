"""One row of the layer list: eye, thumbnail, name, and what is special about the layer."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from studio.document.blending import BlendMode
from studio.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Label,
    Layer,
    LayerId,
    LayerMask,
    PaintLayer,
    TextLayer,
)
from studio.panels.icons import pixmap
from studio.panels.layer_labels import LABEL_COLOURS
from studio.panels.line import Line
from studio.text import tr

LAYER_ID = Qt.ItemDataRole.UserRole
THUMBNAIL = QSize(44, 34)
_HEIGHT, _EYE, _SIDE, _GAP = 42, 26, 16, 6
_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_RELEASE = (QEvent.Type.MouseButtonRelease,)


class RowPart(Enum):
    """What of a row can be clicked."""

    eye = "eye"
    spark = "spark"
    lock = "lock"
    alpha = "alpha"
    picture = "picture"
    mask = "mask"


class LayerRow(QStyledItemDelegate):
    """Draws rows; clicks on the little icons go to `on_part`, names to `on_renamed`."""

    def __init__(
        self,
        parent: QWidget,
        *,
        layer_of: Callable[[LayerId], Layer],
        thumbnail_of: Callable[[Layer], QPixmap],
        mask_thumbnail_of: Callable[[Layer, LayerMask], QPixmap],
        in_hand: Callable[[Layer], RowPart | None],
        on_part: Callable[[LayerId, RowPart, Qt.KeyboardModifier], None],
        on_renamed: Callable[[LayerId, str], None],
    ) -> None:
        super().__init__(parent)
        self._layer_of = layer_of
        self._thumbnail_of = thumbnail_of
        self._mask_thumbnail_of = mask_thumbnail_of
        self._in_hand = in_hand
        self._on_part = on_part
        self._on_renamed = on_renamed

    def _draw_eye(self, painter: QPainter, row: QRect, layer: Layer, colour: QColor) -> None:
        name = "eye" if layer.properties.visible else "eye-off"
        icon = pixmap(name, colour, _SIDE)
        painter.setOpacity(1.0 if layer.properties.visible else 0.45)
        painter.drawPixmap(_centred(QRect(row.left(), row.top(), _EYE, row.height())), icon)
        painter.setOpacity(1.0)

    def _draw_thumbnail(
        self, painter: QPainter, option: QStyleOptionViewItem, layer: Layer, colour: QColor
    ) -> None:
        box = _picture_place(option.rect)
        if (icon := _icon_of(layer)) is not None:
            painter.drawPixmap(_centred(box, 22), pixmap(icon, colour, 22))
        else:
            place = _draw_framed(painter, box, self._thumbnail_of(layer))
            if layer.mask is not None and self._in_hand(layer) is RowPart.picture:
                _draw_in_hand(painter, place, option.palette)
        if layer.mask is None:
            return
        picture = self._mask_thumbnail_of(layer, layer.mask)
        place = _draw_framed(painter, _mask_place(option.rect), picture)
        if not layer.mask.is_on:
            painter.setPen(QPen(QColor(220, 60, 60), 2))
            painter.drawLine(place.bottomLeft(), place.topRight())
        if self._in_hand(layer) is RowPart.mask:
            _draw_in_hand(painter, place, option.palette)

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, layer: Layer, colour: QColor
    ) -> None:
        row: QRect = option.rect
        right = row.right() - len(_parts_of(layer)) * (_SIDE + _GAP) - _GAP
        words = QRect(0, row.top(), 0, row.height())
        words.setLeft(_words_left(row, layer))
        words.setRight(right)
        metrics = QFontMetrics(option.font)
        name = metrics.elidedText(layer.properties.name, Qt.TextElideMode.ElideRight, words.width())
        detail = _detail_of(layer)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        painter.setPen(colour)
        if not detail:
            painter.drawText(words, middle, name)
            return
        upper = words.adjusted(0, 4, 0, -words.height() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignBottom, name)
        painter.setOpacity(0.65)
        small = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, words.width())
        lower = words.adjusted(0, words.height() // 2 + 1, 0, 0)
        painter.drawText(lower, Qt.AlignmentFlag.AlignTop, small)
        painter.setOpacity(1.0)

    def _part_at(self, row: QRect, layer: Layer, at: QPoint) -> RowPart | None:
        if at.x() < row.left() + _EYE:
            return RowPart.eye
        for number, (part, _) in enumerate(_parts_of(layer)):
            if _part_place(row, number).adjusted(-3, -8, 3, 8).contains(at):
                return part
        if layer.mask is not None and _mask_place(row).contains(at):
            return RowPart.mask
        return RowPart.picture if _picture_place(row).contains(at) else None

    def is_button_at(self, row: QRect, id: LayerId, event: QMouseEvent) -> bool:  # noqa: A002
        """Whether an event is for a little icon or a mask, not for the row."""
        part = self._part_at(row, self._layer_of(id), event.position().toPoint())
        return _is_button(part, event.modifiers())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """As high as a thumbnail needs."""
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        layer = self._layer_of(LayerId(index.data(LAYER_ID)))
        palette: QPalette = option.palette
        style: QStyle = option.widget.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        colour = palette.color(_Role.Text)
        if self._in_hand(layer) is not None:
            # Along the edge of the list: of several chosen, this is the active one.
            bar = QRect(0, option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, palette.color(_Role.Highlight))
        if layer.properties.label is not Label.none:
            stripe = QRect(option.rect.left(), option.rect.top(), 4, option.rect.height() - 1)
            painter.fillRect(stripe, LABEL_COLOURS[layer.properties.label])
        self._draw_eye(painter, option.rect, layer, colour)
        self._draw_thumbnail(painter, option, layer, colour)
        self._draw_words(painter, option, layer, colour)
        for number, (_, icon) in enumerate(_parts_of(layer)):
            place = _part_place(option.rect, number)
            painter.drawPixmap(place.topLeft(), pixmap(icon, colour, _SIDE))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """A click on a little icon is for it alone."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            id = LayerId(index.data(LAYER_ID))  # noqa: A001
            part = self._part_at(option.rect, self._layer_of(id), event.position().toPoint())
            if part is not None:
                # An eye at once: the pointer may go on over others.
                if event.type() in (_PRESSES if part is RowPart.eye else _RELEASE):
                    self._on_part(id, part, event.modifiers())
                return _is_button(part, event.modifiers())
        return super().editorEvent(event, model, option, index)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """What a click, with which keys, does just there."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        layer = self._layer_of(LayerId(index.data(LAYER_ID)))
        part = self._part_at(option.rect, layer, event.pos())
        QToolTip.showText(event.globalPos(), _tip_of(part, layer), view)
        return True

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: _Index,  # noqa: ARG002
    ) -> QWidget:
        """For the name: a line that Enter ends."""
        line = Line(parent)
        line.setFrame(False)
        return line

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:  # noqa: ARG002
        """The name was typed."""
        name = str(editor.property("text")).strip()
        if name:
            self._on_renamed(LayerId(index.data(LAYER_ID)), name)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        """The entry lies where the name is."""
        row: QRect = option.rect
        left = _words_left(row, self._layer_of(LayerId(index.data(LAYER_ID)))) - 5
        editor.setGeometry(QRect(left, row.top() + 8, row.right() - left - 4, row.height() - 16))


def _is_button(part: RowPart | None, keys: Qt.KeyboardModifier) -> bool:
    """Whether a click on a part is for it alone; by its picture a row is chosen and dragged."""
    if part is RowPart.picture:
        return Qt.KeyboardModifier.ControlModifier in keys
    return part is not None


def _tip_of(part: RowPart | None, layer: Layer) -> str:
    tips = {
        RowPart.eye: tr("Show or hide; drag over several. Alt+click shows it alone."),
        RowPart.spark: tr("Re-roll"),
        RowPart.lock: tr("Unlock layer"),
        RowPart.alpha: tr("Unlock alpha"),
        RowPart.mask: tr("Paint on the mask. Ctrl+click selects what it shows."),
        RowPart.picture: tr("Paint on the layer. Ctrl+click selects what is painted."),
    }
    return tips[part] if part is not None else layer.properties.name


def _icon_of(layer: Layer) -> str | None:
    """What stands for a layer whose picture would say less."""
    match layer:
        case GroupLayer():
            return "folder"
        case AdjustmentLayer():
            return "contrast"
        case TextLayer():
            return "type"
        case _:
            return None


def _parts_of(layer: Layer) -> tuple[tuple[RowPart, str], ...]:
    """The little icons from the right, each with what it stands for."""
    marks = (
        (layer.properties.locked, RowPart.lock, "lock"),
        (layer.properties.alpha_locked, RowPart.alpha, "grid-2x2"),
        (isinstance(layer, PaintLayer) and bool(layer.recipe), RowPart.spark, "sparkles"),
    )
    return tuple((part, icon) for holds, part, icon in marks if holds)


def _detail_of(layer: Layer) -> str:
    """Blend mode and opacity where they are not the usual ones."""
    properties = layer.properties
    words = []
    if properties.foreign_blend:
        words.append(properties.foreign_blend)
    elif properties.blend is not BlendMode.normal:
        words.append(properties.blend.title)
    if properties.opacity < 1:
        words.append(f"{round(properties.opacity * 100)} %")
    if properties.pass_through:
        words.append(tr("pass-through"))
    if properties.clipped:
        words.append(tr("clipped"))
    return " · ".join(words)


def _part_place(row: QRect, number: int) -> QRect:
    left = row.right() - (number + 1) * (_SIDE + _GAP)
    return QRect(left, row.top() + (row.height() - _SIDE) // 2, _SIDE, _SIDE)


def _picture_place(row: QRect) -> QRect:
    return QRect(QPoint(row.left() + _EYE, row.top() + 4), THUMBNAIL)


def _mask_place(row: QRect) -> QRect:
    return _picture_place(row).translated(THUMBNAIL.width() + 3, 0)


def _words_left(row: QRect, layer: Layer) -> int:
    last = _picture_place(row) if layer.mask is None else _mask_place(row)
    return last.right() + 10


def _draw_framed(painter: QPainter, box: QRect, picture: QPixmap) -> QRect:
    """Draw a picture in the middle of a box; where it is."""
    size = picture.deviceIndependentSize().toSize()
    at = box.center() - QRect(QPoint(0, 0), size).center()
    painter.drawPixmap(at, picture)
    painter.setPen(QColor(0, 0, 0, 110))
    place = QRect(at, size)
    painter.drawRect(place.adjusted(0, 0, -1, -1))
    return place


def _draw_in_hand(painter: QPainter, place: QRect, palette: QPalette) -> None:
    """Which of picture and mask the brush works on."""
    painter.setPen(QPen(palette.color(_Role.BrightText), 1))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.setPen(QPen(palette.color(_Role.Highlight), 1))
    painter.drawRect(place.adjusted(-2, -2, 1, 1))


def _centred(box: QRect, side: int = _SIDE) -> QPoint:
    return QPoint(box.center().x() - side // 2 + 1, box.center().y() - side // 2 + 1)
