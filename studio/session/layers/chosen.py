"""Which layers verbs work on together."""

from __future__ import annotations

from collections.abc import Iterable

from studio.document.changes import Change, TreeChanged, each
from studio.document.layers import Layer, LayerId, walk
from studio.session.easel import Easel
from studio.signals import Signal


class Chosen:
    """The active layer and those chosen along with it.

    A layer that becomes active by itself, as a new one does, is then the only one.
    """

    def __init__(self, easel: Easel) -> None:
        self.changed: Signal[None] = Signal()
        self._easel = easel
        self._ids: frozenset[LayerId] = frozenset()
        easel.document_replaced.connect(lambda _: self._start_over())
        easel.active_changed.connect(lambda _: self._follow())
        easel.document_changed.connect(self._on_document_changed)
        self._start_over()

    @property
    def ids(self) -> frozenset[LayerId]:
        """Those chosen, the active one among them; none where there is no layer."""
        return self._ids

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Those chosen, bottom to top, a group before what it holds."""
        return tuple(one for one in self._easel.document.layers if one.id in self._ids)

    @property
    def outermost(self) -> tuple[Layer, ...]:
        """The same without those that lie in another of them."""
        chosen = self.layers
        within = {one.id for layer in chosen for one in tuple(walk(layer))[1:]}
        return tuple(layer for layer in chosen if layer.id not in within)

    @property
    def are_several(self) -> bool:
        """Whether there is more than the active one."""
        return len(self._ids) > 1

    def choose(self, ids: Iterable[LayerId], active: LayerId | None = None) -> None:
        """Choose layers; without `active`, the one before stays active where it is chosen.

        Choosing nothing changes nothing: there is always an active layer.
        """
        wanted = frozenset(ids)
        chosen = [one.id for one in self._easel.document.layers if one.id in wanted]
        if not chosen:
            return
        before, self._ids = self._ids, frozenset(chosen)
        active = self._easel.active if active is None else active
        active = active if active in chosen else chosen[-1]
        if active != self._easel.active:
            self._easel.activate(active)
        if self._ids != before:
            self.changed.emit(None)

    def _start_over(self) -> None:
        self._ids = frozenset()
        self._follow()

    def _follow(self) -> None:
        easel = self._easel
        if easel.active in self._ids:
            return
        self._ids = frozenset({easel.active} - {easel.document.root.id})
        self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        if any(isinstance(one, TreeChanged) for one in each(change)):
            here = self._ids & {layer.id for layer in self._easel.document.layers}
            if here != self._ids:
                self._ids = here
                self.changed.emit(None)
