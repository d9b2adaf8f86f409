"""The pages of the preferences, but that of the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import psutil
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from studio.panels.pen_pressure import PenPressure
from studio.session.actions.action import Action
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.session import Session
from studio.text import LANGUAGES, tr
from studio.window.crash import log_file
from studio.window.preferences_rows import (
    Page,
    action_box,
    action_push,
    at_next_start,
    check_box,
    choice_box,
    megabytes_box,
    quiet,
)
from studio.window.theme import ThemeName, theme_named

SCALES = (75, 100, 125, 150, 175, 200, 250, 300)
_MEGABYTE = 1 << 20


class GeneralPage(Page):
    """How the window looks, and what it starts with."""

    def __init__(self, preferences: PreferencesFile) -> None:
        super().__init__()
        titles = {
            ThemeName.dark: tr("Dark"),
            ThemeName.light: tr("Light"),
            ThemeName.system: tr("As the system"),
        }
        self.theme = choice_box(
            self,
            titles.items(),
            lambda: theme_named(preferences.current.theme),
            lambda name: _change(preferences, lambda now: replace(now, theme=name.value)),
        )
        self.scale = choice_box(
            self,
            [(percent, f"{percent} %") for percent in SCALES],
            lambda: preferences.current.scale_percent,
            lambda percent: _change(preferences, lambda now: replace(now, scale_percent=percent)),
        )
        self.welcomes = check_box(
            self,
            tr("Welcome page at the start"),
            lambda: preferences.current.welcomes,
            lambda on: _change(preferences, lambda now: replace(now, welcomes=on)),
        )
        self.backs_up = check_box(
            self,
            tr("Keep the version before a save"),
            lambda: preferences.current.keeps_backups,
            lambda on: _change(preferences, lambda now: replace(now, keeps_backups=on)),
        )
        self.forget = QPushButton(tr("Forget recent files"))
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(lambda: self._forget(preferences))
        self.follow(lambda: self.forget.setEnabled(bool(preferences.current.recent)))
        self.row(tr("Theme"), self.theme)
        self.row(tr("Size of everything"), self.scale, at_next_start())
        self.row("", self.welcomes)
        self.row("", self.backs_up, tr("Beside the file, with ~ behind its name."))
        self.row("", self.forget)

    def _forget(self, preferences: PreferencesFile) -> None:
        _change(preferences, lambda now: replace(now, recent=()))
        self.show_values()


class LanguagePage(Page):
    """What language the program speaks."""

    def __init__(self, preferences: PreferencesFile) -> None:
        super().__init__()
        self.language = choice_box(
            self,
            (("", tr("As the system")), *LANGUAGES.items()),
            lambda: preferences.current.language,
            lambda code: _change(preferences, lambda now: replace(now, language=code)),
        )
        self.row(tr("Language"), self.language, at_next_start())


class CanvasPage(Page):
    """What is shown on and around the canvas."""

    def __init__(self, session: Session, actions: Mapping[str, Action]) -> None:
        super().__init__()
        shown = ("aid_rulers", "aid_guides", "aid_grid")
        caught = ("aid_snap_to_canvas", "aid_snap_to_layers", "aid_snap_to_guides")
        for index, name in enumerate(shown):
            self.row("" if index else tr("Show"), action_box(self, session, actions[name]))
        self.row("", action_push(session, actions["grid"]))
        self.row(tr("Drawing"), action_box(self, session, actions["aid_snap"]))
        for index, name in enumerate((*caught, "aid_snap_to_grid")):
            self.row("" if index else tr("Snap to"), action_box(self, session, actions[name]))
        self.profile = QLabel()
        self.follow(lambda: self.profile.setText(_profile_words(session)))
        note = tr("Chosen in the menu View, under Screen colours.")
        self.row(tr("Screen colours"), self.profile, note)


class TabletPage(Page):
    """How a pen is felt."""

    def __init__(self, preferences: PreferencesFile) -> None:
        super().__init__()
        self.pressure = PenPressure(preferences)
        self.below(quiet(tr("How hard the pen is pressed, and how hard the brush takes it.")))
        self.below(self.pressure)
        self.other_end = choice_box(
            self,
            ((False, tr("the eraser's brush")), (True, tr("the brush in hand"))),
            lambda: preferences.current.erases_in_hand,
            lambda on: _change(preferences, lambda now: replace(now, erases_in_hand=on)),
        )
        self.row(tr("The other end erases with"), self.other_end)


class PerformancePage(Page):
    """Memory, and what repaints are computed on."""

    def __init__(self, session: Session, actions: Mapping[str, Action]) -> None:
        super().__init__()
        preferences, memory = session.preferences, psutil.virtual_memory().total // _MEGABYTE
        self.undo = megabytes_box(
            self,
            memory,
            lambda: preferences.current.undo_megabytes,
            lambda size: _change(preferences, lambda now: replace(now, undo_megabytes=size)),
        )
        self.used = quiet("")
        self.follow(lambda: self.used.setText(_used_words(session)))
        self.cache = megabytes_box(
            self,
            memory,
            lambda: preferences.current.cache_megabytes,
            lambda size: _change(preferences, lambda now: replace(now, cache_megabytes=size)),
        )
        self.row(tr("Steps to take back"), self.undo)
        self.form.addRow("", self.used)
        self.row(tr("Tiles as they are shown"), self.cache, tr("From the next painting on."))
        words = tr("This computer has {size} MB.", size=memory)
        self.row(tr("Memory"), QLabel(words))
        self.engine = action_push(session, actions["hardware"])
        note = tr("Processor, precision, threads, and what memory models may take.")
        self.row(tr("Repaints"), self.engine, note)


class ModelsPage(Page):
    """The folders in which models are looked for."""

    def __init__(self, session: Session, actions: Mapping[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.folders = QListWidget()
        self.folders.setAccessibleName(tr("Folders of models"))
        self.folders.setMinimumHeight(180)
        self.add = action_push(session, actions["add_models"])
        self.add.clicked.connect(self.show_values)
        self.remove = QPushButton(tr("Remove"))
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self.folders.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.below(quiet(tr("Models in these folders can be repainted with. No file is changed.")))
        self.below(self.folders)
        self.below(buttons)
        self.below(quiet(tr("What is removed here is left out from the next start on.")))
        self.follow(self._show_folders)

    def _show_folders(self) -> None:
        self.folders.clear()
        self.folders.addItems(self._session.preferences.current.model_folders)
        self.remove.setEnabled(False)

    def _remove(self) -> None:
        gone = self.folders.currentItem()
        if gone is None:
            return
        kept = self._session.preferences.current.model_folders
        others = tuple(one for one in kept if one != gone.text())
        _change(self._session.preferences, lambda now: replace(now, model_folders=others))
        self.show_values()


class PrivacyPage(Page):
    """What is kept, where, and what leaves this computer."""

    def __init__(self, preferences: PreferencesFile) -> None:
        super().__init__()
        words = (
            tr("Nothing you paint or write leaves this computer. Nothing is measured or reported."),
            tr("The network is used only when you ask for a download, and for nothing else."),
            tr("Pictures carry their prompt and settings where you export them with those."),
        )
        self.below(_paragraphs(words))
        log = log_file()
        places = [(tr("Preferences, brushes, palettes, recent files"), preferences.folder)]
        if log is not None:
            places.append((tr("Logs: errors, and what the program did"), log.parent))
        for title, folder in places:
            self.below(_place(title, folder))


def _paragraphs(words: tuple[str, ...]) -> QWidget:
    text = QLabel("".join(f"<p>{one}</p>" for one in words))
    text.setWordWrap(True)
    return text


def _place(title: str, folder: Path) -> QWidget:
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    where = quiet(str(folder))
    column.addWidget(QLabel(title))
    column.addWidget(where)
    button = QPushButton(tr("Open folder"))
    button.setAccessibleName(f"{tr('Open folder')}: {title}")
    button.setAutoDefault(False)
    url = QUrl.fromLocalFile(str(folder))
    button.clicked.connect(lambda: QDesktopServices.openUrl(url))
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(words, 1)
    row.addWidget(button)
    return place


def _change(preferences: PreferencesFile, how: Callable[[Preferences], Preferences]) -> None:
    preferences.change(how(preferences.current))


def _profile_words(session: Session) -> str:
    path = session.preferences.current.display_profile
    return Path(path).name if session.screen.profile else tr("As sRGB")


def _used_words(session: Session) -> str:
    history = session.easel.document.history
    used, steps = history.nbytes / _MEGABYTE, len(history.titles)
    words = f"{used:.0f}"
    return tr("Used in this painting: {used} MB; steps: {steps}.", used=words, steps=steps)
