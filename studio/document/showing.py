"""Layers shown and hidden together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.document.changes import Change, LayerShownDifferently, SeveralChanges
from studio.document.commands import reach_of
from studio.document.history import Command
from studio.document.layers import LayerId
from studio.document.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ShowLayers:
    """Show some layers and hide others, each of which is not so yet.

    Steps with the same `scrub` word become one, as long as no layer is in both.
    """

    shown: tuple[LayerId, ...]
    hidden: tuple[LayerId, ...]
    title: str
    scrub: str = ""

    @property
    def nbytes(self) -> int:
        """Nothing to speak of."""
        return 0

    def do(self, sheet: Sheet) -> Change:
        """Show and hide them."""
        return self._set(sheet, shown=self.shown, hidden=self.hidden)

    def undo(self, sheet: Sheet) -> Change:
        """The other way round."""
        return self._set(sheet, shown=self.hidden, hidden=self.shown)

    def merged(self, later: Command) -> Command | None:
        """One step while the pointer goes on over the eyes."""
        if not isinstance(later, ShowLayers) or self.scrub != later.scrub or self.scrub == "":
            return None
        if {*self.shown, *self.hidden} & {*later.shown, *later.hidden}:
            return None
        return replace(later, shown=self.shown + later.shown, hidden=self.hidden + later.hidden)

    def _set(
        self, sheet: Sheet, *, shown: tuple[LayerId, ...], hidden: tuple[LayerId, ...]
    ) -> Change:
        changes: list[Change] = []
        for ids, visible in ((shown, True), (hidden, False)):
            for id in ids:  # noqa: A001
                layer = sheet.layer(id)
                layer.properties = replace(layer.properties, visible=visible)
                changes.append(LayerShownDifferently(id, reach_of(sheet, id)))
        return SeveralChanges(tuple(changes))
