"""What is left of layers once only looks matter: pixels, how opaque, which blend mode.

Hidden layers are no nodes; a group is a node of nodes; a layer with those clipped to it is one.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from studio.document.adjustments import Adjustment, margin_of
from studio.document.blending import BlendMode
from studio.document.fills import FillTiles
from studio.document.layers import LayerId
from studio.document.laying import (
    Laid,
    Picture,
    extended,
    faded,
    lay_anew,
    lay_over,
    opaque,
    veiled,
    with_alpha_of,
)
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of, keys_covering
from studio.geometry import Bounds

# No layer has this id.
FLOATING = LayerId(-1)

_NOTHING = np.zeros((TILE, TILE, 4), np.uint8)
_NOTHING.flags.writeable = False


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


class TileSource(Protocol):
    """Where a layer's tiles are from: its store, or what is shown in its place."""

    def get(self, key: TileKey) -> Pixels | None:
        """The tile to read, or None where all is zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A paint layer."""

    id: LayerId
    tiles: TileSource
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


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A fill layer."""

    id: LayerId
    tiles: FillTiles
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
        """What it is filled with, everywhere."""
        return Picture(self.tiles.get(key), bounds_of(key))


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted:
    """All beneath an adjustment layer, as it shows it: it takes the place of those nodes.

    canvas: beyond it, what is at its edge goes on. strength, mode: how the layer is laid over what
    it adjusts. keeps_alpha: it is clipped, and only colours what it is clipped to.
    """

    id: LayerId
    beneath: tuple[Node, ...]
    adjustment: Adjustment
    canvas: Bounds
    strength: float
    mode: BlendMode
    hidden: TileSource | None = None
    keeps_alpha: bool = False
    opacity: float = 1.0
    blend: BlendMode = BlendMode.normal

    @property
    def shape(self) -> Hashable:
        """The layer's id and the shapes of what it adjusts."""
        return ("adjusted", self.id, *(node.shape for node in self.beneath))

    @property
    def layers(self) -> frozenset[LayerId]:
        """The layer and all it adjusts."""
        return frozenset({self.id}).union(*(node.layers for node in self.beneath))

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:
        """What is beneath, and over it the same adjusted."""
        inside = area.intersection(self.canvas)
        if inside.is_empty:
            return None
        seen = inside.padded(margin_of(self.adjustment))
        around = seen.intersection(self.canvas)
        pixels = render_across(self.beneath, around)
        if pixels is None:
            return None
        below = np.ascontiguousarray(pixels[inside.slices_in(around)])
        adjusted = self.adjustment.applied(extended(pixels, around, seen))
        above = np.ascontiguousarray(adjusted[inside.slices_in(seen)])
        tile = None if self.hidden is None else self.hidden.get(key)
        hidden = None if tile is None else tile[inside.slices_in(bounds_of(key))]
        return Picture(self._laid(below, above, hidden), inside)

    def _laid(self, below: Pixels, above: Pixels, hidden: Pixels | None) -> Pixels:
        if self.mode is not BlendMode.normal:
            return self._blended(below, above, hidden)
        mixed = faded(below, above, self.strength, hidden)
        return with_alpha_of(below, opaque(mixed)) if self.keeps_alpha else mixed

    def _blended(self, below: Pixels, above: Pixels, hidden: Pixels | None) -> Pixels:
        """As a clipped layer is: over an opaque backdrop, whose alpha is then given back."""
        top = opaque(above) if hidden is None else veiled(opaque(above), hidden)
        at, solid = Bounds(0, 0, below.shape[1], below.shape[0]), opaque(below)
        lay_over(solid, at, at, [Laid(Picture(top, at), self.strength, self.mode)])
        return with_alpha_of(below, solid)


@dataclass(frozen=True, slots=True, eq=False)
class Floated:
    """A picture that is no layer, yet looks as the paint layer made of it would."""

    floating: Picture
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
        return None if self.floating.at.intersection(area).is_empty else self.floating


@dataclass(frozen=True, slots=True, eq=False)
class Masked:
    """A node seen through a mask."""

    node: Node
    hidden: TileSource

    @property
    def opacity(self) -> float:
        """The node's."""
        return self.node.opacity

    @property
    def blend(self) -> BlendMode:
        """The node's."""
        return self.node.blend

    @property
    def shape(self) -> Hashable:
        """The node's, and that it is masked."""
        return ("masked", self.node.shape)

    @property
    def layers(self) -> frozenset[LayerId]:
        """The node's."""
        return self.node.layers

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:
        """The node's pixels, made clearer where they are hidden."""
        picture, hidden = self.node.picture(key, area), self.hidden.get(key)
        if picture is None or hidden is None:
            return picture
        cut = area.intersection(picture.at)
        seen = picture.pixels[cut.relative_to(picture.at).slices]
        return Picture(veiled(seen, hidden[cut.relative_to(bounds_of(key)).slices]), cut)


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
        solid = opaque(pixels)
        lay_over(solid, area, area, pictures_of(self.clipped, key, area))
        return Picture(with_alpha_of(pixels, solid), area)


def render(nodes: Sequence[Node], key: TileKey, area: Bounds) -> Pixels | None:
    """The nodes over nothing, in an area of one tile: a new array; None where nothing is."""
    laid = pictures_of(nodes, key, area)
    if not laid:
        return None
    pixels = np.empty((area.height, area.width, 4), np.uint8)
    lay_anew(pixels, area, area, laid)
    return pixels


def render_across(nodes: Sequence[Node], area: Bounds) -> Pixels | None:
    """The nodes over nothing, in an area of any tiles: a new array; None where nothing is."""
    pixels = None
    for key in keys_covering(area):
        cut = area.intersection(bounds_of(key))
        laid = pictures_of(nodes, key, cut)
        if laid and pixels is None:
            pixels = np.zeros((area.height, area.width, 4), np.uint8)
        if laid and pixels is not None:
            lay_anew(pixels, area, cut, laid)
    return pixels


def render_tile(
    nodes: Sequence[Node], key: TileKey, area: Bounds, tile: Pixels | None
) -> Pixels | None:
    """The nodes over nothing, written to an area of a tile, which is made if there is none.

    None where nothing is, the tile left as it was.
    """
    laid = pictures_of(nodes, key, area)
    if not laid:
        return None
    if tile is None:
        tile = np.zeros((TILE, TILE, 4), np.uint8)
    lay_anew(tile, bounds_of(key), area, laid)
    return tile


def pictures_of(nodes: Sequence[Node], key: TileKey, area: Bounds) -> list[Laid]:
    """What the nodes have to lay over each other in an area of one tile, bottom to top."""
    laid: list[Laid] = []
    for node in nodes:
        picture = node.picture(key, area)
        if picture is None and node.blend.erases_where_empty and laid:
            picture = Picture(_NOTHING, bounds_of(key))
        if picture is not None:
            laid.append(Laid(picture, node.opacity, node.blend))
    return laid
