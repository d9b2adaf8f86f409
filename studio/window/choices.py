"""The menus in menus: recent files, panels, theme and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from studio.session.preferences import PreferencesFile
from studio.text import LANGUAGES, tr
from studio.window.theme import ThemeName, theme_named


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, of which one holds."""

    value: str
    title: str
    is_chosen: bool


def theme_choices(preferences: PreferencesFile) -> tuple[Choice, ...]:
    """Dark, light, or whatever the system is."""
    used = theme_named(preferences.current.theme).value
    titles = {
        ThemeName.dark: tr("Dark"),
        ThemeName.light: tr("Light"),
        ThemeName.system: tr("As the system"),
    }
    return tuple(Choice(name.value, title, name.value == used) for name, title in titles.items())


def language_choices(preferences: PreferencesFile) -> tuple[Choice, ...]:
    """Each language by its own name; the empty value is the system's."""
    chosen = preferences.current.language
    system = Choice("", tr("As the system"), not chosen)
    others = (Choice(code, title, code == chosen) for code, title in LANGUAGES.items())
    return (system, *others)


def choose_theme(preferences: PreferencesFile, name: str) -> None:
    """Remember a theme."""
    preferences.change(replace(preferences.current, theme=name))


def choose_language(preferences: PreferencesFile, code: str) -> None:
    """Remember a language for the next start."""
    preferences.change(replace(preferences.current, language=code))


def add_choices(
    menu: QMenu,
    title: str,
    choices: Callable[[], Sequence[Choice]],
    choose: Callable[[str], object],
) -> QMenu:
    """Add a menu of choices, the one that holds marked whenever it is opened."""
    inner = menu.addMenu(title)
    group = QActionGroup(inner)
    for choice in choices():
        shown = inner.addAction(choice.title)
        shown.setCheckable(True)
        shown.setActionGroup(group)
        shown.triggered.connect(lambda _, value=choice.value: choose(value))

    def mark() -> None:
        for shown, choice in zip(inner.actions(), choices(), strict=True):
            shown.setChecked(choice.is_chosen)

    inner.aboutToShow.connect(mark)
    mark()
    return inner


class RecentFiles(QMenu):
    """The files opened or saved lately, looked up whenever the menu is opened."""

    def __init__(
        self,
        parent: QMenu,
        recent: Callable[[], tuple[Path, ...]],
        open_path: Callable[[Path], object],
    ) -> None:
        super().__init__(tr("Open recent"), parent)
        self._recent = recent
        self._open_path = open_path
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._show_files)

    def _show_files(self) -> None:
        self.clear()
        for path in self._recent():
            shown = self.addAction(path.name)
            shown.setToolTip(str(path))
            shown.triggered.connect(partial(self._open_path, path))
        if self.isEmpty():
            self.addAction(tr("None yet")).setEnabled(False)
