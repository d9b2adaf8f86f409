"""Menus and keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from studio.panels.buttons import tooltip
from studio.session.actions.action import Action, Menu
from studio.session.actions.kin import FIRST_OF_KIN
from studio.session.actions.shortcuts import on_both_enters
from studio.session.session import Session
from studio.window.menu_titles import menu_titles, place_of

_ROLES = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Menus:
    """The menu bar of a window. Enabled and checked follow the session."""

    def __init__(self, window: QMainWindow, session: Session, actions: Iterable[Action]) -> None:
        self._window = window
        self._session = session
        self._menus = self._make_menus()
        self._actions: list[tuple[Action, QAction]] = []
        self._following = QTimer(window)
        self._following.setSingleShot(True)
        self._following.setInterval(20)
        self._following.timeout.connect(self.show_states)
        for action in actions:
            self._add(action)
        self._listen()
        self.show_states()

    def menu(self, menu: Menu) -> QMenu:
        """One of the menus, to put more into it."""
        return self._menus[menu]

    def action(self, name: str) -> QAction:
        """What Qt has for the action of that id."""
        return next(shown for action, shown in self._actions if action.id == name)

    def show_states(self) -> None:
        """Ask every action whether it can be done, and whether it is on."""
        for action, shown in self._actions:
            shown.setEnabled(action.is_enabled())
            if action.is_checked is not None:
                shown.setChecked(action.is_checked())

    def show_keys(self, actions: Mapping[str, Action]) -> None:
        """Give every action the keys it has among these."""
        self._actions = [(actions[action.id], shown) for action, shown in self._actions]
        for action, shown in self._actions:
            _show_keys(shown, action)

    def rest(self) -> None:
        """Look no more until something happens."""
        self._following.stop()

    def _make_menus(self) -> dict[Menu, QMenu]:
        bar = self._window.menuBar()
        menus = {menu: bar.addMenu(title) for menu, title in menu_titles().items()}
        for menu in menus.values():
            menu.aboutToShow.connect(self.show_states)
        return menus

    def _add(self, action: Action) -> None:
        menu = self._menu_of(action)
        _divide(menu, action)
        shown = QAction(action.title, self._window)
        shown.setObjectName(action.id)
        _show_keys(shown, action)
        shown.setStatusTip(action.tip)
        # Where macOS has a place of its own for it; by its words it would guess, in English only.
        shown.setMenuRole(_ROLES.get(action.id, QAction.MenuRole.NoRole))
        shown.setCheckable(action.is_checked is not None)
        shown.triggered.connect(lambda: self._run(action))
        menu.addAction(shown)
        # Also of the window: its keys work while the menu bar is hidden.
        self._window.addAction(shown)
        self._actions.append((action, shown))

    def _menu_of(self, action: Action) -> QMenu:
        if action.menu not in self._menus:
            outside, title = place_of(action.menu)
            _divide(self._menus[outside], action)
            inside = self._menus[outside].addMenu(title)
            inside.aboutToShow.connect(self.show_states)
            self._menus[action.menu] = inside
        return self._menus[action.menu]

    def _run(self, action: Action) -> None:
        self._session.attempt(action.run)
        self.show_states()

    def _listen(self) -> None:
        """One look a moment after anything happened: a stroke tells it a thousand times."""
        session = self._session

        def follow(_: object) -> None:
            if not self._following.isActive():
                self._following.start()

        session.easel.document_changed.connect(follow)
        session.easel.document_replaced.connect(follow)
        session.easel.active_changed.connect(follow)
        session.painting.tool_changed.connect(follow)
        session.candidates.changed.connect(follow)
        session.unfinished.changed.connect(follow)
        session.painting.mirroring.changed.connect(follow)
        session.guiding.changed.connect(follow)
        session.repainting.jobs.changed.connect(follow)
        session.filing.state_changed.connect(follow)


def _divide(menu: QMenu, action: Action) -> None:
    if action.id in FIRST_OF_KIN and not menu.isEmpty():
        menu.addSeparator()


def _show_keys(shown: QAction, action: Action) -> None:
    shown.setShortcuts([QKeySequence(key) for key in on_both_enters(action.keys)])
    shown.setToolTip(tooltip(action.title, action.tip, action.keys))
