"""Ctrl+C as a wish, not as an exception somewhere in the middle."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Within, the first Ctrl+C (or SIGTERM) sets the event; a second one does what it always does.

    Whoever works looks at the event where stopping leaves nothing half done.
    """
    wanted = threading.Event()
    before = {one: signal.getsignal(one) for one in _SIGNALS}

    def on_signal(number: int, _frame: FrameType | None) -> None:
        wanted.set()
        signal.signal(number, before[signal.Signals(number)])

    for one in _SIGNALS:
        signal.signal(one, on_signal)
    try:
        yield wanted
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
