"""The layers as a tree, the topmost first."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QDropEvent, QHideEvent, QMouseEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from studio.document.changes import (
    Change,
    ExtentChanged,
    LayerShownDifferently,
    PixelsChanged,
    TreeChanged,
    each,
)
from studio.document.layers import FillLayer, GroupLayer, Layer, LayerId, LayerMask, TextLayer
from studio.geometry import Extent
from studio.panels.eye_sweep import EyeSweep
from studio.panels.layer_filter import LayerFilter
from studio.panels.layer_row import LAYER_ID, THUMBNAIL, LayerRow, RowPart
from studio.panels.outgoing import OutgoingPicture
from studio.panels.thumbnails import layer_pixmap, mask_pixmap
from studio.session.actions.text import edit_text
from studio.session.files.outgoing import file_of_layer
from studio.session.session import Session
from studio.text import tr

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Place: TypeAlias = tuple[LayerId, int]
_Above = QAbstractItemView.DropIndicatorPosition.AboveItem
_Below = QAbstractItemView.DropIndicatorPosition.BelowItem
_On = QAbstractItemView.DropIndicatorPosition.OnItem
_Select = QItemSelectionModel.SelectionFlag
# Thumbnails follow when the hand rests: a stroke must not wait for them.
_REST_MS = 250
# A folded group opens when something is held over it; near an edge the list scrolls by itself.
_OPENS_MS = 600
_SCROLLS_AT = 26
# Nobody else's rows, nor those of another window of ours, can be dropped here.
_ROWS = f"application/x-repaint-studio-layers-{os.getpid()}"


class LayerTree(QTreeWidget):
    """Shows the layers of the document and lets one choose, rename, and drag them."""

    def __init__(
        self, session: Session, on_part: Callable[[LayerId, RowPart, Qt.KeyboardModifier], None]
    ) -> None:
        super().__init__()
        self._session = session
        self.sweep = EyeSweep(session)
        self._filter = LayerFilter()
        self._items: dict[LayerId, QTreeWidgetItem] = {}
        self._thumbnails: dict[LayerId, QPixmap] = {}
        self._masks: dict[LayerId, QPixmap] = {}
        self._stale: set[LayerId] = set()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._renew_thumbnails)
        self._set_up()
        self._row = LayerRow(
            self,
            layer_of=lambda id: session.easel.document.layer(id),  # noqa: A006
            thumbnail_of=self._thumbnail,
            mask_thumbnail_of=self._mask_thumbnail,
            in_hand=self._in_hand,
            on_part=on_part,
            on_renamed=self._rename,
        )
        self.setItemDelegate(self._row)
        self.itemSelectionChanged.connect(self._choose)
        session.easel.document_replaced.connect(lambda _: self._start_over())
        session.easel.document_changed.connect(self._on_document_changed)
        session.easel.active_changed.connect(lambda _: self._show_chosen())
        session.chosen.changed.connect(lambda _: self._show_chosen())
        self._show_tree()

    def show_only(self, wanted: LayerFilter) -> None:
        """Leave out the rows of layers that are not wanted, until that is said otherwise."""
        self._filter = wanted
        self._show_wanted()

    def _show_wanted(self) -> None:
        document = self._session.easel.document
        for key, item in self._items.items():
            item.setHidden(not self._filter.is_open and not self._filter.lets(document.layer(key)))

    def _set_up(self) -> None:
        self.setHeaderHidden(True)
        self.setAccessibleName(tr("Layers"))
        self.setIndentation(14)
        self.setIconSize(THUMBNAIL)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(_OPENS_MS)
        self.setAutoScrollMargin(_SCROLLS_AT)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _start_over(self) -> None:
        self._thumbnails.clear()
        self._masks.clear()
        self._stale.clear()
        self._show_tree()

    def _on_document_changed(self, change: Change) -> None:
        for one in each(change):
            match one:
                case TreeChanged():
                    self._show_tree()
                case LayerShownDifferently():
                    self._show_layer(one.layer)
                case ExtentChanged():
                    self._start_over()
                case PixelsChanged():
                    self._stale.add(one.layer)
                    if self.isVisible():
                        self._resting.start()
                case _:
                    pass

    def _show_tree(self) -> None:
        """Build the rows anew; which groups are folded stays."""
        folded = {key for key, item in self._items.items() if not item.isExpanded()}
        self.blockSignals(True)  # noqa: FBT003
        self.clear()
        self._items.clear()
        root = self._session.easel.document.root
        for layer in reversed(root.children):
            self.addTopLevelItem(self._item_of(layer))
        for key, item in self._items.items():
            item.setExpanded(key not in folded)
        self.blockSignals(False)  # noqa: FBT003
        self._show_wanted()
        self._show_chosen()

    def _item_of(self, layer: Layer) -> QTreeWidgetItem:
        item = QTreeWidgetItem()
        item.setData(0, LAYER_ID, int(layer.id))
        item.setSizeHint(0, QSize(120, 42))
        flags = item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        holds = isinstance(layer, GroupLayer)
        dropping = Qt.ItemFlag.ItemIsDropEnabled
        item.setFlags(flags | dropping if holds else flags & ~dropping)
        self._items[layer.id] = item
        _describe(item, layer)
        if isinstance(layer, GroupLayer):
            for child in reversed(layer.children):
                item.addChild(self._item_of(child))
        return item

    def _show_layer(self, id: LayerId) -> None:  # noqa: A002
        item = self._items.get(id)
        self._masks.pop(id, None)
        if item is not None:
            layer = self._session.easel.document.layer(id)
            if isinstance(layer, FillLayer):
                self._thumbnails.pop(id, None)
            _describe(item, layer)
            self._show_wanted()
            self.viewport().update()

    def _show_chosen(self) -> None:
        """Mark the rows of the chosen layers; the keys go on from the active one."""
        ids = self._session.chosen.ids
        model = self.selectionModel()
        self.blockSignals(True)  # noqa: FBT003
        item = self._items.get(self._session.easel.active)
        if item is not None and item is not self.currentItem():
            model.setCurrentIndex(self.indexFromItem(item), _Select.NoUpdate)
            self.scrollToItem(item)
        for key, row in self._items.items():
            row.setSelected(key in ids)
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()

    def _choose(self) -> None:
        """Choose the layers whose rows are marked; the one clicked last is active."""
        ids = [_id_of(item) for item in self.selectedItems()]
        current = self.currentItem()
        is_marked = current is not None and current.isSelected()
        self._session.chosen.choose(ids, _id_of(current) if current and is_marked else None)
        self._show_chosen()

    def _rename(self, id: LayerId, name: str) -> None:  # noqa: A002
        before = self._session.easel.document.layer(id).properties
        renamed = replace(before, name=name)
        self._session.attempt(
            lambda: self._session.layering.set_properties(id, renamed, tr("Rename layer"))
        )

    def _thumbnail(self, layer: Layer) -> QPixmap:
        found = self._thumbnails.get(layer.id)
        if found is None:
            box = Extent(THUMBNAIL.width(), THUMBNAIL.height())
            extent = self._session.easel.document.extent
            found = layer_pixmap(layer, extent, box, self.devicePixelRatioF())
            self._thumbnails[layer.id] = found
        return found

    def _mask_thumbnail(self, layer: Layer, mask: LayerMask) -> QPixmap:
        found = self._masks.get(layer.id)
        if found is None:
            box = Extent(THUMBNAIL.width(), THUMBNAIL.height())
            extent = self._session.easel.document.extent
            found = mask_pixmap(mask, extent, box, self.devicePixelRatioF())
            self._masks[layer.id] = found
        return found

    def _in_hand(self, layer: Layer) -> RowPart | None:
        easel = self._session.easel
        if layer.id != easel.active:
            return None
        return RowPart.mask if easel.on_mask else RowPart.picture

    def _renew_thumbnails(self) -> None:
        for key in self._stale:
            self._thumbnails.pop(key, None)
            self._masks.pop(key, None)
        self._stale.clear()
        self.viewport().update()

    def _drop_place(self, event: QDropEvent) -> _Place:
        """The group and the index from the bottom, with the moved layers still where they are."""
        document = self._session.easel.document
        target = self.itemAt(event.position().toPoint())
        where = self.dropIndicatorPosition()
        if target is None:
            return document.root.id, 0
        layer = document.layer(_id_of(target))
        if isinstance(layer, GroupLayer):
            # Between a group and the first row in it is at the top in it.
            is_open = target.isExpanded() and bool(layer.children)
            if where is _On or (where is _Below and is_open):
                return layer.id, len(layer.children)
        parent, index = document.place_of(layer.id)
        return parent, index + (0 if where is _Below else 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._renew_thumbnails()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        super().hideEvent(event)
        self._resting.stop()

    def selectionCommand(
        self, index: _Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A click on a little icon chooses nothing."""
        if isinstance(event, QMouseEvent) and index.isValid():
            row = self.visualRect(index)
            if self._row.is_button_at(row, LayerId(index.data(LAYER_ID)), event):
                return _Select.NoUpdate
        return super().selectionCommand(index, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """From an eye on, over others."""
        if not self.sweep.is_on:
            super().mouseMoveEvent(event)
            return
        row = self.itemAt(self.viewport().width() // 2, round(event.position().y()))
        if row is not None:
            self.sweep.over(_id_of(row))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Whatever was swept over stays as it is."""
        self.sweep.end()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A text is written in, not renamed: it is called what it says."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            id = LayerId(index.data(LAYER_ID))  # noqa: A001
            is_button = self._row.is_button_at(self.visualRect(index), id, event)
            layer = self._session.easel.document.layer(id)
            if isinstance(layer, TextLayer) and not is_button:
                self._session.attempt(lambda: edit_text(self._session, id))
                return
        super().mouseDoubleClickEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: ARG002
        """Only copies leave: another program that moves would have the view take the rows away."""
        super().startDrag(Qt.DropAction.CopyAction)

    def mimeTypes(self) -> list[str]:
        """Rows of this list, and nothing else, can be dropped on it."""
        return [_ROWS]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """What is dragged: the chosen layers, which the session knows."""
        active = self._session.easel.active
        dragged = OutgoingPicture(lambda: self._file_of(active))
        dragged.setData(_ROWS, str(len(items)).encode())
        return dragged

    def _file_of(self, id: LayerId) -> Path | None:  # noqa: A002
        """For another program that a layer is dropped on."""
        made: list[Path] = []
        easel = self._session.easel
        self._session.attempt(lambda: made.append(file_of_layer(easel, id)))
        return made[0] if made else None

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask the session to move the chosen layers; the tree follows the document."""
        # Copy, so that the view does not take away rows that the change has already moved.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        place = self._drop_place(event)
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        if event.mimeData().hasFormat(_ROWS):
            self._session.attempt(lambda: self._session.together.move(*place))


def _id_of(item: QTreeWidgetItem) -> LayerId:
    return LayerId(item.data(0, LAYER_ID))


def _describe(item: QTreeWidgetItem, layer: Layer) -> None:
    """The name to read and edit; what the icons show, for those who cannot see them."""
    properties = layer.properties
    item.setText(0, properties.name)
    words = [properties.name]
    words += [tr("hidden")] if not properties.visible else []
    words += [tr("locked")] if properties.locked else []
    words += [tr("masked")] if layer.mask is not None and layer.mask.is_on else []
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
