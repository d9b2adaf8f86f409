"""What a transform lifts, how it is seen meanwhile, and how it is put down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

import cv2
import numpy as np

from studio.brush.moving import clipped, laid_over, parted, put_down
from studio.document.coarse import Reduced, StandIn, StandIns
from studio.document.document import Document
from studio.document.layers import LayerId, LayerMask, PaintLayer
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, TileStore, keys_covering
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.painting import alpha_is_locked
from studio.text import tr
from studio.transform.contours import contours
from studio.transform.plain import kept, read
from studio.transform.warping import QuickWarp, tight_bounds
from studio.transform.ways import Spots, Way

_ALL = np.full((TILE, TILE), 255, np.uint8)
_ALL.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Lifted:
    """Layers, or the selection alone; box: tightly around what is transformed.

    selected: the selection, where it goes along or is all that is lifted; None where nothing is.
    """

    document: Document
    box: Bounds
    layers: tuple[LiftedLayer, ...]
    selected: Tiles | None
    outline: tuple[Spots, ...] = ()

    def shown(self, way: Way) -> StandIns:
        """How layers are seen, taken a way."""
        return {layer.id: layer.stand_in(way) for layer in self.layers}

    def put_down(self, way: Way) -> None:
        """Resample what was lifted, once, and make it last; one step."""
        title = tr("Transform") if self.layers else tr("Transform selection")
        with self.document.history.one_step(title):
            for layer in self.layers:
                layer.put_down(self.document, way, title)
            if self.selected is not None:
                self._select(way, self.selected)

    def _select(self, way: Way, selected: Tiles) -> None:
        there = way.tiles(selected, tight_bounds(selected))
        with self.document.selecting(tr("Transform selection")) as selection:
            _replace(selection.tiles, clipped(there, self.document.bounds))


@dataclass(frozen=True, slots=True, eq=False)
class LiftedLayer:
    """A layer's pixels: what is taken and what is left; and its mask, where that goes along."""

    id: LayerId
    pixels: Tiles
    left: Tiles
    box: Bounds
    quick: QuickWarp
    mask: LiftedMask | None
    _left_smaller: dict[int, Reduced] = field(default_factory=dict)

    def stand_in(self, way: Way, level: int = 0) -> StandIn:
        """How it is seen at 1/2^level, taken a way."""
        left = self.left.get if level == 0 else self._left_at(level).get
        hidden = None if self.mask is None else _Seen(partial(self.mask.tile, way, level))
        tiles = _Seen(partial(self._tile, way, level, left))
        return StandIn(tiles, hidden, partial(self.stand_in, way))

    def put_down(self, document: Document, way: Way, title: str) -> None:
        """Make it last, inside of a step."""
        with document.painting(self.id, title) as tiles:
            _replace(tiles, put_down(way.tiles(self.pixels, self.box), self.left))
        if self.mask is not None:
            with document.masking(self.id, title) as hidden:
                _replace(hidden, self.mask.tiles(way))

    def _tile(
        self, way: Way, level: int, left: Callable[[TileKey], Pixels | None], key: TileKey
    ) -> Pixels | None:
        upper, lower = way.tile(self.quick, key, level), left(key)
        if upper is None or lower is None:
            return lower if upper is None else upper
        return laid_over(upper, lower)

    def _left_at(self, level: int) -> Reduced:
        return self._left_smaller.setdefault(level, Reduced(self.left.get, level))


@dataclass(frozen=True)
class LiftedMask:
    """What a mask hides, or what it shows where it hides what lies around: that goes on then."""

    coverage: Tiles
    hides_around: bool
    canvas: Bounds

    @cached_property
    def box(self) -> Bounds:
        """Tightly around the coverage."""
        return tight_bounds(self.coverage)

    @cached_property
    def quick(self) -> QuickWarp | None:
        """The coverage made ready to be seen."""
        return None if self.box.is_empty else QuickWarp(self.coverage, self.box)

    def tile(self, way: Way, level: int, key: TileKey) -> Pixels | None:
        """What is hidden, quickly."""
        made = None if self.quick is None else way.tile(self.quick, key, level)
        if not self.hides_around:
            return made
        return _ALL if made is None else np.asarray(cv2.bitwise_not(made), np.uint8)

    def tiles(self, way: Way) -> Tiles:
        """What is hidden, well."""
        made = {} if self.box.is_empty else way.tiles(self.coverage, self.box)
        return _inverted(made, self.canvas) if self.hides_around else made


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Tiles made when they are asked for, and once."""

    make: Callable[[TileKey], Pixels | None]
    made: dict[TileKey, Pixels | None] = field(default_factory=dict)

    def get(self, key: TileKey) -> Pixels | None:
        """The tile to read, or None where all is zero."""
        if key not in self.made:
            self.made[key] = self.make(key)
        return self.made[key]


def lift(easel: Easel) -> Lifted:
    """What is selected of the active layer; or all of it, and its mask with it.

    Raises:
        InputError: it cannot be painted on, or there is nothing on it.
    """
    document, layer = easel.document, easel.target()
    if layer.properties.alpha_locked:
        raise alpha_is_locked(layer)
    selection = document.selection
    selected = None if selection.is_none else selection.tiles.snapshot()
    made = _lifted_layer(layer, selected, document.bounds)
    if made is None:
        raise InputError(
            tr("There is nothing here to transform."),
            tr("Choose a layer with something painted on it, or select where it is."),
        )
    return Lifted(document, made.box, (made,), selected)


def lift_selection(easel: Easel) -> Lifted:
    """The selection alone.

    Raises:
        InputError: nothing is selected.
    """
    selection = easel.document.selection
    if selection.is_none:
        raise InputError(tr("Nothing is selected."), tr("Select something first."))
    selected, box = selection.tiles.snapshot(), selection.bounds
    return Lifted(easel.document, box, (), selected, contours(selected, box))


def _lifted_layer(layer: PaintLayer, selected: Tiles | None, canvas: Bounds) -> LiftedLayer | None:
    pixels, left = parted(layer.tiles.snapshot(), selected)
    box = tight_bounds(pixels)
    if box.is_empty:
        return None
    goes_along = selected is None and layer.mask is not None and layer.mask.is_on
    mask = _lifted_mask(layer.mask, canvas) if goes_along and layer.mask is not None else None
    return LiftedLayer(layer.id, pixels, left, box, QuickWarp(pixels, box), mask)


def _lifted_mask(mask: LayerMask, canvas: Bounds) -> LiftedMask:
    hidden = mask.hidden.snapshot()
    hides_around = _hides_around(hidden, canvas)
    return LiftedMask(_inverted(hidden, canvas) if hides_around else hidden, hides_around, canvas)


def _hides_around(hidden: Tiles, canvas: Bounds) -> bool:
    """Whether more than half of the canvas's edge is hidden."""
    if not hidden:
        return False
    x, y, right, bottom = canvas.x, canvas.y, canvas.right, canvas.bottom
    edges = (
        Bounds(x, y, canvas.width, 1),
        Bounds(x, bottom - 1, canvas.width, 1),
        Bounds(x, y, 1, canvas.height),
        Bounds(right - 1, y, 1, canvas.height),
    )
    return float(np.mean([read(hidden, edge).mean() for edge in edges])) > 127


def _inverted(coverage: Tiles, canvas: Bounds) -> Tiles:
    """What is covered on the canvas by what was not."""
    nothing = np.zeros((TILE, TILE), np.uint8)
    keys = keys_covering(canvas)
    return kept(
        (key, np.asarray(cv2.bitwise_not(coverage.get(key, nothing)), np.uint8)) for key in keys
    )


def _replace(store: TileStore, tiles: Tiles) -> None:
    store.apply({**dict.fromkeys(store.keys - tiles.keys()), **tiles})
