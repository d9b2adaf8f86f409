"""What is dragged catches at edges, guides and the grid that it comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studio.document.aids import Grid
from studio.document.changes import Change, PixelsChanged, each
from studio.document.layers import GroupLayer, Layer, LayerId, PaintLayer, Pictured, TextLayer
from studio.document.placement import Spot
from studio.document.tiles import TILE, TileKey, TileStore, bounds_of
from studio.geometry import EMPTY, Bounds, union_of
from studio.session.aids.guiding import Guiding, Switch
from studio.session.easel import Easel
from studio.transform.warping import tight_bounds

# Pointer events tell how near counts as the same spot: 6 px of the view. Lines reach 8.
_REACH = 8 / 6


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines across the canvas, canvas px: upright ones by their x, level ones by their y."""

    upright: tuple[float, ...] = ()
    level: tuple[float, ...] = ()

    @staticmethod
    def of(boxes: Iterable[Bounds], *, middles: bool = True) -> Lines:
        """The edges of rectangles, and their middles; empty ones have none."""
        there = [box for box in boxes if not box.is_empty]
        return Lines(
            tuple(x for box in there for x in ends_and_middle(box.x, box.right, middle=middles)),
            tuple(y for box in there for y in ends_and_middle(box.y, box.bottom, middle=middles)),
        )

    def __add__(self, other: Lines) -> Lines:
        """Both."""
        return Lines(self.upright + other.upright, self.level + other.level)


NO_LINES = Lines()


class Catching:
    """What one gesture may catch at: the lines that were there when it began.

    caught: those it catches at now.
    """

    def __init__(self, lines: Lines, grid: Grid | None) -> None:
        self.caught = NO_LINES
        self._lines = lines
        self._grid = grid

    def spot(self, spot: Spot, slack: float) -> Spot:
        """The spot, or where it catches; slack: as pointer events tell it, canvas px."""
        dx, dy = self.way(((spot[0],), (spot[1],)), slack)
        return spot[0] + dx, spot[1] + dy

    def box(self, box: Bounds, slack: float) -> Spot:
        """How far to move a box so that an edge or its middle catches; 0 where it is free."""
        return self.edges((box.x, box.right), (box.y, box.bottom), slack)

    def edges(self, across: Spot, down: Spot, slack: float) -> Spot:
        """The same for what lies between two x and two y."""
        return self.way((tuple(ends_and_middle(*across)), tuple(ends_and_middle(*down))), slack)

    def way(self, places: tuple[Sequence[float], Sequence[float]], slack: float) -> Spot:
        """How far to move so that one of several x, and one of several y, meets a line."""
        reach, grid = slack * _REACH, self._grid
        upright, level = self._lines.upright, self._lines.level
        if grid is not None:
            upright += tuple(_on_grid(x, grid.x, grid.across) for x in places[0])
            level += tuple(_on_grid(y, grid.y, grid.down) for y in places[1])
        across, down = _nearest(places[0], upright, reach), _nearest(places[1], level, reach)
        self.caught = Lines(across[1:], down[1:])
        return across[0] if across else 0.0, down[0] if down else 0.0

    def let_go(self) -> None:
        """It catches at nothing."""
        self.caught = NO_LINES


class Snapping:
    """What gestures may catch at, as the painter has it switched."""

    def __init__(self, easel: Easel, guiding: Guiding) -> None:
        self._easel = easel
        self._guiding = guiding
        self._painted: dict[LayerId, Bounds] = {}
        easel.document_changed.connect(self._on_document_changed)
        easel.document_replaced.connect(lambda _: self._painted.clear())

    def catching(
        self, *, apart_from: frozenset[LayerId] = frozenset(), guides: bool = True
    ) -> Catching:
        """For a gesture that begins; apart_from: layers that move with it."""
        has, document = self._guiding.has, self._easel.document
        if not has(Switch.snap):
            return Catching(NO_LINES, None)
        lines, aids = NO_LINES, document.aids
        if has(Switch.snap_to_canvas):
            lines += Lines.of([document.bounds])
            # What is selected moves with the layers.
            lines += NO_LINES if apart_from else Lines.of([document.selection.bounds])
        if has(Switch.snap_to_layers):
            layers = (one for one in _seen(document.root) if one.id not in apart_from)
            lines += Lines.of(map(self.painted_on, layers), middles=False)
        if guides and has(Switch.snap_to_guides) and has(Switch.guides):
            lines += Lines(aids.upright, aids.level)
        is_on_grid = has(Switch.snap_to_grid) and has(Switch.grid)
        return Catching(lines, aids.grid if is_on_grid else None)

    def box_of(self, layers: Iterable[LayerId]) -> Bounds:
        """Canvas px tightly around what is selected of layers."""
        document = self._easel.document
        moved = (document.layer(one) for one in layers)
        painted = union_of(self.painted_on(layer) for one in moved for layer in _pictured_in(one))
        if document.selection.is_none:
            return painted
        return painted.intersection(document.selection.bounds)

    def painted_on(self, layer: Pictured) -> Bounds:
        """Canvas px tightly around what is on a layer."""
        if layer.id not in self._painted:
            self._painted[layer.id] = _tightly(layer.tiles)
        return self._painted[layer.id]

    def _on_document_changed(self, change: Change) -> None:
        for one in each(change):
            if isinstance(one, PixelsChanged):
                self._painted.pop(one.layer, None)
            else:
                self._painted.clear()


def _seen(group: GroupLayer) -> Iterator[Pictured]:
    """Every layer with a picture of its own that is shown."""
    for layer in group.children:
        if layer.properties.visible:
            yield from _pictured_in(layer)


def _pictured_in(layer: Layer) -> Iterator[Pictured]:
    if isinstance(layer, GroupLayer):
        yield from _seen(layer)
    elif isinstance(layer, PaintLayer | TextLayer):
        yield layer


def _tightly(tiles: TileStore) -> Bounds:
    """Around what is painted: from the rim inward, as tiles further in add nothing to those."""
    rim, found = tiles.bounds, EMPTY
    for key in sorted(tiles.keys, key=lambda key: _from_rim(key, rim)):
        tile = tiles.get(key)
        if tile is not None and not found.contains(bounds_of(key)):
            found = found.union(tight_bounds({key: tile}))
    return found


def _from_rim(key: TileKey, rim: Bounds) -> int:
    """How many tiles a tile lies from the nearest side of all of them."""
    x, y = key[0] * TILE, key[1] * TILE
    return min(x - rim.x, y - rim.y, rim.right - x - TILE, rim.bottom - y - TILE) // TILE


def _nearest(
    places: Iterable[float], lines: Sequence[float], reach: float
) -> tuple[float, float] | tuple[()]:
    """The shortest way from a place to a line, and the line; nothing where none is near."""
    ways = ((line - place, line) for place in places for line in lines)
    return min(
        (way for way in ways if abs(way[0]) < reach), key=lambda way: abs(way[0]), default=()
    )


def _on_grid(place: float, start: float, step: float) -> float:
    return start + round((place - start) / step) * step


def ends_and_middle(near: float, far: float, *, middle: bool = True) -> Iterator[float]:
    """What of a length catches."""
    yield near
    if middle:
        yield (near + far) / 2
    yield far
