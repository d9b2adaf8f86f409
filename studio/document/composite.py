"""The picture a document makes: layers laid over each other, exactly, nothing kept.

A *node* is what is left of a layer once only looks matter: pixels, how opaque, which blend mode.
Hidden layers are none; a group is a node of nodes; a layer with those clipped to it is one node.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from PySide6.QtGui import QImage, QPainter

from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import GroupLayer, Layer, LayerId, PaintLayer, walk
from studio.document.tiles import TILE, Pixels, TileKey, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


@dataclass(frozen=True, slots=True, eq=False)
class Floating:
    """A picture shown as if it were a layer, without being in the document.

    above: it lies just above this layer, in its group; 0 = on top of everything.
    pixels: uint8[h, w, 4], premultiplied BGRA, of the size of bounds (canvas px).
    """

    above: LayerId
    bounds: Bounds
    pixels: Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels and the canvas px they cover, which is at least where they are not zero."""

    pixels: Pixels
    at: Bounds


class Node(Protocol):
    """Something to lay over what is beneath it."""

    @property
    def opacity(self) -> float:
        """0..1."""

    @property
    def blend(self) -> BlendMode:
        """How it is laid over."""

    @property
    def shape(self) -> Hashable:
        """Which layers it is made of and how they nest; not how they look."""

    @property
    def layers(self) -> frozenset[LayerId]:
        """Every layer it is made of."""

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:
        """Its pixels in an area of one tile, to be read only; None where it has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A paint layer."""

    id: LayerId
    tiles: TileStore
    opacity: float
    blend: BlendMode

    @property
    def shape(self) -> Hashable:
        """Its id."""
        return self.id

    @property
    def layers(self) -> frozenset[LayerId]:
        """Itself."""
        return frozenset({self.id})

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:  # noqa: ARG002
        """The tile."""
        tile = self.tiles.get(key)
        return None if tile is None else Picture(tile, bounds_of(key))


FLOATING = LayerId(-1)


@dataclass(frozen=True, slots=True, eq=False)
class Floated:
    """A floating picture, which looks as the paint layer made of it would."""

    floating: Floating
    opacity: float = 1.0
    blend: BlendMode = BlendMode.normal

    @property
    def shape(self) -> Hashable:
        """An id that no layer has."""
        return FLOATING

    @property
    def layers(self) -> frozenset[LayerId]:
        """An id that no layer has."""
        return frozenset({FLOATING})

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:  # noqa: ARG002
        """All of it, where it touches the area."""
        if self.floating.bounds.intersection(area).is_empty:
            return None
        return Picture(self.floating.pixels, self.floating.bounds)


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Nodes composited on their own, as a group is, then laid over what is beneath."""

    id: LayerId
    nodes: tuple[Node, ...]
    opacity: float
    blend: BlendMode

    @property
    def shape(self) -> Hashable:
        """The group's id and its nodes'."""
        return (self.id, *(node.shape for node in self.nodes))

    @property
    def layers(self) -> frozenset[LayerId]:
        """The group and all in it."""
        return frozenset({self.id}).union(*(node.layers for node in self.nodes))

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:
        """Its nodes over nothing."""
        pixels = render(self.nodes, key, area)
        return None if pixels is None else Picture(pixels, area)


@dataclass(frozen=True, slots=True, eq=False)
class Clipping:
    """A layer and those clipped to it: they colour it and leave its alpha as it is.

    base: that layer at full opacity. opacity, blend: that layer's, which go for all together.
    """

    base: Node
    clipped: tuple[Node, ...]
    opacity: float
    blend: BlendMode

    @property
    def shape(self) -> Hashable:
        """Its nodes' shapes."""
        return ("clipping", self.base.shape, *(node.shape for node in self.clipped))

    @property
    def layers(self) -> frozenset[LayerId]:
        """Those of all its nodes."""
        return self.base.layers.union(*(node.layers for node in self.clipped))

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:
        """The clipped nodes over the base made opaque, its alpha then given back.

        Over an opaque backdrop every blend mode is what it says, and no fringe of the base is
        left along soft edges, as there would be if each node were cut and then laid over it.
        """
        pixels = render((self.base,), key, area)
        if pixels is None:
            return None
        solid = _opaque(pixels)
        alpha = _Laid(Picture(pixels, area), 1.0, BlendMode.destination_in)
        _lay(solid, area, area, [*_pictures(self.clipped, key, area), alpha])
        return Picture(solid, area)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    picture: Picture
    opacity: float
    blend: BlendMode


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
        _replace(out, bounds, area, _pictures(nodes, key, area))
    return out


def image_of(pixels: Pixels) -> QImage:
    """The array as an image that shares its memory; contiguous, premultiplied BGRA."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, _FORMAT)


def render(nodes: Sequence[Node], key: TileKey, area: Bounds) -> Pixels | None:
    """The nodes over nothing, in an area of one tile: a new array; None where nothing is."""
    laid = _pictures(nodes, key, area)
    if not laid:
        return None
    pixels = np.empty((area.height, area.width, 4), np.uint8)
    _replace(pixels, area, area, laid)
    return pixels


def render_tile(
    nodes: Sequence[Node], key: TileKey, area: Bounds, tile: Pixels | None
) -> Pixels | None:
    """The nodes over nothing, written to an area of a tile, which is made if there is none.

    None where nothing is, the tile left as it was.
    """
    laid = _pictures(nodes, key, area)
    if not laid:
        return None
    if tile is None:
        tile = np.zeros((TILE, TILE, 4), np.uint8)
    _replace(tile, bounds_of(key), area, laid)
    return tile


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
    plain = _at_full_opacity(run[0], asked)
    return Clipping(plain, clipped, base.opacity, base.blend)


def _node(item: _Item, asked: _Asked) -> Node | None:
    if isinstance(item, Floating):
        return Floated(item)
    look = item.properties
    if not look.visible or look.opacity <= 0:
        return None
    if isinstance(item, PaintLayer):
        return Painted(item.id, item.tiles, look.opacity, look.blend)
    return Stack(item.id, _nodes(item, asked), look.opacity, look.blend)


def _at_full_opacity(item: _Item, asked: _Asked) -> Node:
    if isinstance(item, Floating):
        return Floated(item)
    if isinstance(item, PaintLayer):
        return Painted(item.id, item.tiles, 1.0, BlendMode.normal)
    return Stack(item.id, _nodes(item, asked), 1.0, BlendMode.normal)


_NOTHING = np.zeros((TILE, TILE, 4), np.uint8)
_NOTHING.flags.writeable = False


def _pictures(nodes: Sequence[Node], key: TileKey, area: Bounds) -> list[_Laid]:
    laid: list[_Laid] = []
    for node in nodes:
        picture = node.picture(key, area)
        if picture is None and node.blend.erases_where_empty and laid:
            picture = Picture(_NOTHING, bounds_of(key))
        if picture is not None:
            laid.append(_Laid(picture, node.opacity, node.blend))
    return laid


def _replace(pixels: Pixels, at: Bounds, area: Bounds, laid: Sequence[_Laid]) -> None:
    """Lay pictures over nothing in an area of pixels, which lie at `at` and nobody else holds."""
    inside = area.relative_to(at).slices
    if laid and _is_copied(laid[0], area):
        lowest = laid[0].picture
        pixels[inside] = lowest.pixels[area.relative_to(lowest.at).slices]
        laid = laid[1:]
    else:
        pixels[inside] = 0
    if laid:
        _lay(pixels, at, area, laid)


def _is_copied(laid: _Laid, area: Bounds) -> bool:
    """Whether it leaves exactly its own pixels when laid over nothing; a copy is 4× faster."""
    is_plain = laid.blend is BlendMode.normal and laid.opacity == 1
    return is_plain and laid.picture.at.contains(area)


def _lay(pixels: Pixels, at: Bounds, area: Bounds, laid: Sequence[_Laid]) -> None:
    """Lay pictures over what is in an area of pixels."""
    image = image_of(pixels)
    painter = QPainter(image)
    try:
        for one in laid:
            source = one.picture.at
            cut = area.intersection(source)
            painter.setOpacity(one.opacity)
            painter.setCompositionMode(one.blend.painter_mode)
            painter.drawImage(
                cut.x - at.x,
                cut.y - at.y,
                image_of(one.picture.pixels),
                cut.x - source.x,
                cut.y - source.y,
                cut.width,
                cut.height,
            )
    finally:
        painter.end()


def _opaque(pixels: Pixels) -> Pixels:
    """The colours without their alpha, as new pixels; laying the alpha back is exact."""
    straight = image_of(pixels).convertToFormat(QImage.Format.Format_ARGB32)
    solid = np.array(straight.constBits(), np.uint8).reshape(pixels.shape)
    solid[..., 3] = 255
    return solid
