"""Quarter turns and mirrors of sparse tiles, exact."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias

import numpy as np

from studio.document.placement import Placement
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds, Extent
from studio.transform.plain import kept

_Piece: TypeAlias = tuple[Bounds, Pixels]


class Turn(Enum):
    """What can be done to a picture without computing a pixel."""

    mirror = "mirror"
    flip = "flip"
    half = "half"
    clockwise = "clockwise"
    anticlockwise = "anticlockwise"


def turned_extent(extent: Extent, turn: Turn) -> Extent:
    """The size of a picture once it is turned."""
    if turn in (Turn.clockwise, Turn.anticlockwise):
        return Extent(extent.height, extent.width)
    return extent


def turned_bounds(bounds: Bounds, turn: Turn, extent: Extent) -> Bounds:
    """Where a rectangle lies once the canvas of that extent, with all on it, is turned."""
    left, top = extent.width - bounds.right, extent.height - bounds.bottom
    match turn:
        case Turn.mirror:
            return Bounds(left, bounds.y, bounds.width, bounds.height)
        case Turn.flip:
            return Bounds(bounds.x, top, bounds.width, bounds.height)
        case Turn.half:
            return Bounds(left, top, bounds.width, bounds.height)
        case Turn.clockwise:
            return Bounds(top, bounds.x, bounds.height, bounds.width)
        case Turn.anticlockwise:
            return Bounds(bounds.y, left, bounds.height, bounds.width)


def placement_of(turn: Turn, extent: Extent) -> Placement:
    """Where spots of a canvas of that extent go once it is turned."""
    width, height = float(extent.width), float(extent.height)
    match turn:
        case Turn.mirror:
            return Placement(a=-1.0, e=width)
        case Turn.flip:
            return Placement(d=-1.0, f=height)
        case Turn.half:
            return Placement(a=-1.0, d=-1.0, e=width, f=height)
        case Turn.clockwise:
            return Placement(a=0.0, b=1.0, c=-1.0, d=0.0, e=height)
        case Turn.anticlockwise:
            return Placement(a=0.0, b=-1.0, c=1.0, d=0.0, f=width)


def turned(tiles: Tiles, turn: Turn, extent: Extent) -> Tiles:
    """The tiles once the canvas of that extent is turned; read-only, those left empty dropped."""
    places = {key: turned_bounds(bounds_of(key), turn, extent) for key in tiles}
    made = {id(tile): _turned_pixels(tile, turn) for tile in tiles.values()}
    pieces = ((places[key], made[id(tile)]) for key, tile in tiles.items())
    if extent.width % TILE == extent.height % TILE == 0:
        return kept(((at.x // TILE, at.y // TILE), pixels) for at, pixels in pieces)
    return kept(_cut_up(pieces).items())


def _turned_pixels(pixels: Pixels, turn: Turn) -> Pixels:
    """New pixels, contiguous."""
    match turn:
        case Turn.mirror:
            view = pixels[:, ::-1]
        case Turn.flip:
            view = pixels[::-1]
        case Turn.half:
            view = pixels[::-1, ::-1]
        case Turn.clockwise:
            view = np.rot90(pixels, -1)
        case Turn.anticlockwise:
            view = np.rot90(pixels)
    return np.ascontiguousarray(view)


def _cut_up(pieces: Iterable[_Piece]) -> dict[TileKey, Pixels]:
    """The pieces between the tiles they fall on."""
    out: dict[TileKey, Pixels] = {}
    for at, pixels in pieces:
        for key in keys_covering(at):
            cut = at.intersection(bounds_of(key))
            if key not in out:
                out[key] = np.zeros(pixels.shape, np.uint8)
            out[key][cut.slices_in(bounds_of(key))] = pixels[cut.slices_in(at)]
    return out
