"""What nobody foresaw: written to the log, told to the user, and the program goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from studio.session.notice import Notice, NoticeKind
from studio.text import tr

_log = logging.getLogger(__name__)
_MOST_BYTES = 1 << 20
_MOST_TOLD = 20_000


class CrashLog:
    """A log that rotates, and a file beside it for crashes below Python.

    last_fault: what such a crash of an earlier start left there, told once.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "repaint-studio.log"
        self.last_fault = ""
        self._faults: TextIO | None = None
        self._handler: RotatingFileHandler | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = RotatingFileHandler(
                self.path, maxBytes=_MOST_BYTES, backupCount=3, encoding="utf-8"
            )
            self.last_fault = _taken_aside(folder / "faults.log")
            self._faults = (folder / "faults.log").open("a", encoding="utf-8")
        except OSError:
            return  # a home that cannot be written does not stop the painter
        form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._handler.setFormatter(form)
        logging.getLogger().addHandler(self._handler)
        faulthandler.enable(self._faults)
        qInstallMessageHandler(_on_qt_message)

    def close(self) -> None:
        """Write nothing from now on."""
        qInstallMessageHandler(None)
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()


def log_file() -> Path | None:
    """Where errors are written; None where they cannot be."""
    found = (one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler))
    return next((Path(one.baseFilename) for one in found), None)


def watch_for_crashes(tell: Callable[[Notice], None]) -> Callable[[], None]:
    """Log whatever nobody caught, on any thread; what the GUI's thread raised is told as well.

    Call what this returns to end it.
    """

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("Nobody caught this", exc_info=(kind, error, trace))
        tell(notice_of(error))

    before, before_threads = sys.excepthook, threading.excepthook
    sys.excepthook = on_error
    threading.excepthook = _on_thread_error

    def end() -> None:
        sys.excepthook, threading.excepthook = before, before_threads

    return end


def notice_of(error: BaseException) -> Notice:
    """What the user is told of an error that nobody foresaw."""
    return Notice(
        NoticeKind.error,
        tr("Something went wrong that should not have."),
        tr("Your painting is still here: save it, then go on. The details are in the log."),
        "".join(traceback.format_exception(error)),
    )


def fault_notice(fault: str) -> Notice:
    """What the user is told of a crash that ended the program the time before."""
    return Notice(
        NoticeKind.warning,
        tr("The program ended unexpectedly the last time."),
        tr("The details are here and in the log. If it happens again, please report them."),
        fault,
    )


def _taken_aside(path: Path) -> str:
    """The end of what the file says; it is renamed, so that it is told only once."""
    if not path.exists() or not path.stat().st_size:
        return ""
    found = path.read_text("utf-8", "replace")[-_MOST_TOLD:]
    path.replace(path.with_suffix(".old.log"))
    return found


def _on_thread_error(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        _log.critical("Nobody caught this on a thread", exc_info=found.exc_value)


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _on_qt_message(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
