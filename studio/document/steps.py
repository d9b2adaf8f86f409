"""What many steps of the history have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

from studio.document.changes import Change
from studio.document.history import Command
from studio.document.layers import LayerId
from studio.document.sheet import Sheet
from studio.document.tiles import Pixels, TileKey, TilePatch

T = TypeVar("T")
# None takes a tile away.
TileChanges: TypeAlias = Mapping[TileKey, Pixels | None]


@dataclass(frozen=True, slots=True)
class Setting(ABC, Generic[T]):
    """Replace something of a layer; steps with the same `scrub` word and layer become one."""

    layer: LayerId
    before: T
    after: T
    title: str
    scrub: str = ""

    @property
    def nbytes(self) -> int:
        """Nothing to speak of."""
        return 0

    def do(self, sheet: Sheet) -> Change:
        """Set the new one."""
        return self._set(sheet, self.after)

    def undo(self, sheet: Sheet) -> Change:
        """Set the old one."""
        return self._set(sheet, self.before)

    def merged(self, later: Command) -> Command | None:
        """One step while the same slider is dragged."""
        if not isinstance(later, type(self)) or later.layer != self.layer:
            return None
        return replace(self, after=later.after) if self.scrub == later.scrub != "" else None

    @abstractmethod
    def _set(self, sheet: Sheet, value: T) -> Change:
        """Have the layer be so."""


class Retouch(ABC):
    """Replace tiles, by one patch; each is a step of its own."""

    __slots__ = ()
    patch: TilePatch

    @property
    def nbytes(self) -> int:
        """Memory of the tiles from before."""
        return self.patch.nbytes

    @property
    def patches(self) -> tuple[TilePatch, ...]:
        """The one patch."""
        return (self.patch,)

    def do(self, sheet: Sheet) -> Change:
        """Put the new tiles in place."""
        return self._put(sheet, self.patch.after)

    def undo(self, sheet: Sheet) -> Change:
        """Put the old tiles back."""
        return self._put(sheet, self.patch.before)

    def merged(self, later: Command) -> Command | None:  # noqa: ARG002
        """Never."""
        return None

    @abstractmethod
    def _put(self, sheet: Sheet, tiles: TileChanges) -> Change:
        """Have those be in place."""
