"""Garbage is looked for between two events, on the thread of the window, and at no other time."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

ROUND_MS = 500


class GarbageRounds(QObject):
    """Until its end Python looks for garbage only when this says so.

    By itself Python looks at any moment, on any thread. Then a widget may be destroyed on a thread
    that is not its own, or amid the destruction of another, when Qt holds a lock that it wants too:
    the window stood still for ever.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(look_for_garbage)
        self._timer.start(ROUND_MS)

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()


def look_for_garbage() -> None:
    """Look among the objects of an age of which there are more than Python would let be."""
    for age in (2, 1, 0):
        if all(have > most for have, most in _counts(age)):
            gc.collect(age)
            return


def _counts(age: int) -> list[tuple[int, int]]:
    """Of that age and all younger ones."""
    pairs = zip(gc.get_count(), gc.get_threshold(), strict=True)
    return list(pairs)[: age + 1]
