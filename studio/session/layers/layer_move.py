"""Layers' pixels, and the selection around them, on the move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from studio.brush.moving import Moving
from studio.document.document import Document
from studio.document.layers import LayerId
from studio.geometry import Bounds


class Moves(Protocol):
    """Pixels of one layer on the move."""

    def by(self, dx: int, dy: int) -> Bounds:
        """Show them this far from where they were; returns canvas px that changed."""


class LayerMove:
    """Moves them all by the same way; what is moved is put down where this ends."""

    def __init__(
        self, document: Document, layers: Sequence[tuple[LayerId, Moves]], selection: Moving
    ) -> None:
        self._document = document
        self._layers = layers
        self._selection = selection

    @property
    def layers(self) -> frozenset[LayerId]:
        """Those that are moved."""
        return frozenset(layer for layer, _ in self._layers)

    def by(self, dx: int, dy: int) -> None:
        """Show them this far from where they were, canvas px."""
        for layer, pixels in self._layers:
            moved = pixels.by(dx, dy)
            if not moved.is_empty:
                self._document.touched(layer, moved)
        selected = self._selection.by(dx, dy)
        if not selected.is_empty:
            self._document.selection_touched(selected)
