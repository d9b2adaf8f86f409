"""Work that takes its time and is no repaint, on threads of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtCore import Signal as QtSignal

from studio.errors import StudioError

T = TypeVar("T")
# A thread that waits for a name server cannot be woken; it ends with the program.
_PATIENCE = 2.0


class Errands(QObject):
    """Runs each on a thread of its own, and tells on the thread that made this what came of it."""

    _told = QtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._threads: set[Thread] = set()
        self._is_closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[StudioError], object],
    ) -> None:
        """Have it done. Of what is raised, only what a user can be told is expected."""

        def on_thread() -> None:
            try:
                found = work()
            except StudioError as error:
                told = error  # the name above is gone when the call is made
                self.tell(lambda: failed(told))
            else:
                self.tell(lambda: done(found))

        thread = Thread(target=on_thread, name="errand", daemon=True)
        self._threads = {one for one in self._threads if one.is_alive()} | {thread}
        thread.start()

    def tell(self, call: Callable[[], object]) -> None:
        """Have something called on the thread that made this; from any thread."""
        self._told.emit(call)

    def close(self) -> None:
        """Tell nothing any more, and wait for those that were told to stop."""
        self._is_closed = True
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _on_told(self, call: Callable[[], object]) -> None:
        if not self._is_closed:
            call()
