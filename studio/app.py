"""Builds everything once and wires it."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from studio import APP_NAME, __version__
from studio.canvas.view import CanvasView
from studio.document.allocation import keep_freed_memory
from studio.generation.engine import Engine
from studio.geometry import Extent
from studio.jobs.engines import local_engine, process_engine
from studio.jobs.queue import JobQueue
from studio.jobs.thread import EngineThread
from studio.models.catalogue import ModelCatalogue, installed
from studio.resources import resource
from studio.session.files.filing import blank_document
from studio.session.notice import Notice
from studio.session.painting import ToolName
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.session import Session
from studio.text import language_of, tr, use_language
from studio.tools.rack import ToolRack
from studio.tools.tool import Tool
from studio.window.asking import Asking
from studio.window.crash import CrashLog, fault_notice, watch_for_crashes
from studio.window.garbage import GarbageRounds
from studio.window.main import MainWindow
from studio.window.safety import SafetyNet
from studio.window.single import SingleInstance
from studio.window.theme import theme_named, use_theme

_ID = "repaint-studio"
FIRST_CANVAS = Extent(1024, 768)
# Later starts wait longer than that (ms) for the first to listen: its window comes first.
LISTEN_AFTER = 400
# ms: the window is painted without waiting for what lies on it.
WELCOME_AFTER = 30
# ms: it is there and at rest, and nobody has taken up a pen yet.
READY_AFTER = 600
_ENGINES: Mapping[str, Callable[[ModelCatalogue], Engine]] = {
    "process": process_engine,
    "thread": local_engine,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the program keeps its own files; those that are None, beside the preferences."""

    config: Path
    logs: Path
    models: Path | None = None
    journals: Path | None = None

    @staticmethod
    def of_user() -> Places:
        """As this system has it."""
        return Places(
            platformdirs.user_config_path(_ID, appauthor=False),
            platformdirs.user_log_path(_ID, appauthor=False),
            platformdirs.user_data_path(_ID, appauthor=False) / "models",
            platformdirs.user_data_path(_ID, appauthor=False) / "journals",
        )


@dataclass(frozen=True, slots=True)
class App:
    """The running program."""

    qt: QApplication
    session: Session
    window: MainWindow
    tools: Mapping[ToolName, Tool]


def run_window(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; returns the exit code."""
    wanted = _parse(arguments)
    if _lacks_display():
        sys.stderr.write(_no_display_words())
        return 2
    places, files = Places.of_user(), tuple(path.absolute() for path in wanted.files)
    single = None if wanted.new_instance or _is_unseen() else SingleInstance(places.config)
    if single is not None and not single.is_first and single.hand_over(files):
        return 0
    keep_freed_memory()
    log = CrashLog(places.logs)
    app = build_app(places, make_engine=_ENGINES[wanted.engine])
    end_watch = watch_for_crashes(partial(_tell_crash, app.window))
    app.window.show()
    gc.freeze()  # what the start made stays, and is not looked through again, 50 ms each time
    rounds = GarbageRounds(app.window)
    safety = SafetyNet(app.window, places.journals or places.config / "journals")
    app.session.preferences.set_aside.tell_to(app.session.notice.emit)
    if log.last_fault:
        app.session.notice.emit(fault_notice(log.last_fault))
    app.session.models.follow()
    app.qt.applicationStateChanged.connect(lambda _: app.session.models.look())
    _open(app.window, files)
    if not files and app.session.preferences.current.welcomes:
        QTimer.singleShot(WELCOME_AFTER, partial(_welcome, app))
    QTimer.singleShot(READY_AFTER, partial(_make_tools_ready, app.tools))
    if single is not None and single.is_first:
        QTimer.singleShot(LISTEN_AFTER, lambda: single.listen(partial(_take_over, app.window)))
    try:
        return app.qt.exec()
    finally:
        rounds.end()
        safety.take_away()
        app.session.close()
        end_watch()
        log.close()
        if single is not None:
            single.close()


def build_app(
    places: Places,
    *,
    make_engine: Callable[[ModelCatalogue], Engine] = process_engine,
    asking: Asking | None = None,
) -> App:
    """Everything, ready to be shown. The engine is made on its thread, for the first repaint."""
    preferences = PreferencesFile(places.config / "preferences.json")
    _scale(preferences.current.scale_percent)
    qt = _dressed_qt(preferences.current)
    own = places.models or places.config / "models"
    folders = map(Path, preferences.current.model_folders)
    catalogue = installed(folders, own, places.config / "models-seen.json")
    session = Session(
        blank_document(FIRST_CANVAS),
        jobs=JobQueue(EngineThread(partial(make_engine, catalogue))),
        catalogue=catalogue,
        preferences=preferences,
    )
    tools = ToolRack()
    canvas = CanvasView(session, tools)
    settings = QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(session, canvas, settings, asking)
    return App(qt, session, window, tools)


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


def _translate_qt(qt: QApplication, language: str) -> None:
    """Qt's own dialogs in the same language."""
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        qt.installTranslator(translator)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=_ID, allow_abbrev=False)
    parser.add_argument("files", nargs="*", type=Path, help=tr("a painting or pictures to open"))
    parser.add_argument(
        "--new-instance",
        action="store_true",
        help=tr("open a window of its own, even if the program is running"),
    )
    parser.add_argument(
        "--engine",
        choices=list(_ENGINES),
        default="process",
        help=tr("where the model runs: in a process of its own, or in a thread of this one"),
    )
    return parser.parse_args(list(arguments))


def _open(window: MainWindow, files: tuple[Path, ...]) -> None:
    """Open the first; the others become layers of it."""
    if files:
        window.open_path(files[0])
    for path in files[1:]:
        window.session.attempt(partial(window.session.filing.insert, path))


def _make_tools_ready(tools: Mapping[ToolName, Tool]) -> None:
    """Import and compile what the first stroke would wait for, while the window goes on."""
    from studio.brush.press import make_ready

    def work() -> None:
        len(tools)
        make_ready()

    Thread(target=work, daemon=True).start()


def _tell_crash(window: MainWindow, notice: Notice) -> None:
    """Show it in a dialog of its own."""
    # Not above: most starts have no need of it.
    from studio.window.crash_dialog import tell_crash

    tell_crash(window, notice)


def _welcome(app: App) -> None:
    """Show the first page, unless something is begun already."""
    if app.session.filing.is_untouched:
        # Not above: nothing waits for it.
        from studio.window.welcome import Welcome

        Welcome(app.window.canvas, app.session, app.window.files)


def _take_over(window: MainWindow, files: tuple[Path, ...]) -> None:
    """Another start was asked for these."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    _open(window, files)


def _scale(percent: int) -> None:
    """Draw everything larger or smaller; whoever starts the program may have said otherwise."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{percent / 100:g}")


def _is_unseen() -> bool:
    """Whether nobody looks at the window: a test, or a picture made for the help."""
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal")


def _lacks_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _no_display_words() -> str:
    message = tr("There is no display to show a window on.")
    hint = tr("Start it in a desktop, or use a command: repaint-studio --help")
    return f"{message} {hint}\n"
