"""Results to choose from: look at one in place, keep it, or drop it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.geometry import Extent
from studio.panels.buttons import tooltip
from studio.panels.candidate_tile import SIDE, CandidateTile
from studio.panels.icons import dress
from studio.panels.nothing import words_where_nothing_is
from studio.panels.thumbnails import picture_pixmap
from studio.region.place import picture_of
from studio.session.actions.action import Action
from studio.session.repaint.candidates import Candidate, CandidateId
from studio.session.session import Session
from studio.text import tr

_ID = Qt.ItemDataRole.UserRole


class CandidateStrip(QListWidget):
    """Thumbnails in a flow. Hovering shows one in place; a click or an arrow key chooses it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        # What was shown before the pointer came: shown again when it leaves.
        self._chosen: CandidateId | None = None
        self._is_hovering = False
        self.setAccessibleName(tr("Candidates"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setItemDelegate(CandidateTile(self))
        self.setIconSize(QSize(SIDE, SIDE))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemEntered.connect(self._on_hovered)
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemDoubleClicked.connect(lambda item: self.keep(_id_of(item)))
        session.candidates.changed.connect(lambda _: self.show_candidates())
        self.show_candidates()

    def show_candidates(self) -> None:
        """Show those that wait, and which is shown in place."""
        candidates = self._session.candidates
        here = {_id_of(self.item(row)) for row in range(self.count())}
        waiting = {one.id for one in candidates.waiting}
        self.blockSignals(True)  # noqa: FBT003
        for row in reversed(range(self.count())):
            if _id_of(self.item(row)) not in waiting:
                self.takeItem(row)
        for candidate in candidates.waiting:
            if candidate.id not in here:
                self.addItem(self._item_of(candidate))
        if not self._is_hovering:
            self._choose(candidates.shown)
        self.blockSignals(False)  # noqa: FBT003

    def keep(self, id: CandidateId) -> None:  # noqa: A002
        """Make it a layer."""
        self._session.attempt(lambda: self._session.candidates.keep(id))

    def _choose(self, id: CandidateId | None) -> None:  # noqa: A002
        self._chosen = id
        rows = [row for row in range(self.count()) if _id_of(self.item(row)) == id]
        if rows:
            self.setCurrentRow(rows[0])
        else:
            self.setCurrentItem(None)  # type: ignore[call-overload]  # Qt takes it, the stubs do not
            self.clearSelection()

    def _item_of(self, candidate: Candidate) -> QListWidgetItem:
        # What would land: the same function that shows it in place, and lands it.
        landing = picture_of(candidate.request, candidate.result.pixels)
        picture = picture_pixmap(landing, Extent(SIDE, SIDE), self.devicePixelRatioF())
        item = QListWidgetItem(QIcon(picture), "")
        recipe = candidate.request.recipe
        item.setData(_ID, int(candidate.id))
        seed = tr("Seed {seed}", seed=candidate.result.seed)
        seconds = tr("{seconds} s", seconds=round(candidate.result.seconds, 1))
        item.setToolTip(tooltip(recipe.prompt or tr("No prompt"), f"{seed} · {seconds}"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{recipe.prompt}, {seed}")
        return item

    def _on_hovered(self, item: QListWidgetItem) -> None:
        self._is_hovering = True
        self._session.candidates.show(_id_of(item))

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._chosen = _id_of(item)
            self._session.candidates.show(self._chosen)

    def leaveEvent(self, event: QEvent) -> None:
        """Show again what was chosen."""
        super().leaveEvent(event)
        if self._is_hovering:
            self._is_hovering = False
            waiting = {one.id for one in self._session.candidates.waiting}
            self._session.candidates.show(self._chosen if self._chosen in waiting else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the thumbnails shows the painting alone."""
        super().mousePressEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self._session.candidates.show(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Delete drops, arrows go on."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep(_id_of(item))
        elif item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._session.candidates.drop(_id_of(item))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Delete and Enter are this list's own while it has the focus."""
        own = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)


class CandidatesPanel(QWidget):
    """The strip, and Keep and Drop."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.strip = CandidateStrip(session)
        self._verbs = tuple(actions[one] for one in ("keep", "drop", "candidate_settings"))
        self.keep = self._verb(actions["keep"], "check", tr("Keep"))
        self.drop = self._verb(actions["drop"], "x", tr("Drop"))
        verbs = QHBoxLayout()
        verbs.setSpacing(5)
        verbs.addWidget(self.keep, 1)
        verbs.addWidget(self.drop, 1)
        self._empty = words_where_nothing_is(
            tr("Repaints appear here. Look at each in place, then keep or drop it.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.strip)
        layout.addLayout(self._pages, 1)
        layout.addLayout(verbs)
        session.candidates.changed.connect(lambda _: self._show_candidates())
        session.live.changed.connect(lambda _: self._show_candidates())
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.strip.customContextMenuRequested.connect(self._show_menu)
        self._show_candidates()

    def menu(self) -> QMenu:
        """What can be done with the candidate shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._verbs:
            shown = menu.addAction(action.title, partial(self._session.attempt, action.run))
            shown.setEnabled(action.is_enabled())
        return menu

    def _show_menu(self, place: QPoint) -> None:
        if self.strip.indexAt(place).isValid():
            self.menu().popup(self.strip.viewport().mapToGlobal(place))

    def _verb(self, action: Action, icon: str, title: str) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("primary", action.id == "keep")
        dress(button, icon)
        button.setObjectName(action.id)
        button.setToolTip(tooltip(action.title, action.tip, action.keys))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._session.attempt(action.run))
        return button

    def _show_candidates(self) -> None:
        candidates = self._session.candidates
        self._pages.setCurrentIndex(1 if candidates.waiting else 0)
        self.keep.setEnabled(candidates.shown is not None or self._session.live.is_shown)
        self.drop.setEnabled(candidates.shown is not None)


def _id_of(item: QListWidgetItem) -> CandidateId:
    return CandidateId(item.data(_ID))
