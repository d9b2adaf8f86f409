"""The document's picture, tile by tile, kept up to date at the least cost."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from studio.document.adjustments import margin_of
from studio.document.blending import BlendMode
from studio.document.changes import (
    AidsChanged,
    Change,
    ExtentChanged,
    LayerShownDifferently,
    PixelsChanged,
    SelectionChanged,
    SeveralChanges,
    TreeChanged,
    each,
)
from studio.document.coarse import NO_STAND_INS, Coarse, Reduced, StandIns, shrunk
from studio.document.commands import clipped_onto, reach_of
from studio.document.composite import Floating, nodes_of
from studio.document.document import Document
from studio.document.far import FAR_LEVEL, NEAR_SIDE, far_nodes, may_be_far, owners_of
from studio.document.layers import AdjustmentLayer, LayerId
from studio.document.laying import Picture
from studio.document.nodes import (
    FLOATING,
    Adjusted,
    Masked,
    Node,
    Painted,
    Stack,
    render_tile,
)
from studio.document.tile_cache import TileCache
from studio.document.tiles import Pixels, TileKey, bounds_of
from studio.geometry import EMPTY, Bounds, union_of

LIMIT_BYTES = 512 << 20

_WHOLE = "whole"
# What changes the nodes; the canvas is known to those that go on to its edges.
_REPLANNED = LayerShownDifferently | TreeChanged | ExtentChanged


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """Neighbouring nodes as one picture, whose tiles are kept in a cache under `shape`."""

    nodes: tuple[Node, ...]
    shape: Hashable
    layers: frozenset[LayerId]
    cache: TileCache
    opacity: float = 1.0
    blend: BlendMode = BlendMode.normal

    def picture(self, key: TileKey, area: Bounds) -> Picture | None:  # noqa: ARG002
        """The kept tile, made up to date."""
        pixels = self.tile(key)
        return None if pixels is None else Picture(pixels, bounds_of(key))

    def tile(self, key: TileKey) -> Pixels | None:
        """The kept tile, made up to date."""
        return self.cache.fresh(self.shape, key, self._render)

    def _render(self, key: TileKey, area: Bounds, tile: Pixels | None) -> Pixels | None:
        return render_tile(self.nodes, key, area, tile)


class Compositor:
    """What the document looks like, with the active layer cheap to change.

    Kept are the picture itself and, around the active layer and the floating picture, in their
    groups and in those around them: all beneath as one picture, and above each run of neighbours
    in normal mode as one. Those runs are taken together first, which may round a channel of the
    picture by one differently from `flatten`; beneath nothing differs.
    """

    def __init__(self, document: Document, limit_bytes: int = LIMIT_BYTES) -> None:
        self._document = document
        self._cache = TileCache(limit_bytes)
        self._active = document.root.id
        self._floating: Floating | None = None
        self._floating_reach = EMPTY
        self._stand_ins = NO_STAND_INS
        self._coarse: dict[int, Coarse] = {}
        self._reduced: dict[tuple[int, Hashable], Reduced] = {}
        self._kept: list[KeptRun] = []
        self._far: tuple[Node, ...] | None = None
        self._margin = 0
        self._whole = self._planned()

    @property
    def active(self) -> LayerId:
        """The layer that is cheap to change; 0 for none."""
        return self._active

    @active.setter
    def active(self, id: LayerId) -> None:  # noqa: A002
        self._active = id
        self._whole = self._planned()

    @property
    def floating(self) -> Floating | None:
        """The picture shown as if it were a layer."""
        return self._floating

    @property
    def nbytes(self) -> int:
        """Memory of what is kept."""
        return self._cache.nbytes

    def show(self, floating: Floating | None) -> Bounds:
        """Show a picture as if it were a layer, or none; returns where it looks otherwise."""
        self._floating = floating
        self._reduced.clear()
        return self._on_canvas(self._planned_anew())

    def show_instead(self, stand_ins: StandIns, dirty: Bounds) -> Bounds:
        """Show other pixels in place of layers' own, or of none.

        dirty: canvas px where they differ from those shown. Returns where the picture does.
        """
        layers = stand_ins.keys() | self._stand_ins.keys()
        if not stand_ins:
            self._reduced.clear()
        self._stand_ins = stand_ins
        self._whole = self._planned()
        noted = [self._noted(PixelsChanged(layer, dirty)) for layer in layers]
        return self._on_canvas(union_of(noted))

    @property
    def is_rough(self) -> bool:
        """Whether something stands in for layers, so that the picture is there smaller as well."""
        return bool(self._stand_ins)

    def rough_tile(self, level: int, key: TileKey, area: Bounds) -> Pixels | None:
        """A tile of the picture at 1/2^level, within an area of it, while it is rough."""
        if level not in self._coarse:
            nodes = self._whole.nodes
            self._coarse[level] = Coarse(nodes, level, self._stand_ins, self._reduced)
        return self._coarse[level].tile(key, area)

    @property
    def is_far(self) -> bool:
        """Whether the picture is there at 1/2^FAR_LEVEL without being composited whole."""
        return self._far is not None

    def far_tile(self, key: TileKey, area: Bounds) -> Pixels | None:
        """A tile of the picture at 1/2^FAR_LEVEL, within an area of it, where it is far."""
        assert self._far is not None
        return render_tile(self._far, key, area, None)

    def update(self, change: Change) -> Bounds:
        """Note what a change made stale; returns where the picture may look otherwise."""
        self._reduced.clear()
        self._coarse.clear()
        simple = each(change)
        dirty = EMPTY
        if any(isinstance(one, _REPLANNED) for one in simple):
            dirty = self._planned_anew()
        return self._on_canvas(dirty.union(union_of([self._noted(one) for one in simple])))

    def tile(self, key: TileKey) -> Pixels | None:
        """The picture's tile, uint8[256, 256, 4] premultiplied BGRA; None where nothing is.

        It is to be read, and only until something is shown or changes.
        """
        return self._whole.tile(key)

    def _noted(self, change: Change) -> Bounds:
        match change:
            case PixelsChanged(layer, bounds) | LayerShownDifferently(layer, bounds):
                runs = [run for run in self._kept if layer in run.layers]
            case TreeChanged(bounds):
                runs = self._kept
            case ExtentChanged(before, after):
                runs, bounds = self._kept, before.bounds.union(after.bounds)
            case (
                SelectionChanged() | AidsChanged() | SeveralChanges()
            ):  # `each` has taken several apart
                return EMPTY
        self._note_far(change, bounds)
        bounds = self._spread(bounds)
        for owner in {_WHOLE, *(run.shape for run in runs)}:
            self._cache.mark(owner, bounds)
        return bounds

    def _note_far(self, change: Change, bounds: Bounds) -> None:
        owners: tuple[Hashable, ...] = ()
        match change:
            case PixelsChanged(layer):
                owners = owners_of(layer)
            case LayerShownDifferently(layer):  # by another mask, it may be; never other pixels
                owners = owners_of(layer)[1:]
            case ExtentChanged():
                owners = tuple(self._far_owners())
        for owner in owners:
            self._cache.mark(owner, shrunk(bounds, FAR_LEVEL))

    def _spread(self, bounds: Bounds) -> Bounds:
        """What may look otherwise when bounds do: blurs take it farther."""
        return bounds.padded(self._margin) if self._margin and not bounds.is_empty else bounds

    def _on_canvas(self, bounds: Bounds) -> Bounds:
        inside = bounds.intersection(self._document.bounds)
        return EMPTY if inside.is_empty else inside

    def _planned_anew(self) -> Bounds:
        """Plan again; returns where the floating picture came, went or was."""
        before = self._floating_reach
        self._whole = self._planned()
        self._floating_reach = _reach_of(self._floating, self._document)
        dirty = self._spread(before.union(self._floating_reach))
        self._cache.mark(_WHOLE, dirty)
        return dirty

    def _planned(self) -> KeptRun:
        """The nodes as they are now; what is kept of runs that still are, stays."""
        self._kept = []
        self._coarse.clear()
        self._margin = _margin_of(self._document)
        nodes = nodes_of(self._document, floating=self._floating, stand_ins=self._stand_ins)
        parts = self._parted(nodes) if any(map(self._is_live, nodes)) else nodes
        is_far = may_be_far(nodes, self._document.extent)
        self._far = far_nodes(nodes, self._cache) if is_far else None
        self._cache.keep_only({_WHOLE, *(run.shape for run in self._kept), *self._far_owners()})
        return KeptRun(parts, _WHOLE, frozenset(), self._cache)

    def _far_owners(self) -> Iterator[Hashable]:
        if self._document.extent.longest_side > NEAR_SIDE:
            for layer in self._document.layers:
                yield from owners_of(layer.id)

    def _parted(self, nodes: tuple[Node, ...], *, exactly: bool = False) -> tuple[Node, ...]:
        """All beneath the first live node as one; above, runs in normal mode as one each.

        exactly: not those above, as something makes much of how they are rounded.
        """
        live = [index for index, node in enumerate(nodes) if self._is_live(node)]
        first = live[0] if live else len(nodes)
        exactly = exactly or any(node.blend.is_steep for node in nodes[first:])
        return (*self._as_one(nodes[:first]), *self._above(nodes[first:], exactly=exactly))

    def _above(self, nodes: tuple[Node, ...], *, exactly: bool) -> Iterator[Node]:
        for may_merge, run in groupby(nodes, self._may_merge):
            alike = tuple(run)
            if may_merge and not exactly:
                yield from self._as_one(alike)
            else:
                yield from (self._opened(node, exactly=exactly) for node in alike)

    def _as_one(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        if not nodes or (len(nodes) == 1 and isinstance(nodes[0], Painted)):
            return nodes
        shape = ("run", *(node.shape for node in nodes))
        layers = frozenset().union(*(node.layers for node in nodes))
        self._kept.append(KeptRun(nodes, shape, layers, self._cache))
        return (self._kept[-1],)

    def _opened(self, node: Node, *, exactly: bool) -> Node:
        """A group with its insides parted, which is exact: they lie over nothing else."""
        match node:
            case Masked():
                return replace(node, node=self._opened(node.node, exactly=exactly))
            case Adjusted():
                return replace(node, beneath=self._parted(node.beneath, exactly=True))
            case Stack():
                return replace(node, nodes=self._parted(node.nodes, exactly=exactly))
            case _:
                return node

    def _may_merge(self, node: Node) -> bool:
        return node.blend is BlendMode.normal and not self._is_live(node)

    def _is_live(self, node: Node) -> bool:
        return not node.layers.isdisjoint({self._active, FLOATING, *self._stand_ins})


def _margin_of(document: Document) -> int:
    """How far, in canvas px, blurs together may take what changes."""
    adjustments = [one for one in document.layers if isinstance(one, AdjustmentLayer)]
    return sum(margin_of(one.adjustment) for one in adjustments if one.properties.visible)


def _reach_of(floating: Floating | None, document: Document) -> Bounds:
    """Where it looks otherwise for a floating picture, the layers clipped above it included."""
    if floating is None:
        return EMPTY
    if floating.above not in {layer.id for layer in document.layers}:
        return floating.bounds
    if not clipped_onto(document, floating.above):
        return floating.bounds
    return floating.bounds.union(reach_of(document, floating.above))
