"""What was done, and what can be done again."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from studio.document.document import Document
from studio.panels.slider import Scale, ValueSlider
from studio.session.session import Session
from studio.text import tr

_Index: TypeAlias = QModelIndex | QPersistentModelIndex

# A painter with much memory has a long way to drag: small limits get more of the bar.
MEGABYTES = Scale(64, 16384, 64, suffix=" MB", bend=3)


class _Steps(QAbstractListModel):
    """Row n: the picture with n steps in effect."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = parent.palette
        self._titles: tuple[str, ...] = ()
        self._position = 0

    def show_steps(self, titles: tuple[str, ...], position: int) -> None:
        """Show the history of a document."""
        self.beginResetModel()
        self._titles, self._position = titles, position
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One row more than there are steps."""
        return 0 if parent.isValid() else len(self._titles) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title of a step; dim when it is taken back."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[index.row() - 1] if index.row() else tr("As opened")
        if role == Qt.ItemDataRole.ForegroundRole and index.row() > self._position:
            return self._palette().color(QPalette.ColorRole.PlaceholderText)
        return None


class HistoryPanel(QWidget):
    """The steps of the document, a click goes there; and how much memory they may take."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._steps = _Steps(self)
        self.list = QListView()
        self.list.setModel(self._steps)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("History"))
        self.list.clicked.connect(self._go_to)
        self.list.activated.connect(self._go_to)
        self.memory = ValueSlider(tr("Undo memory"), MEGABYTES)
        self.memory.caption = self._used_of
        self.memory.setToolTip(
            tr("What the steps take, and may take at most. Beyond that the oldest are forgotten.")
        )
        self.memory.edited.connect(self._limit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.list)
        layout.addWidget(self.memory)
        session.preferences.changed.connect(lambda _: self._show_limit())
        self._show_limit()
        session.easel.document_replaced.connect(self._follow)
        self._follow(session.easel.document)

    def _follow(self, document: Document) -> None:
        document.history.changed.connect(lambda _: self._show_history(document))
        self._show_history(document)

    def _show_history(self, document: Document) -> None:
        if document is not self._session.easel.document:
            return
        history = document.history
        self._steps.show_steps(history.titles, history.position)
        current = self._steps.index(history.position)
        self.list.setCurrentIndex(current)
        self.list.scrollTo(current)
        self.memory.update()

    def _show_limit(self) -> None:
        self.memory.show_value(self._session.preferences.current.undo_megabytes)

    def _limit(self, megabytes: float) -> None:
        preferences = self._session.preferences
        preferences.change(replace(preferences.current, undo_megabytes=round(megabytes)))

    def _used_of(self, limit: float) -> str:
        used = self._session.easel.document.history.nbytes
        return tr("{used} of {limit} MB", used=round(used / (1 << 20)), limit=round(limit))

    def _go_to(self, index: QModelIndex) -> None:
        self._session.writing.commit()
        self._session.easel.document.history.go_to(index.row())
