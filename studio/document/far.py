"""The picture of a large canvas from afar: each layer made smaller once, then laid over the others.

All of a canvas of 16384² is 4096 tiles a layer: to show or hide one took seconds where all of it is
seen, as every layer was composited at its full size. Pixels are averaged before they are laid over
each other, not after, so it is left to modes that make little of that, and to large canvases.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from studio.document.layers import LayerId
from studio.document.nodes import Clipping, Filled, Masked, Node, Painted, Stack, TileSource
from studio.document.tile_cache import TileCache
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of
from studio.geometry import Bounds, Extent

# Seen at 1/8, a tile of it shows 64 of each layer.
FAR_LEVEL = 3
# A canvas this large is composited whole in the time that is there.
NEAR_SIDE = 4096
_SIDE = TILE >> FAR_LEVEL


def may_be_far(nodes: Iterable[Node], canvas: Extent) -> bool:
    """Whether nodes, laid over each other smaller, look as they do made smaller afterwards."""
    return canvas.longest_side > NEAR_SIDE and all(map(_is_plain, nodes))


def far_nodes(nodes: Iterable[Node], cache: TileCache) -> tuple[Node, ...]:
    """The nodes at 1/8, whose pixels are kept in a cache; only of those that may be far."""
    return tuple(_far(node, cache) for node in nodes)


def owners_of(layer: LayerId) -> tuple[Hashable, Hashable]:
    """What keeps the smaller pixels of a layer in the cache, and those of its mask."""
    return ("far", layer), ("far mask", layer)


def _is_plain(node: Node) -> bool:
    if node.blend.is_steep:
        return False
    match node:
        case Painted() | Filled():
            return True
        case Masked():
            return _is_plain(node.node)
        case Stack():
            return all(map(_is_plain, node.nodes))
        case Clipping():
            return _is_plain(node.base) and all(map(_is_plain, node.clipped))
        case _:  # an adjustment, or a floating picture
            return False


def _far(node: Node, cache: TileCache) -> Node:
    match node:
        case Painted():
            return replace(node, tiles=_Smaller(owners_of(node.id)[0], node.tiles, cache))
        case Filled():
            return replace(node, tiles=node.tiles.smaller(FAR_LEVEL))
        case Masked():
            owner = owners_of(_id_of(node.node))[1]
            return Masked(_far(node.node, cache), _Smaller(owner, node.hidden, cache))
        case Stack():
            return replace(node, nodes=far_nodes(node.nodes, cache))
        case Clipping():
            return replace(
                node, base=_far(node.base, cache), clipped=far_nodes(node.clipped, cache)
            )
        case _:
            raise TypeError(node)


def _id_of(node: Node) -> LayerId:
    """Of the layer that is masked."""
    assert isinstance(node, Painted | Filled | Stack)
    return node.id


@dataclass(frozen=True, slots=True, eq=False)
class _Smaller:
    """Tiles at 1/8 of others (`TileSource`), made when they are asked for."""

    owner: Hashable
    source: TileSource
    cache: TileCache

    def get(self, key: TileKey) -> Pixels | None:
        """The tile to read, or None where all is zero."""
        return self.cache.fresh(self.owner, key, self._render)

    def _render(self, key: TileKey, area: Bounds, tile: Pixels | None) -> Pixels | None:
        at = bounds_of(key)
        for row in range(area.y // _SIDE, -(-area.bottom // _SIDE)):
            for column in range(area.x // _SIDE, -(-area.right // _SIDE)):
                source = self.source.get((column, row))
                if source is None and tile is None:
                    continue
                if tile is None:
                    tile = np.zeros_like(source)
                part = Bounds(column * _SIDE, row * _SIDE, _SIDE, _SIDE).slices_in(at)
                tile[part] = 0 if source is None else _small(source)
        return tile


def _small(tile: Pixels) -> Pixels:
    small = cv2.resize(tile, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
