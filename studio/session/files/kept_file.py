"""The file that a painting is kept in, which others may write to as well."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from studio.files.claims import Claim
from studio.files.stamp import Source


class Doubt(Enum):
    """Why a file should not be replaced without a question."""

    changed = "changed"
    open_elsewhere = "open elsewhere"


class KeptFile:
    """How the file was when we opened or saved it; while it is ours, other windows can tell.

    source: that file, None where there is none.
    """

    def __init__(self, claims: Path) -> None:
        self.source: Source | None = None
        self._claims = claims
        self._claim: Claim | None = None

    @property
    def is_others(self) -> bool:
        """Whether another window of the program has it open."""
        return self._claim is not None and self._claim.is_others

    def take(self, path: Path, source: Source | None) -> None:
        """This is the file from now on; source: how it was left, where that is known."""
        self.source = source
        if self._claim is None or self._claim.path != path:
            self.let_go()
            self._claim = Claim(self._claims, path)

    def forget(self) -> None:
        """There is no file."""
        self.source = None
        self.let_go()

    def let_go(self) -> None:
        """Leave it to others."""
        if self._claim is not None:
            self._claim.let_go()
        self._claim = None

    def doubt_about(self, path: Path) -> Doubt | None:
        """Why it should not be replaced without a question; None when it may."""
        if self.source is not None and self.source.path == path and self.source.has_changed:
            return Doubt.changed
        if self._claim is not None and self._claim.path == path:
            return Doubt.open_elsewhere if self._claim.is_others else None
        other = Claim(self._claims, path)
        is_others = other.is_others
        other.let_go()
        return Doubt.open_elsewhere if is_others else None
