"""Builds everything once and wires it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from studio import APP_NAME, __version__
from studio.canvas.view import CanvasView
from studio.generation.engine import Engine
from studio.geometry import Extent
from studio.jobs.engines import local_engine, process_engine
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue, installed
from studio.resources import resource
from studio.session.filing import blank_document
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.session import Session
from studio.text import LANGUAGES, tr, use_language
from studio.tools.toolbox import all_tools
from studio.window.asking import Asking
from studio.window.crash import CrashLog, watch_for_crashes
from studio.window.main import MainWindow
from studio.window.theme import theme_named, use_theme

_ID = "repaint-studio"
FIRST_CANVAS = Extent(1024, 768)
_ENGINES: Mapping[str, Callable[[ModelCatalogue], Engine]] = {
    "process": process_engine,
    "thread": local_engine,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the program keeps its own files; models, beside the preferences when it is None."""

    config: Path
    logs: Path
    models: Path | None = None

    @staticmethod
    def of_user() -> Places:
        """As this system has it."""
        return Places(
            platformdirs.user_config_path(_ID, appauthor=False),
            platformdirs.user_log_path(_ID, appauthor=False),
            platformdirs.user_data_path(_ID, appauthor=False) / "models",
        )


@dataclass(frozen=True, slots=True)
class App:
    """The running program."""

    qt: QApplication
    session: Session
    window: MainWindow


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; returns the exit code."""
    wanted = _parse(arguments)
    if _lacks_display():
        sys.stderr.write(_no_display_words())
        return 2
    places = Places.of_user()
    log = CrashLog(places.logs)
    app = build_app(places, make_engine=_ENGINES[wanted.engine])
    end_watch = watch_for_crashes(app.session.notice.emit)
    app.window.show()
    app.session.models.follow()
    app.qt.applicationStateChanged.connect(lambda _: app.session.models.look())
    if wanted.file is not None:
        app.window.open_path(wanted.file)
    try:
        return app.qt.exec()
    finally:
        app.session.close()
        end_watch()
        log.close()


def build_app(
    places: Places,
    *,
    make_engine: Callable[[ModelCatalogue], Engine] = process_engine,
    asking: Asking | None = None,
) -> App:
    """Everything, ready to be shown. The engine is made on its thread, for the first repaint."""
    preferences = PreferencesFile(places.config / "preferences.json")
    qt = _dressed_qt(preferences.current)
    own = places.models or places.config / "models"
    catalogue = installed(map(Path, preferences.current.model_folders), own)
    session = Session(
        blank_document(FIRST_CANVAS),
        jobs=JobQueue(EngineThread(partial(make_engine, catalogue))),
        catalogue=catalogue,
        preferences=preferences,
    )
    canvas = CanvasView(session, all_tools())
    settings = QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(session, canvas, settings, asking)
    return App(qt, session, window)


def _dressed_qt(preferences: Preferences) -> QApplication:
    """The QApplication in the user's language and looks; the one there is, if there is one."""
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication([APP_NAME])
    qt.setApplicationName(APP_NAME)
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName(_ID)
    qt.setWindowIcon(QIcon(str(resource("app", f"{_ID}.png"))))
    language = language_of(preferences.language, QLocale.system().name())
    use_language(language)
    _translate_qt(qt, language)
    use_theme(qt, theme_named(preferences.theme))
    return qt


def language_of(chosen: str, system: str) -> str:
    """The language to speak: the one chosen, else the system's where we know it, else English."""
    if chosen in LANGUAGES:
        return chosen
    return "zh_CN" if system.startswith("zh") else "en"


def _translate_qt(qt: QApplication, language: str) -> None:
    """Qt's own dialogs in the same language."""
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        qt.installTranslator(translator)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=_ID, allow_abbrev=False)
    parser.add_argument("file", nargs="?", type=Path, help=tr("a painting or a picture to open"))
    parser.add_argument(
        "--engine",
        choices=list(_ENGINES),
        default="process",
        help=tr("where the model runs: in a process of its own, or in a thread of this one"),
    )
    return parser.parse_args(list(arguments))


def _lacks_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _no_display_words() -> str:
    message = tr("There is no display to show a window on.")
    hint = tr("Start it in a desktop, or use a command: repaint-studio --help")
    return f"{message} {hint}\n"
