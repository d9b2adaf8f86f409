"""Undo: every lasting change is a Command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Protocol, runtime_checkable

from studio.document.archive import Archive
from studio.document.changes import Change, SeveralChanges
from studio.document.sheet import Sheet
from studio.document.tiles import TilePatch
from studio.signals import Signal

LIMIT_BYTES = 1 << 30
# So many of the latest steps stay as they are: undone without a wait, however large.
UNPACKED = 10


class Command(Protocol):
    """One step of the history."""

    @property
    def title(self) -> str:
        """What the Undo menu and the history panel show."""

    @property
    def nbytes(self) -> int:
        """Memory it keeps alive."""

    def do(self, sheet: Sheet) -> Change:
        """Make the change."""

    def undo(self, sheet: Sheet) -> Change:
        """Take the change back."""

    def merged(self, later: Command) -> Command | None:
        """This and the one after it as one step; None when they stay apart."""


@runtime_checkable
class KeepsTiles(Protocol):
    """A command whose tiles are packed when it grows old."""

    @property
    def patches(self) -> tuple[TilePatch, ...]:
        """All that it did to tiles."""


@dataclass(frozen=True, slots=True)
class Several:
    """Commands that are one step for the user."""

    title: str
    commands: tuple[Command, ...]

    @property
    def nbytes(self) -> int:
        """Memory of all of them."""
        return sum(command.nbytes for command in self.commands)

    @property
    def patches(self) -> tuple[TilePatch, ...]:
        """Of all of them."""
        return tuple(patch for command in self.commands for patch in patches_of(command))

    def do(self, sheet: Sheet) -> Change:
        """Make the changes in order."""
        return SeveralChanges(tuple(command.do(sheet) for command in self.commands))

    def undo(self, sheet: Sheet) -> Change:
        """Take them back, last first."""
        return SeveralChanges(tuple(command.undo(sheet) for command in self.commands[::-1]))

    def merged(self, later: Command) -> Command | None:
        """One step where each goes together with its like, as those of one slider do."""
        if not isinstance(later, Several) or len(later.commands) != len(self.commands):
            return None
        pairs = zip(self.commands, later.commands, strict=True)
        merged = tuple(one for first, second in pairs if (one := first.merged(second)) is not None)
        return Several(self.title, merged) if len(merged) == len(self.commands) else None


@dataclass(slots=True, eq=False)
class _Step:
    """A command, and the memory of it that is counted."""

    command: Command
    nbytes: int
    is_old: bool = False
    is_forgotten: bool = False


class History:
    """What was done, in order; `position` steps of it are in effect.

    The oldest steps are forgotten when together they keep more than `limit_bytes` alive; all but
    the latest are packed in the background. A lower limit holds from the next step on, so that
    nothing is lost by dragging it past what was meant.
    """

    def __init__(self, sheet: Sheet, limit_bytes: int = LIMIT_BYTES) -> None:
        self.limit_bytes = limit_bytes
        self.position = 0
        self.changed: Signal[None] = Signal()
        self._sheet = sheet
        self._steps: list[_Step] = []
        self._archive = Archive()
        # Kept up to date: summing a thousand steps took 1 ms at the end of every stroke.
        self._nbytes = 0
        self._open_from: int | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all steps, oldest first, undone ones included."""
        return tuple(step.command.title for step in self._steps)

    @property
    def nbytes(self) -> int:
        """Memory that the history keeps alive."""
        self._archive.settle()
        return self._nbytes

    @property
    def latest(self) -> Command | None:
        """The step that undo would take back."""
        return self._steps[self.position - 1].command if self.position else None

    def do(self, command: Command) -> None:
        """Make a change that can be undone."""
        change = command.do(self._sheet)
        self.record(command)
        self._sheet.changed.emit(change)

    def record(self, command: Command) -> None:
        """Remember a change already made, as by a stroke; what was undone is forgotten."""
        self._drop(slice(self.position, None))
        merged = None
        if self._steps and self.position != self._open_from:
            merged = self._steps[-1].command.merged(command)
        if merged is not None:
            self._drop(slice(-1, None))
        self._add(merged or command)
        self._pack_older()
        self._forget_oldest()
        self.position = len(self._steps)
        self.changed.emit(None)

    def undo(self) -> bool:
        """Take back the latest step; False when there is none."""
        if self.position == 0:
            return False
        self.position -= 1
        change = self._steps[self.position].command.undo(self._sheet)
        self.changed.emit(None)
        self._sheet.changed.emit(change)
        return True

    def redo(self) -> bool:
        """Do the next undone step again; False when there is none."""
        if self.position == len(self._steps):
            return False
        change = self._steps[self.position].command.do(self._sheet)
        self.position += 1
        self.changed.emit(None)
        self._sheet.changed.emit(change)
        return True

    def go_to(self, position: int) -> None:
        """Undo or redo until `position` steps are in effect."""
        while self.position > position and self.undo():
            pass
        while self.position < position and self.redo():
            pass

    @contextmanager
    def one_step(self, title: str) -> Iterator[None]:
        """All that is done inside becomes one step; an exception takes all of it back."""
        start, outer = self.position, self._open_from
        self._open_from = start
        try:
            yield
        except BaseException:
            self._take_back_to(start)
            raise
        finally:
            self._open_from = outer
        inside = tuple(step.command for step in self._steps[start : self.position])
        if inside:
            self._drop(slice(start, None))
            self.position = start
            self.record(inside[0] if len(inside) == 1 else Several(title, inside))

    def _take_back_to(self, start: int) -> None:
        if self.position > start:
            self.go_to(start)
            self._drop(slice(start, None))
            self.changed.emit(None)

    def wait_until_packed(self) -> None:
        """For whoever measures: the background then has nothing left to do."""
        self._archive.wait()

    def _add(self, command: Command) -> None:
        self._archive.share(patches_of(command))
        step = _Step(command, command.nbytes)
        self._steps.append(step)
        self._nbytes += step.nbytes

    def _pack_older(self) -> None:
        self._archive.settle()
        older = reversed(self._steps[:-UNPACKED])
        for step in takewhile(lambda one: not one.is_old, older):
            step.is_old = True
            self._archive.pack(patches_of(step.command), partial(self._weigh, step))

    def _weigh(self, step: _Step) -> None:
        """Count a step anew, now that it is packed."""
        if not step.is_forgotten:
            before, step.nbytes = step.nbytes, step.command.nbytes
            self._nbytes += step.nbytes - before

    def _forget_oldest(self) -> None:
        """Keep to the limit, but never forget the latest step, nor any while one is being made."""
        while self._nbytes > self.limit_bytes and len(self._steps) > 1 and self._open_from is None:
            self._drop(slice(0, 1))

    def _drop(self, which: slice) -> None:
        for step in self._steps[which]:
            step.is_forgotten = True
            self._nbytes -= step.nbytes
        del self._steps[which]


def patches_of(command: Command) -> tuple[TilePatch, ...]:
    """What a command did to tiles; nothing for one that keeps none."""
    return command.patches if isinstance(command, KeepsTiles) else ()
