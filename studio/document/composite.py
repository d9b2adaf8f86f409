"""The picture a document makes: its layers laid over each other, exactly, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from studio.document.blending import BlendMode
from studio.document.coarse import NO_STAND_INS, StandIns
from studio.document.document import Document
from studio.document.fills import FillTiles
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerMask,
    PaintLayer,
    Pictured,
    TextLayer,
    walk,
)
from studio.document.laying import Picture, lay_anew
from studio.document.nodes import (
    Adjusted,
    Clipping,
    Filled,
    Floated,
    Masked,
    Node,
    Painted,
    Stack,
    TileSource,
    pictures_of,
)
from studio.document.tiles import Pixels, bounds_of, keys_covering
from studio.geometry import Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Floating:
    """A picture shown as if it were a layer, without being in the document.

    above: it lies just above this layer, in its group; 0 = on top of everything.
    While that layer is not in the tree, nothing is shown.
    pixels: uint8[h, w, 4], premultiplied BGRA, contiguous, of the size of bounds (canvas px).
    """

    above: LayerId
    bounds: Bounds
    pixels: Pixels


def flatten(
    document: Document,
    bounds: Bounds,
    *,
    floating: Floating | None = None,
    beneath: LayerId | None = None,
) -> Pixels:
    """What the document looks like in bounds: uint8[h, w, 4], premultiplied BGRA, a copy.

    beneath: leave out this layer and all above it.

    Raises:
        KeyError: there is no layer `beneath`.
    """
    nodes = nodes_of(document, floating=floating, beneath=beneath)
    out = np.empty((bounds.height, bounds.width, 4), np.uint8)
    for key in keys_covering(bounds):
        area = bounds_of(key).intersection(bounds)
        lay_anew(out, bounds, area, pictures_of(nodes, key, area))
    return out


def nodes_of(
    document: Document,
    *,
    floating: Floating | None = None,
    beneath: LayerId | None = None,
    stand_ins: StandIns = NO_STAND_INS,
) -> tuple[Node, ...]:
    """What is to be laid over each other, bottom to top.

    Raises:
        KeyError: there is no layer `beneath`.
    """
    if beneath is not None:
        document.layer(beneath)
    return _nodes(document.root, _Asked(document.bounds, floating, beneath, stand_ins))


@dataclass(frozen=True, slots=True)
class _Asked:
    canvas: Bounds
    floating: Floating | None
    beneath: LayerId | None
    stand_ins: StandIns

    def tiles_of(self, layer: Pictured) -> TileSource:
        """Its own, or those shown in their place."""
        instead = self.stand_ins.get(layer.id)
        return layer.tiles if instead is None else instead.tiles

    def hidden_of(self, layer: LayerId, mask: LayerMask) -> TileSource:
        """What the mask of a layer hides, or what is to be hidden instead."""
        instead = self.stand_ins.get(layer)
        return mask.hidden if instead is None or instead.hidden is None else instead.hidden


_Item: TypeAlias = Layer | Floating
_Drawable: TypeAlias = PaintLayer | TextLayer | GroupLayer | FillLayer | Floating


def _nodes(group: GroupLayer, asked: _Asked) -> tuple[Node, ...]:
    nodes: list[Node] = []
    _lay(nodes, group, asked)
    return tuple(nodes)


def _lay(nodes: list[Node], group: GroupLayer, asked: _Asked) -> None:
    """Lay what a group holds over nodes."""
    for run in _clipping_runs(_items(group, asked)):
        item = run[0]
        if isinstance(item, AdjustmentLayer):
            if nodes and _is_shown(item):
                nodes[:] = [_adjusted(tuple(nodes), item, asked)]
        elif isinstance(item, GroupLayer) and len(run) == 1 and _is_through(item):
            _lay(nodes, item, asked)
        else:
            nodes += _run_nodes(run, asked)


def _is_through(group: GroupLayer) -> bool:
    look = group.properties
    is_plain = look.opacity == 1 and look.blend is BlendMode.normal and not look.clipped
    is_masked = group.mask is not None and group.mask.is_on
    return look.pass_through and look.visible and is_plain and not is_masked


def _items(group: GroupLayer, asked: _Asked) -> Iterator[_Item]:
    """The children, with the floating picture among them, as far up as was asked."""
    floating = asked.floating
    for child in group.children:
        if child.id == asked.beneath:
            return
        yield child
        if asked.beneath is not None and any(one.id == asked.beneath for one in walk(child)):
            return
        if floating is not None and floating.above == child.id:
            yield floating
    if floating is not None and floating.above == group.id == 0:
        yield floating


def _clipping_runs(items: Iterator[_Item]) -> list[list[_Item]]:
    """Each unclipped item followed by those clipped to it; to an adjustment nothing is."""
    runs: list[list[_Item]] = []
    for item in items:
        is_clipped = not isinstance(item, Floating) and item.properties.clipped
        if runs and is_clipped and not isinstance(runs[-1][0], AdjustmentLayer):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _run_nodes(run: list[_Item], asked: _Asked) -> list[Node]:
    """One node of an item and those clipped to it; none where it is not shown."""
    lowest, above = run[0], [item for item in run[1:] if _is_seen(item)]
    if not above:
        node = _node(lowest, asked)
        return [] if node is None else [node]
    if isinstance(lowest, AdjustmentLayer) or not _is_seen(lowest):
        return []
    # The lowest is drawn once, either way: twice would be 2^n times in groups n deep.
    below = _drawn(lowest, asked, 1.0, BlendMode.normal)
    clipped: list[Node] = []
    for item in above:
        if isinstance(item, AdjustmentLayer):
            whole = Clipping(below, tuple(clipped), 1.0, BlendMode.normal)
            below = _adjusted((whole,), item, asked, keeps_alpha=True)
            clipped.clear()
        elif (node := _node(item, asked)) is not None:
            clipped.append(node)
    return [Clipping(below, tuple(clipped), *_laid_over(lowest))]


def _is_seen(item: _Item) -> bool:
    return isinstance(item, Floating) or _is_shown(item)


def _laid_over(item: _Item) -> tuple[float, BlendMode]:
    if isinstance(item, Floating):
        return 1.0, BlendMode.normal
    return item.properties.opacity, item.properties.blend


def _adjusted(
    beneath: tuple[Node, ...], layer: AdjustmentLayer, asked: _Asked, *, keeps_alpha: bool = False
) -> Adjusted:
    return Adjusted(
        layer.id,
        beneath,
        layer.adjustment,
        asked.canvas,
        layer.properties.opacity,
        layer.properties.blend,
        asked.hidden_of(layer.id, layer.mask)
        if layer.mask is not None and layer.mask.is_on
        else None,
        keeps_alpha,
    )


def _is_shown(layer: Layer) -> bool:
    return layer.properties.visible and layer.properties.opacity > 0


def _node(item: _Item, asked: _Asked) -> Node | None:
    if isinstance(item, AdjustmentLayer) or not _is_seen(item):
        return None
    return _drawn(item, asked, *_laid_over(item))


def _drawn(item: _Drawable, asked: _Asked, opacity: float, blend: BlendMode) -> Node:
    """The item however it is laid over; a floating picture is not to be faded."""
    if isinstance(item, Floating):
        return Floated(Picture(item.pixels, item.bounds))
    node: Node
    if isinstance(item, Pictured):
        node = Painted(item.id, asked.tiles_of(item), opacity, blend)
    elif isinstance(item, FillLayer):
        node = Filled(item.id, FillTiles(item.content, asked.canvas), opacity, blend)
    else:
        node = Stack(item.id, _nodes(item, asked), opacity, blend)
    if item.mask is not None and item.mask.is_on:
        return Masked(node, asked.hidden_of(item.id, item.mask))
    return node
