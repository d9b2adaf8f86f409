"""Steps on their way from the engine to the canvas: the newest wins."""

from __future__ import annotations

from threading import Lock

from studio.generation.events import Step


class PreviewMailbox:
    """Holds one step; any thread may put, any may take. A slow canvas skips frames, none queue."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Step | None = None

    def put(self, step: Step) -> bool:
        """Leave a step; True when the box was empty, so that someone must be told to look."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = step
            return was_empty

    def take(self) -> Step | None:
        """The newest step, and the box is empty; None when it was."""
        with self._lock:
            step, self._newest = self._newest, None
            return step
