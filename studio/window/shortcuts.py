"""Every action and its keys, to look up and to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.panels.buttons import key_words
from studio.session.actions.action import Action, Menu
from studio.session.actions.shortcuts import (
    Preset,
    Shortcuts,
    is_held,
    is_of_the_brush,
    same_key_in,
)
from studio.session.preferences import PreferencesFile
from studio.text import tr
from studio.window.menu_titles import plain_title

_ID = Qt.ItemDataRole.UserRole


class ShortcutsPage(QWidget):
    """Search, choose an action, record a key; what is changed holds at once."""

    def __init__(self, preferences: PreferencesFile, actions: Iterable[Action]) -> None:
        super().__init__()
        self._preferences = preferences
        self._actions = {action.id: action for action in actions}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search by name or key"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("Keys as in"))
        for preset, title in ((Preset.photoshop, "Photoshop"), (Preset.krita, "Krita")):
            self.preset.addItem(tr("Keys as in {program}", program=title), preset)
        self.table = _table()
        self.editor = KeyEditor(self)
        self.reset_all = QPushButton(tr("Reset all keys"))
        self._lay_out()
        self._fill()
        self.search.textChanged.connect(lambda _: self._show_found())
        self.preset.activated.connect(lambda _: self._use_preset())
        self.table.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.reset_all.clicked.connect(lambda: self.use(Shortcuts(self.shortcuts.preset)))
        disconnect = preferences.changed.connect(lambda _: self.show_keys())
        self.destroyed.connect(disconnect)
        self.show_keys()

    @property
    def shortcuts(self) -> Shortcuts:
        """The keys there are now."""
        return self._preferences.current.shortcuts

    @property
    def actions_known(self) -> tuple[Action, ...]:
        """All that can have keys."""
        return tuple(self._actions.values())

    def use(self, shortcuts: Shortcuts) -> None:
        """Let keys be these from now on."""
        self._preferences.change(replace(self._preferences.current, shortcuts=shortcuts))

    def choose(self, name: str) -> None:
        """Go to the action of that id."""
        self.table.setCurrentItem(self._rows[name])

    def show_keys(self) -> None:
        """Show what keys there are now."""
        shortcuts = self.shortcuts
        self.preset.setCurrentIndex(self.preset.findData(shortcuts.preset))
        for name, row in self._rows.items():
            action = self._actions[name]
            row.setText(1, _words_of(shortcuts.keys_of(action)))
            font = row.font(1)
            font.setBold(shortcuts.is_chosen(action))
            row.setFont(1, font)
        self.reset_all.setEnabled(bool(shortcuts.chosen))
        self._show_chosen()

    def _use_preset(self) -> None:
        self.use(replace(self.shortcuts, preset=self.preset.currentData()))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.preset)
        above.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.editor)

    def _fill(self) -> None:
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[Menu, QTreeWidgetItem] = {}
        for action in self._actions.values():
            if action.menu not in self._groups:
                group = QTreeWidgetItem(self.table, [plain_title(action.menu)])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._groups[action.menu] = group
            row = QTreeWidgetItem(self._groups[action.menu], [action.title.rstrip("…")])
            row.setData(0, _ID, action.id)
            row.setToolTip(0, action.tip)
            self._rows[action.id] = row
        self.table.expandAll()
        self.table.setCurrentItem(next(iter(self._rows.values())))

    def _show_found(self) -> None:
        """Only what is called so, or has such a key; groups with nothing in them are gone."""
        wanted = self.search.text().casefold().strip()
        for row in self._rows.values():
            words = f"{row.text(0)}\n{row.text(1)}".casefold()
            row.setHidden(wanted not in words)
        shown = {self._actions[name].menu for name, row in self._rows.items() if not row.isHidden()}
        for menu, group in self._groups.items():
            group.setHidden(menu not in shown)
        current = self.table.currentItem()
        if current is None or current.isHidden():
            found = (row for row in self._rows.values() if not row.isHidden())
            at = next((self.table.indexFromItem(row) for row in found), QModelIndex())
            self.table.setCurrentIndex(at)

    def _show_chosen(self) -> None:
        current = self.table.currentItem()
        name = current.data(0, _ID) if current is not None else None
        self.editor.show_action(self._actions[name] if name else None)


class KeyEditor(QWidget):
    """The keys of one action: each can be taken away, another recorded."""

    def __init__(self, page: ShortcutsPage) -> None:
        super().__init__()
        self._page = page
        self._action: Action | None = None
        self._wanted = ""
        self.title = QLabel()
        self.keys: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self.record = QKeySequenceEdit()
        self.record.setMaximumSequenceLength(1)
        self.record.setAccessibleName(tr("Record a key"))
        self.record.setToolTip(tr("Click here, then press the key."))
        self.record.setFixedWidth(150)
        self.reset = QPushButton(tr("Reset"))
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.take = QPushButton(tr("Take it from there"))
        self.leave = QPushButton(tr("Leave it"))
        self._lay_out()
        self.record.keySequenceChanged.connect(self._on_recorded)
        self.reset.clicked.connect(self._reset)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(lambda: self.show_action(self._action))

    def show_action(self, action: Action | None) -> None:
        """Show the keys of an action; of none, nothing can be changed."""
        self._action, self._wanted = action, ""
        shortcuts = self._page.shortcuts
        self.setEnabled(action is not None)
        self.title.setText(action.title if action else "")
        self._show_warning(())
        for button in self.keys:
            button.deleteLater()
        self.keys = [self._key_button(key) for key in shortcuts.keys_of(action)] if action else []
        for place, button in enumerate(self.keys):
            self._row.insertWidget(1 + place, button)
        self.reset.setEnabled(action is not None and shortcuts.is_chosen(action))

    def _key_button(self, key: str) -> QPushButton:
        words = key_words(key)
        button = QPushButton(f"{words}   ×")
        button.setAccessibleName(tr("Take away {key}", key=words))
        button.setToolTip(tr("Take away {key}", key=words))
        button.clicked.connect(partial(self._remove, key))
        return button

    def _lay_out(self) -> None:
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        self._row.addWidget(QLabel(tr("Record a key")))
        self._row.addWidget(self.record)
        self._row.addWidget(self.reset)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.warning, 1)
        below.addWidget(self.take)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._row)
        layout.addLayout(below)

    def _show_warning(self, rivals: tuple[Action, ...]) -> None:
        names = ", ".join(f"“{rival.title}”" for rival in rivals)
        words = tr("{key} is for {names} already.", key=key_words(self._wanted), names=names)
        self.warning.setText(words if rivals else "")
        for widget in (self.take, self.leave):
            widget.setVisible(bool(rivals))

    def _on_recorded(self, sequence: QKeySequence) -> None:
        key, action = sequence.toString(QKeySequence.SequenceFormat.PortableText), self._action
        if not key or action is None:
            return
        self.record.blockSignals(True)  # noqa: FBT003
        self.record.clear()
        self.record.blockSignals(False)  # noqa: FBT003
        page = self._page
        self._wanted = key
        if is_held(key):
            self.warning.setText(tr("{key} is held to move the canvas.", key=key_words(key)))
            return
        rivals = page.shortcuts.rivals(action, key, page.actions_known)
        if rivals:
            self._show_warning(rivals)
        elif not same_key_in(key, page.shortcuts.keys_of(action)):
            page.use(page.shortcuts.assigned(action, (*page.shortcuts.keys_of(action), key)))
            if is_of_the_brush(key):
                words = tr("{key} changes the brush no longer.", key=key_words(key))
                self.warning.setText(words)

    def _take(self) -> None:
        page, action = self._page, self._action
        if action is not None:
            page.use(page.shortcuts.moved(self._wanted, action, page.actions_known))

    def _remove(self, key: str) -> None:
        page, action = self._page, self._action
        if action is not None:
            kept = [one for one in page.shortcuts.keys_of(action) if one != key]
            page.use(page.shortcuts.assigned(action, kept))

    def _reset(self) -> None:
        if self._action is not None:
            self._page.use(self._page.shortcuts.reset(self._action))


def _words_of(keys: tuple[str, ...]) -> str:
    """Both Enter keys are printed alike."""
    return ", ".join(dict.fromkeys(key_words(key) for key in keys))


def _table() -> QTreeWidget:
    table = QTreeWidget()
    table.setAccessibleName(tr("Actions and their keys"))
    table.setColumnCount(2)
    table.setHeaderLabels([tr("Action"), tr("Keys")])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
    table.header().resizeSection(1, 260)
    table.header().setStretchLastSection(False)
    return table
