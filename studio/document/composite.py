"""The picture a document makes: its layers laid over each other, exactly, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import GroupLayer, Layer, LayerId, PaintLayer, walk
from studio.document.laying import Picture, lay_anew
from studio.document.nodes import Clipping, Floated, Masked, Node, Painted, Stack, pictures_of
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
    out = np.zeros((bounds.height, bounds.width, 4), np.uint8)
    for key in keys_covering(bounds):
        area = bounds_of(key).intersection(bounds)
        lay_anew(out, bounds, area, pictures_of(nodes, key, area))
    return out


def nodes_of(
    document: Document, *, floating: Floating | None = None, beneath: LayerId | None = None
) -> tuple[Node, ...]:
    """What is to be laid over each other, bottom to top.

    Raises:
        KeyError: there is no layer `beneath`.
    """
    if beneath is not None:
        document.layer(beneath)
    return _nodes(document.root, _Asked(floating, beneath))


@dataclass(frozen=True, slots=True)
class _Asked:
    floating: Floating | None
    beneath: LayerId | None


_Item: TypeAlias = Layer | Floating


def _nodes(group: GroupLayer, asked: _Asked) -> tuple[Node, ...]:
    runs = _clipping_runs(_items(group, asked))
    return tuple(node for run in runs if (node := _run_node(run, asked)) is not None)


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
    """Each unclipped item followed by those clipped to it."""
    runs: list[list[_Item]] = []
    for item in items:
        if runs and not isinstance(item, Floating) and item.properties.clipped:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _run_node(run: list[_Item], asked: _Asked) -> Node | None:
    base = _node(run[0], asked)
    if base is None:
        return None
    clipped = tuple(node for item in run[1:] if (node := _node(item, asked)) is not None)
    if not clipped:
        return base
    plain = _drawn(run[0], asked, 1.0, BlendMode.normal)
    return Clipping(plain, clipped, base.opacity, base.blend)


def _node(item: _Item, asked: _Asked) -> Node | None:
    if isinstance(item, Floating):
        return _drawn(item, asked, 1.0, BlendMode.normal)
    look = item.properties
    if not look.visible or look.opacity <= 0:
        return None
    return _drawn(item, asked, look.opacity, look.blend)


def _drawn(item: _Item, asked: _Asked, opacity: float, blend: BlendMode) -> Node:
    """The item however it is laid over; a floating picture is not to be faded."""
    if isinstance(item, Floating):
        return Floated(Picture(item.pixels, item.bounds))
    node: Node
    if isinstance(item, PaintLayer):
        node = Painted(item.id, item.tiles, opacity, blend)
    else:
        node = Stack(item.id, _nodes(item, asked), opacity, blend)
    if item.mask is not None and item.mask.is_on:
        return Masked(node, item.mask.hidden)
    return node
