"""Results waiting for the painter to say which to keep."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import NewType

from studio.document.changes import Change, ExtentChanged, each
from studio.document.composite import flatten
from studio.document.layers import LayerId
from studio.document.tiles import TILE
from studio.generation.events import Result
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest
from studio.geometry import Bounds
from studio.preview.overlay import PreviewOverlay
from studio.region.place import changed_outside, floating_of, place, resting_on
from studio.session.easel import Easel
from studio.signals import Signal

CandidateId = NewType("CandidateId", int)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A finished repaint that is not in the document yet."""

    id: CandidateId
    request: GenerationRequest
    result: Result


@dataclass(frozen=True, slots=True)
class Landing:
    """A candidate became a layer; `changed_outside` bytes of the picture outside it differ."""

    layer: LayerId
    region: Bounds
    changed_outside: int


class Candidates:
    """The strip: each stays until it is kept or dropped, whatever happens to the others.

    One may be shown in place, above the active layer: where it would land.
    """

    def __init__(self, easel: Easel, overlay: PreviewOverlay) -> None:
        self.changed: Signal[None] = Signal()
        self.landed: Signal[Landing] = Signal()
        self._easel = easel
        self._overlay = overlay
        self._ids = itertools.count(1)
        self._waiting: dict[CandidateId, Candidate] = {}
        self._shown: CandidateId | None = None
        easel.document_replaced.connect(lambda _: self.drop_all())
        easel.active_changed.connect(lambda _: self._show_in_place())
        easel.document_changed.connect(self._on_document_changed)

    @property
    def waiting(self) -> tuple[Candidate, ...]:
        """All of them, oldest first."""
        return tuple(self._waiting.values())

    @property
    def shown(self) -> CandidateId | None:
        """The one shown in place."""
        return self._shown

    def recipe_of(self, id: CandidateId) -> Recipe:  # noqa: A002
        """What one was made with, its seed along with it."""
        candidate = self._waiting[id]
        return replace(candidate.request.recipe, seed=candidate.result.seed)

    def add(self, request: GenerationRequest, result: Result) -> CandidateId:
        """A repaint is finished."""
        id = CandidateId(next(self._ids))  # noqa: A001
        self._waiting[id] = Candidate(id, request, result)
        self.changed.emit(None)
        return id

    def show(self, id: CandidateId | None) -> None:  # noqa: A002
        """Show one in place, or none."""
        if id != self._shown:
            self._shown = id
            self._show_in_place()
            self.changed.emit(None)

    def show_next(self, by: int = 1) -> None:
        """Show the one after (or before, by = -1) the one shown, round and round."""
        ids = list(self._waiting)
        if ids:
            at = ids.index(self._shown) if self._shown in ids else (-1 if by > 0 else 0)
            self.show(ids[(at + by) % len(ids)])

    def keep(self, id: CandidateId) -> Landing:  # noqa: A002
        """Make one a new layer above the active one: one step; the others stay."""
        candidate, document = self._waiting.pop(id), self._easel.document
        self._hide(id)
        around = candidate.request.region.aligned(TILE).intersection(document.bounds)
        before = flatten(document, around)
        layer = place(document, candidate.request, candidate.result, self._easel.active)
        after = flatten(document, around)
        moved = changed_outside(before, after, around, candidate.request)
        self.changed.emit(None)
        landing = Landing(layer, candidate.request.region, moved)
        self.landed.emit(landing)
        return landing

    def drop(self, id: CandidateId) -> None:  # noqa: A002
        """Throw one away; if it was shown, the one beside it is shown now.

        So Delete pressed once more drops that, and does not erase the painting.
        """
        at, was_shown = list(self._waiting).index(id), self._shown == id
        del self._waiting[id]
        self._hide(id)
        if was_shown and self._waiting:
            self._shown = list(self._waiting)[min(at, len(self._waiting) - 1)]
            self._show_in_place()
        self.changed.emit(None)

    def drop_all(self) -> None:
        """Throw all away."""
        self._waiting.clear()
        self._shown = None
        self._show_in_place()
        self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        """They were made for the canvas as it was."""
        if self._waiting and any(isinstance(one, ExtentChanged) for one in each(change)):
            self.drop_all()

    def _hide(self, id: CandidateId) -> None:  # noqa: A002
        if self._shown == id:
            self._shown = None
            self._show_in_place()

    def _show_in_place(self) -> None:
        candidate = self._waiting.get(self._shown) if self._shown is not None else None
        if candidate is None:
            self._overlay.show_candidate(None)
        else:
            above = resting_on(self._easel.document, self._easel.active)
            pixels = candidate.result.pixels
            self._overlay.show_candidate(floating_of(candidate.request, pixels, above))
