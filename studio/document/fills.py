"""What covers the whole canvas without being painted: a colour, a gradient, a pattern."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias, assert_never

import numpy as np

from studio.colour import BLACK, WHITE, Colour
from studio.document.gradients import Blend, Gradient, GradientShape
from studio.document.patterns import PatternKind, covered
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds
from studio.text import tr


@dataclass(frozen=True, slots=True)
class GradientFill:
    """From one colour to another across the canvas, whatever its size.

    angle: degrees, clockwise as seen; 0 goes from left to right. scale: of what fits the canvas.
    fades: it ends in nothing instead of in `last`.
    """

    first: Colour = BLACK
    last: Colour = WHITE
    shape: GradientShape = GradientShape.linear
    angle: float = 90.0
    scale: float = 1.0
    fades: bool = False


@dataclass(frozen=True, slots=True)
class PatternFill:
    """One colour drawn on another, again and again.

    size: canvas px after which it repeats. angle: degrees, clockwise as seen.
    is_clear: it is drawn on nothing instead of on `ground`.
    """

    kind: PatternKind = PatternKind.checks
    ink: Colour = BLACK
    ground: Colour = WHITE
    size: float = 64.0
    angle: float = 0.0
    is_clear: bool = False


FillContent: TypeAlias = Colour | GradientFill | PatternFill


@dataclass(frozen=True, slots=True)
class FillTiles:
    """What a canvas is covered with, as tiles to read."""

    content: FillContent
    canvas: Bounds

    def get(self, key: TileKey) -> Pixels:
        """The tile, uint8[256, 256, 4] premultiplied BGRA."""
        if isinstance(self.content, Colour):
            return _tile_of(self.content)
        return _drawn(self.content, self.canvas, bounds_of(key))

    def read(self, bounds: Bounds) -> Pixels:
        """Any bounds: a new array."""
        out = np.empty((bounds.height, bounds.width, 4), np.uint8)
        for key in keys_covering(bounds):
            cut = bounds_of(key).intersection(bounds)
            out[cut.slices_in(bounds)] = self.get(key)[cut.slices_in(bounds_of(key))]
        return out

    def painted(self) -> Tiles:
        """All of them as they would have been painted on the canvas."""
        tiles: dict[TileKey, Pixels] = {}
        for key in keys_covering(self.canvas):
            at = bounds_of(key)
            inside = self.canvas.intersection(at).slices_in(at)
            tiles[key] = tile = np.zeros((TILE, TILE, 4), np.uint8)
            tile[inside] = self.get(key)[inside]
            tile.flags.writeable = False
        return tiles

    def smaller(self, level: int) -> FillTiles:
        """The same at 1/2^level."""
        side = 1 << level
        right, bottom = -(-self.canvas.right // side), -(-self.canvas.bottom // side)
        canvas = Bounds.from_edges(self.canvas.x // side, self.canvas.y // side, right, bottom)
        if isinstance(self.content, PatternFill):
            return FillTiles(replace(self.content, size=self.content.size / side), canvas)
        return FillTiles(self.content, canvas)


def fill_title(content: FillContent | type[FillContent]) -> str:
    """What menus and layers call it."""
    titles: dict[type[FillContent], str] = {
        Colour: tr("Colour fill"),
        GradientFill: tr("Gradient fill"),
        PatternFill: tr("Pattern fill"),
    }
    return titles[content if isinstance(content, type) else type(content)]


def _drawn(content: GradientFill | PatternFill, canvas: Bounds, at: Bounds) -> Pixels:
    match content:
        case GradientFill():
            along = _gradient_on(content, canvas).along(at)
            return _blend_of(content.first, None if content.fades else content.last).pixels(along)
        case PatternFill():
            share = covered(content.kind, at, content.size, content.angle)
            blend = _blend_of(content.ink, None if content.is_clear else content.ground)
            return blend.pixels(np.float32(1) - share)
        case _:
            assert_never(content)


def _gradient_on(content: GradientFill, canvas: Bounds) -> Gradient:
    """Where it begins and ends: at the edges of the canvas, or from its middle to its corners."""
    turn = math.radians(content.angle)
    across, down = math.cos(turn), math.sin(turn)
    x, y = canvas.x + canvas.width / 2, canvas.y + canvas.height / 2
    if content.shape is GradientShape.radial:
        reach = content.scale * math.hypot(canvas.width, canvas.height) / 2
        return Gradient((x, y), (x + reach, y), content.shape)
    reach = content.scale * (abs(across) * canvas.width + abs(down) * canvas.height) / 2
    way = across * reach, down * reach
    return Gradient((x - way[0], y - way[1]), (x + way[0], y + way[1]))


@lru_cache(maxsize=16)
def _tile_of(colour: Colour) -> Pixels:
    tile = np.full((TILE, TILE, 4), (colour.blue, colour.green, colour.red, 255), np.uint8)
    tile.flags.writeable = False
    return tile


@lru_cache(maxsize=8)
def _blend_of(first: Colour, last: Colour | None) -> Blend:
    clear = (first.blue, first.green, first.red, 0)
    end = clear if last is None else (last.blue, last.green, last.red, 255)
    return Blend((first.blue, first.green, first.red, 255), end)
