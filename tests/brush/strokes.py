"""Strokes to test with."""

from __future__ import annotations

from collections.abc import Iterable

from studio.brush.brush import Brush
from studio.brush.ink import Ink
from studio.brush.limits import Limits
from studio.brush.sample import PenSample
from studio.brush.stroke import Stroke
from studio.colour import Colour
from studio.document.tiles import Pixels, Tiles, TileStore
from studio.geometry import Bounds

CANVAS = Bounds(0, 0, 600, 400)
RED = Ink.of(Colour(255, 0, 0))
HARD = Brush(size=20.0, hardness=1.0, responses=())
SOFT = Brush(size=40.0, hardness=0.0, responses=())


def paint(
    samples: Iterable[PenSample | tuple[float, float]],
    brush: Brush = HARD,
    ink: Ink = RED,
    *,
    on: TileStore | None = None,
    selected: Tiles | None = None,
) -> TileStore:
    """A stroke through samples on a store, a new one unless told otherwise."""
    tiles = on if on is not None else TileStore(channels=len(ink.pixel))
    stroke = Stroke(tiles, brush, ink, limits=Limits(CANVAS, selected))
    for one in samples:
        stroke.add(one if isinstance(one, PenSample) else PenSample(*one))
    stroke.finish()
    return tiles


def alpha(tiles: TileStore, bounds: Bounds = CANVAS) -> Pixels:
    """Alpha of the pixels in bounds, uint8[h, w]."""
    return tiles.read(bounds)[..., 3]
