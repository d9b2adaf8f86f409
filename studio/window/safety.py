"""The safety net under a session, hung up once the window is there."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.files.atomic import sweep
from studio.window.main import MainWindow

if TYPE_CHECKING:
    from studio.session.files.autosave import Autosave
    from studio.session.files.recovering import Recovering

# ms after the window is shown: the first paint comes first, and nobody paints sooner.
_AFTER = 300


class SafetyNet(QObject):
    """Keeps what is painted safe, and offers what an earlier end left behind.

    folder: where journals are kept.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__()
        self.autosave: Autosave | None = None
        self._window = window
        self._folder = folder
        self._start = QTimer(self, singleShot=True, interval=_AFTER)
        self._start.timeout.connect(self.hang)
        self._flush = QTimer(self, singleShot=True)
        self._start.start()

    def hang(self) -> None:
        """Keep safe from now on, and ask what is to become of what is found."""
        # Imported only now: the start waits for nothing that only a crash needs.
        from studio.journal.journal import Journal
        from studio.session.files.autosave import Autosave
        from studio.session.files.recovering import Recovering

        self._start.stop()
        session = self._window.session
        self.autosave = Autosave(session, Journal(self._folder))
        self.autosave.failed.connect(session.tell)
        self.autosave.wanted.connect(lambda seconds: self._flush.start(round(seconds * 1000)))
        self._flush.timeout.connect(self.autosave.flush)
        self._offer(Recovering(session, self.autosave))
        # Not here: what was saved lately may lie on a disk that takes its time to answer.
        folders = {self._folder, session.preferences.folder}
        folders |= {path.parent for path in session.filing.recent}
        Thread(target=_sweep, args=(folders,), name="sweeping", daemon=True).start()

    def take_away(self) -> None:
        """The program ends: cleanly, if the painter let the window close."""
        self._start.stop()
        self._flush.stop()
        if self.autosave is not None:
            self.autosave.close(is_clean=not self._window.isVisible())

    def _offer(self, recovering: Recovering) -> None:
        found = recovering.found()
        if found:
            from studio.window.recovery import RecoveryDialog

            window = self._window
            may_leave = window.files.may_leave
            RecoveryDialog(window, window.session, recovering, may_leave, found).open()


def _sweep(folders: set[Path]) -> None:
    """Remove what saves left that were killed, wherever we may have saved lately."""
    for folder in folders:
        sweep(folder)
