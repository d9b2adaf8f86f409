"""Looks again for models when something changes where they lie, off the GUI's thread."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtCore import Signal as QtSignal

from studio.generation.engine import EngineErrorKind
from studio.models.catalogue import ModelCatalogue, ModelEntry
from studio.signals import Signal

# Until nothing more happens: files come in pieces, and folders many at once.
_PAUSE = 700
# Each is a handle of the system's; what lies in others is seen at the next look.
_MOST_WATCHED = 600


class ModelWatch(QObject):
    """Keeps a catalogue as the disk is; nothing of a model but its header is read.

    changed: the catalogue lists something else than before. Told on the thread that made this.
    """

    _looked = QtSignal(object, object)

    def __init__(self, catalogue: ModelCatalogue, pause: int = _PAUSE) -> None:
        super().__init__()
        self.changed: Signal[None] = Signal()
        self._catalogue = catalogue
        self._thread: Thread | None = None
        self._is_stale = False
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause)
        self._pause.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(self._on_changed)
        self._watcher.fileChanged.connect(self._on_changed)
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)

    def look(self) -> None:
        """Look again, now; what was asked for meanwhile is done after that."""
        self._is_stale = self._thread is not None
        if self._thread is None:
            self._thread = Thread(target=self._work, name="models", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._pause.stop()
        self._watcher.blockSignals(True)  # noqa: FBT003
        self._is_stale = False
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        """On a thread of its own; it ends when all is looked at."""
        entries = self._catalogue.looked_up()
        self._looked.emit(entries, _watched(self._catalogue.places(), entries))

    def _on_changed(self) -> None:
        self._pause.start()

    def _on_looked(self, entries: tuple[ModelEntry, ...], watched: tuple[str, ...]) -> None:
        if self._thread is None:  # closed meanwhile
            return
        self._thread.join()
        self._thread = None
        self._follow(watched)
        if self._catalogue.take(entries):
            self.changed.emit(None)
        if self._is_stale:
            self.look()

    def _follow(self, wanted: tuple[str, ...]) -> None:
        now = {*self._watcher.directories(), *self._watcher.files()}
        gone, new = now - {*wanted}, {*wanted} - now
        if gone:
            self._watcher.removePaths(sorted(gone))
        if new:
            self._watcher.addPaths(sorted(new))


def _watched(places: tuple[Path, ...], entries: tuple[ModelEntry, ...]) -> tuple[str, ...]:
    """The folders, and files that are not whole: no folder tells when a copy has all arrived."""
    partial = (
        one.path
        for one in entries
        if one.problem is not None
        and one.problem.kind is EngineErrorKind.model_broken
        and one.path.is_file()
    )
    there = [str(place) for place in places if place.is_dir()]
    return tuple([*there, *map(str, partial)][:_MOST_WATCHED])
