"""A layer that is transformed: how it is seen meanwhile, and how it is put down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Protocol

import cv2
import numpy as np

from studio.brush.moving import clipped, laid_over, parted, put_down
from studio.document.coarse import Reduced, StandIn
from studio.document.document import Document
from studio.document.layers import Layer, LayerId, LayerMask, Pictured, TextLayer
from studio.document.lettering import can_draw, lettered
from studio.document.placement import Placement
from studio.document.rewording import SetText
from studio.document.texts import Text
from studio.document.tiles import TILE, Pixels, TileKey, TilePatch, Tiles, TileStore, keys_covering
from studio.geometry import EMPTY, Bounds
from studio.session.layers.rasterising import as_paint
from studio.transform.plain import kept, read
from studio.transform.warping import QuickWarp, tight_bounds
from studio.transform.ways import Way

_ALL = np.full((TILE, TILE), 255, np.uint8)
_ALL.flags.writeable = False
# How much less deep a box may be at one end for letters to be set in it.
_SKEW = 1e-6
# No text is set larger: a file could not be read that says so. Nor so small that nothing is left.
_LARGEST, _SMALLEST = 10_000, 1


class Piece(Protocol):
    """A layer that is transformed."""

    @property
    def id(self) -> LayerId:
        """The layer."""

    @property
    def box(self) -> Bounds:
        """Canvas px tightly around its pixels; empty where it has but a mask."""

    @property
    def mask(self) -> LiftedMask | None:
        """Its mask, where that goes along."""

    def stand_in(self, way: Way, level: int = 0) -> StandIn:
        """How it is seen at 1/2^level, taken a way."""

    def put_down(self, document: Document, way: Way, title: str) -> LayerId:
        """Make it last, inside of a step; the layer that it is then."""


@dataclass(frozen=True, slots=True, eq=False)
class LiftedLayer:
    """A layer's pixels: what is taken and what is left; and its mask, where that goes along.

    quick: the pixels made ready to be seen; None where it has none.
    """

    id: LayerId
    pixels: Tiles
    left: Tiles
    box: Bounds
    quick: QuickWarp | None
    mask: LiftedMask | None
    _left_smaller: dict[int, Reduced] = field(default_factory=dict)

    def stand_in(self, way: Way, level: int = 0) -> StandIn:
        """How it is seen at 1/2^level, taken a way."""
        left = self.left.get if level == 0 else self._left_at(level).get
        hidden = None if self.mask is None else _Seen(partial(self.mask.tile, way, level))
        tiles = _Seen(partial(self._tile, way, level, left))
        return StandIn(tiles, hidden, partial(self.stand_in, way))

    def put_down(self, document: Document, way: Way, title: str) -> LayerId:
        """Make it last, inside of a step."""
        if self.quick is not None:
            with document.painting(self.id, title) as tiles:
                _replace(tiles, put_down(way.tiles(self.pixels, self.box), self.left))
        self.put_mask_down(document, self.id, way, title)
        return self.id

    def put_mask_down(self, document: Document, id: LayerId, way: Way, title: str) -> None:  # noqa: A002
        """The same for the mask alone, of whichever layer has it now."""
        if self.mask is not None and document.layer(id).mask is not None:
            with document.masking(id, title) as hidden:
                _replace(hidden, self.mask.tiles(way))

    def _tile(
        self, way: Way, level: int, left: Callable[[TileKey], Pixels | None], key: TileKey
    ) -> Pixels | None:
        upper = None if self.quick is None else way.tile(self.quick, key, level)
        lower = left(key)
        if upper is None or lower is None:
            return lower if upper is None else upper
        return laid_over(upper, lower)

    def _left_at(self, level: int) -> Reduced:
        return self._left_smaller.setdefault(level, Reduced(self.left.get, level))


@dataclass(frozen=True, slots=True, eq=False)
class LiftedText:
    """A text: set anew where that can be, so that it stays text and sharp; else it becomes paint.

    picture: what it looks like, all of it.
    """

    text: Text
    picture: LiftedLayer

    @property
    def id(self) -> LayerId:
        """The layer."""
        return self.picture.id

    @property
    def box(self) -> Bounds:
        """Canvas px tightly around the letters."""
        return self.picture.box

    @property
    def mask(self) -> LiftedMask | None:
        """Its mask."""
        return self.picture.mask

    def stand_in(self, way: Way, level: int = 0) -> StandIn:
        """How it is seen at 1/2^level, taken a way."""
        return self.picture.stand_in(way, level)

    def stays_text(self, way: Way) -> bool:
        """Whether letters can be set as the way takes them: turned, sheared, not bent."""
        return self._reset(way) is not None

    def put_down(self, document: Document, way: Way, title: str) -> LayerId:
        """Make it last, inside of a step."""
        text = self._reset(way)
        if text is None:
            paint = as_paint(document, self.id)
            with document.painting(paint, title) as tiles:
                _replace(tiles, clipped(self._taken(way), document.bounds))
            self.picture.put_mask_down(document, paint, way, title)
            return paint
        is_here = can_draw(text)
        after = lettered(text, document.bounds) if is_here else self._taken(way)
        patch = TilePatch.between(self.picture.pixels, after)
        document.do(SetText(self.id, self.text, text, patch, title))
        self.picture.put_mask_down(document, self.id, way, title)
        return self.id

    def _taken(self, way: Way) -> Tiles:
        return way.tiles(self.picture.pixels, self.box)

    def _reset(self, way: Way) -> Text | None:
        at = _placement_of(way, self.box)
        if at is None:
            return None
        text = self.text.placed(at)
        return text if _SMALLEST < text.style.size <= _LARGEST else None


def _placement_of(way: Way, box: Bounds) -> Placement | None:
    """Where a way takes the spots of a box, if it keeps lines parallel."""
    matrix = way.matrix
    if matrix is None or abs(matrix[2, :2]).max() * max(box.width, box.height) > _SKEW:
        return None
    (a, c, e), (b, d, f), _ = (matrix / matrix[2, 2]).tolist()
    return Placement(a, b, c, d, e, f)


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


def lifted_layer(layer: Layer, selected: Tiles | None, canvas: Bounds) -> Piece | None:
    """What is selected of a layer, or all of it and its mask; None where that is nothing.

    A text goes as a whole; of what has no pixels the mask goes, where nothing is selected.
    """
    mask = None
    if selected is None and layer.mask is not None and layer.mask.is_on:
        mask = _lifted_mask(layer.mask, canvas)
    if not isinstance(layer, Pictured):
        return None if mask is None else LiftedLayer(layer.id, {}, {}, EMPTY, None, mask)
    is_text = isinstance(layer, TextLayer)
    pixels, left = parted(layer.tiles.snapshot(), None if is_text else selected)
    box = tight_bounds(pixels)
    if box.is_empty:
        return None
    made = LiftedLayer(layer.id, pixels, left, box, QuickWarp(pixels, box), mask)
    return LiftedText(layer.text, made) if isinstance(layer, TextLayer) else made


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
