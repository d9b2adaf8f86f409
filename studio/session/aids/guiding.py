"""Guides, grid and what else helps to draw: what is shown of it, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import Enum

from studio.document.aiding import ChangeAids, changing_aids
from studio.document.aids import Aids, Grid
from studio.document.changes import AidsChanged, Change, ExtentChanged, each
from studio.document.placement import Spot
from studio.session.easel import Easel
from studio.session.preferences import PreferencesFile
from studio.signals import Signal
from studio.text import tr


class Switch(Enum):
    """What a painter has on or off for every painting."""

    rulers = "rulers"
    guides = "guides"
    grid = "grid"
    perspective = "perspective"
    locked = "locked"
    snap = "snap"
    snap_to_canvas = "snap_to_canvas"
    snap_to_layers = "snap_to_layers"
    snap_to_guides = "snap_to_guides"
    snap_to_grid = "snap_to_grid"
    strokes = "strokes"


@dataclass(frozen=True, slots=True)
class Guide:
    """A line across the canvas: at that x if it is upright, else at that y."""

    is_upright: bool
    at: float

    def through(self, spot: Spot) -> Guide:
        """The same way, through a spot."""
        return replace(self, at=spot[not self.is_upright])


class Guiding:
    """The aids of whichever document is current; changing them is a step of its history."""

    def __init__(self, easel: Easel, preferences: PreferencesFile) -> None:
        self.changed: Signal[None] = Signal()
        self._easel = easel
        self._preferences = preferences
        self._on = frozenset(preferences.current.aids)
        easel.document_changed.connect(self._on_document_changed)
        easel.document_replaced.connect(lambda _: self.changed.emit(None))
        preferences.changed.connect(lambda now: self._take(frozenset(now.aids)))

    @property
    def aids(self) -> Aids:
        """Those of the document."""
        return self._easel.document.aids

    def has(self, switch: Switch) -> bool:
        """Whether it is on."""
        return switch.value in self._on

    def toggle(self, switch: Switch) -> None:
        """On or off, from now on and at every start."""
        kept = self._preferences.current
        on = tuple(one for one in kept.aids if one != switch.value)
        on = on if switch.value in self._on else (*on, switch.value)
        self._preferences.change(replace(kept, aids=on))

    def show(self, switch: Switch) -> None:
        """Make sure it is on: what one puts there is to be seen."""
        if not self.has(switch):
            self.toggle(switch)

    def change(self, aids: Aids, title: str, scrub: str = "") -> None:
        """Put others in place; one step, or one with those before of the same scrub."""
        if aids != self.aids:
            self._easel.document.do(ChangeAids(self.aids, aids, title, scrub))

    def changing(self, title: str) -> AbstractContextManager[Callable[[Aids], None]]:
        """Show others while they are dragged; leaving makes one step, an exception none."""
        return changing_aids(self._easel.document, title)

    def clear(self) -> None:
        """Take all guides away."""
        self.change(replace(self.aids, upright=(), level=()), tr("Clear guides"))

    def set_grid(self, grid: Grid) -> None:
        """Another grid, and see it."""
        self.change(replace(self.aids, grid=grid), tr("Grid"))
        self.show(Switch.grid)

    def _take(self, on: frozenset[str]) -> None:
        if on != self._on:
            self._on = on
            self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        if any(isinstance(one, AidsChanged | ExtentChanged) for one in each(change)):
            self.changed.emit(None)


def with_guide(aids: Aids, guide: Guide | None, *, instead_of: Guide | None = None) -> Aids:
    """The aids with one guide more, or one in place of another; None to leave that away."""
    guides = [one for one in guides_of(aids) if one != instead_of]
    guides += [] if guide is None or guide in guides else [guide]
    return replace(
        aids,
        upright=tuple(one.at for one in guides if one.is_upright),
        level=tuple(one.at for one in guides if not one.is_upright),
    )


def guides_of(aids: Aids) -> tuple[Guide, ...]:
    """All guides, those that are upright first."""
    upright = tuple(Guide(is_upright=True, at=x) for x in aids.upright)
    return upright + tuple(Guide(is_upright=False, at=y) for y in aids.level)
