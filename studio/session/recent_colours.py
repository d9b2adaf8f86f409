"""The colours that were painted with lately."""

from __future__ import annotations

from dataclasses import replace

from studio.colour import Colour
from studio.document.changes import Change, PixelsChanged, each
from studio.session.easel import Easel
from studio.session.painting import Painting
from studio.session.preferences import PreferencesFile
from studio.signals import Signal

MOST = 14


class RecentColours:
    """The latest first; `keep` holds them for the next start.

    Not kept as soon as one is new: writing a file would be felt at the first dab of a stroke.
    """

    def __init__(self, easel: Easel, painting: Painting, preferences: PreferencesFile) -> None:
        self.changed: Signal[None] = Signal()
        self._painting = painting
        self._preferences = preferences
        self._colours = _read(preferences.current.recent_colours)[:MOST]
        easel.document_changed.connect(self._on_document_changed)

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Each one once."""
        return self._colours

    def add(self, colour: Colour) -> None:
        """Put a colour first; the oldest goes when there are too many."""
        if self._colours[:1] != (colour,):
            others = [one for one in self._colours if one != colour]
            self._colours = (colour, *others)[:MOST]
            self.changed.emit(None)

    def keep(self) -> None:
        """Have them at the next start."""
        words = tuple(colour.hex for colour in self._colours)
        self._preferences.change(replace(self._preferences.current, recent_colours=words))

    def _on_document_changed(self, change: Change) -> None:
        if any(isinstance(one, PixelsChanged) for one in each(change)):
            self.add(self._painting.foreground)


def _read(words: tuple[str, ...]) -> tuple[Colour, ...]:
    """What is no colour is left out."""
    found = []
    for word in words:
        try:
            found.append(Colour.from_hex(word))
        except ValueError:
            continue
    return tuple(found)
