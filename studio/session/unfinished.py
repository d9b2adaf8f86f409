"""What was begun and is neither made to last nor given up."""

from __future__ import annotations

from typing import Protocol

from studio.signals import Signal


class Interim(Protocol):
    """Something that goes on from drag to drag; until it is committed the document is as it was."""

    changed: Signal[None]

    @property
    def is_on(self) -> bool:
        """Whether it goes on."""

    def undo(self) -> None:
        """Take the latest part of it back; from the first, give it up."""

    def commit(self) -> None:
        """Make it last.

        Raises:
            StudioError: it cannot be.
        """

    def cancel(self) -> None:
        """Leave everything as it was."""


class Unfinished:
    """Whichever goes on, one at most: what Enter, Escape and undo are for meanwhile."""

    def __init__(self, *kinds: Interim) -> None:
        self.changed: Signal[None] = Signal()
        self._kinds = kinds
        for kind in kinds:
            kind.changed.connect(self.changed.emit)

    @property
    def is_on(self) -> bool:
        """Whether anything goes on."""
        return self._current is not None

    def undo(self) -> None:
        """Take the latest part of it back."""
        if self._current is not None:
            self._current.undo()

    def commit(self) -> None:
        """Make it last.

        Raises:
            StudioError: it cannot be.
        """
        if self._current is not None:
            self._current.commit()

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self._current is not None:
            self._current.cancel()

    @property
    def _current(self) -> Interim | None:
        return next((kind for kind in self._kinds if kind.is_on), None)
