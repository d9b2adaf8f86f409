"""The picture smaller than it is, while something is shown in place of layers' own pixels.

A drag changes all of a large layer many times a second. Seen from afar it takes one pixel in so
many: what stays is made smaller once, and what changes comes smaller already. Pixels are averaged
before they are laid over each other, not after: good enough until the hand rests.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

import cv2
import numpy as np

from studio.document.adjustments import margin_of
from studio.document.layers import LayerId
from studio.document.nodes import (
    Adjusted,
    Clipping,
    Filled,
    Masked,
    Node,
    Painted,
    Stack,
    TileSource,
    render,
    render_tile,
)
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of
from studio.geometry import Bounds

Source: TypeAlias = Callable[[TileKey], Pixels | None]


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """Other pixels, and another mask, shown in place of a layer's without being in the document.

    hidden: what the mask hides; None leaves it as it is. smaller: the same at 1/2^level.
    """

    tiles: TileSource
    hidden: TileSource | None
    smaller: Callable[[int], StandIn]


StandIns: TypeAlias = Mapping[LayerId, StandIn]
NO_STAND_INS: StandIns = MappingProxyType({})


class Reduced:
    """Tiles at 1/2^level of tiles that stay as they are; each is made once."""

    def __init__(self, source: Source, level: int) -> None:
        self._source = source
        self._level = level
        self._made: dict[TileKey, Pixels | None] = {}

    def get(self, key: TileKey) -> Pixels | None:
        """The tile to read, or None where all is zero."""
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def _make(self, key: TileKey) -> Pixels | None:
        count, side = 1 << self._level, TILE >> self._level
        out: Pixels | None = None
        for row in range(count):
            for column in range(count):
                tile = self._source((key[0] * count + column, key[1] * count + row))
                if tile is not None:
                    out = np.zeros_like(tile) if out is None else out
                    part = out[row * side :, column * side :][:side, :side]
                    part[...] = cv2.resize(tile, (side, side), interpolation=cv2.INTER_AREA)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """The picture of nodes at 1/2^level.

    kept: what of it was made smaller already and stays as it is, by level and shape.
    """

    nodes: tuple[Node, ...]
    level: int
    stand_ins: StandIns
    kept: dict[tuple[int, Hashable], Reduced]

    def tile(self, key: TileKey, area: Bounds) -> Pixels | None:
        """A tile of the picture, made within an area of it (px of the level) and zero beside it."""
        return render_tile(self._smaller(), key, area, None)

    def _smaller(self) -> tuple[Node, ...]:
        return tuple(map(self._made_smaller, self.nodes))

    def _made_smaller(self, node: Node) -> Node:
        match node:
            case Painted() if node.id in self.stand_ins:
                return replace(node, tiles=self.stand_ins[node.id].smaller(self.level).tiles)
            case Painted():
                return replace(node, tiles=self._reduced(node.shape, node.tiles.get))
            case Masked():
                return Masked(self._made_smaller(node.node), self._hidden(node, node.hidden))
            case Stack():
                return replace(node, nodes=tuple(map(self._made_smaller, node.nodes)))
            case Clipping():
                clipped = tuple(map(self._made_smaller, node.clipped))
                return replace(node, base=self._made_smaller(node.base), clipped=clipped)
            case Filled():
                return replace(node, tiles=node.tiles.smaller(self.level))
            case Adjusted() if self._changes(node) and margin_of(node.adjustment) == 0:
                return self._adjusted(node)
            case _:  # laid over at full opacity in normal mode
                return Painted(LayerId(0), self._whole(node), node.opacity, node.blend)

    def _adjusted(self, node: Adjusted) -> Adjusted:
        return replace(
            node,
            beneath=tuple(map(self._made_smaller, node.beneath)),
            canvas=shrunk(node.canvas, self.level),
            hidden=node.hidden and self._hidden(node, node.hidden),
        )

    def _hidden(self, node: Node, hidden: TileSource) -> TileSource:
        """What hides a node: its layer's own, or what is shown in its place."""
        for layer in node.layers & self.stand_ins.keys():
            instead = self.stand_ins[layer]
            if instead.hidden is hidden:
                found = instead.smaller(self.level).hidden
                assert found is not None
                return found
        return self._reduced(("hidden", node.shape), hidden.get)

    def _whole(self, node: Node) -> Reduced:
        """A node made smaller as it is, once where nothing in it changes."""

        def source(key: TileKey) -> Pixels | None:
            return render((node,), key, bounds_of(key))

        return (
            Reduced(source, self.level)
            if self._changes(node)
            else self._reduced(node.shape, source)
        )

    def _changes(self, node: Node) -> bool:
        return not node.layers.isdisjoint(self.stand_ins)

    def _reduced(self, shape: Hashable, source: Source) -> Reduced:
        return self.kept.setdefault((self.level, shape), Reduced(source, self.level))


def shrunk(bounds: Bounds, level: int) -> Bounds:
    """What of a level some canvas px touch, in its pixels."""
    side = 1 << level
    return Bounds.from_edges(
        bounds.x // side, bounds.y // side, -(-bounds.right // side), -(-bounds.bottom // side)
    )
