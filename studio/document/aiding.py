"""Aids changed: one step each, or shown while they are dragged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from studio.document.aids import Aids
from studio.document.changes import AidsChanged, Change
from studio.document.document import Document
from studio.document.history import Command
from studio.document.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ChangeAids:
    """Replace the aids; steps with the same `scrub` word become one."""

    before: Aids
    after: Aids
    title: str
    scrub: str = ""

    @property
    def nbytes(self) -> int:
        """Nothing to speak of."""
        return 0

    def do(self, sheet: Sheet) -> Change:
        """Put the new ones in place."""
        sheet.aids = self.after
        return AidsChanged()

    def undo(self, sheet: Sheet) -> Change:
        """Put the old ones back."""
        sheet.aids = self.before
        return AidsChanged()

    def merged(self, later: Command) -> Command | None:
        """One step while the same number is dragged."""
        if isinstance(later, ChangeAids) and self.scrub == later.scrub != "":
            return replace(self, after=later.after)
        return None


@contextmanager
def changing_aids(document: Document, title: str) -> Iterator[Callable[[Aids], None]]:
    """Show others while they are dragged: leaving makes one step, an exception takes it back."""
    before = document.aids

    def show(aids: Aids) -> None:
        if aids != document.aids:
            document.aids = aids
            document.changed.emit(AidsChanged())

    try:
        yield show
    except BaseException:
        show(before)
        raise
    if document.aids != before:
        document.history.record(ChangeAids(before, document.aids, title))
        document.changed.emit(AidsChanged())
