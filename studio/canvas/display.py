"""The document's picture as the view draws it: opaque tiles over a checkerboard, and smaller ones.

Level 0 is the picture itself, level l is it at 1/2^l. A tile has 256 × 256 px at every level, so
that tile (x, y) of level l covers 256·2^l canvas px a side.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from PySide6.QtGui import QColorTransform, QImage, QPainter

from studio.colour import WHITE, Colour
from studio.document.coarse import shrunk
from studio.document.compositor import Compositor
from studio.document.far import FAR_LEVEL
from studio.document.laying import image_of
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of, keys_covering
from studio.files.pictures.correction import correct, corrected
from studio.geometry import EMPTY, Bounds, Extent

LIMIT_BYTES = 256 << 20
LIGHT, DARK = WHITE, Colour(214, 214, 214)
# At 1/64 one tile holds the largest canvas.
TOP_LEVEL = 6

_SQUARE = 16
_HALF = TILE // 2
_WHOLE_TILE = Bounds(0, 0, TILE, TILE)
_Place: TypeAlias = tuple[int, TileKey]
_Parts: TypeAlias = list[tuple[Bounds, Pixels | None]]


@dataclass(slots=True, eq=False)
class _Tile:
    """pixels: uint8[256, 256, 4], BGR and 255; those of a checkerboard are shared.

    image: wraps the pixels and is never painted on, as that would part it from them while
    someone holds a copy. stale, rough: px of this tile that are to be made anew, now or once
    nothing stands in for layers any more.
    """

    pixels: Pixels
    image: QImage
    stale: Bounds = EMPTY
    rough: Bounds = EMPTY

    def make_own(self, board: _Tile) -> None:
        """Have pixels that may be written to."""
        if self.pixels is board.pixels:
            self.pixels = board.pixels.copy()
            self.image = _image_of(self.pixels)

    def empty(self, board: _Tile) -> None:
        """Show nothing but the checkerboard where stale."""
        if self.stale == _WHOLE_TILE:
            self.pixels, self.image = board.pixels, board.image
        elif self.pixels is not board.pixels:
            self.pixels[self.stale.slices] = board.pixels[self.stale.slices]


class DisplayTiles:
    """Tiles made when asked for; past `limit_bytes` the least recently asked for go.

    Where nothing is painted, one tile of checkerboard a level stands for all. correction: from
    sRGB to the screen's colours; None shows them as they are.
    """

    def __init__(
        self,
        compositor: Compositor,
        extent: Extent,
        *,
        light: Colour = LIGHT,
        dark: Colour = DARK,
        correction: QColorTransform | None = None,
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        self._compositor = compositor
        self._extent = extent
        self._limit_bytes = limit_bytes
        self._nbytes = 0
        self._coarsest = 0
        self._correction = correction
        # The composite goes over the one that is not corrected yet, and is corrected with it.
        self._grounds = self._boards = tuple(_checkerboards(light, dark))
        if correction is not None:
            shown = corrected(light, correction), corrected(dark, correction)
            self._boards = tuple(_checkerboards(*shown))
        self._tiles: OrderedDict[_Place, _Tile] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Memory of the tiles, the checkerboards not counted."""
        return self._nbytes

    def mark(self, bounds: Bounds) -> None:
        """Note that the picture looks otherwise within bounds (canvas px)."""
        for level in range(self._coarsest + 1):
            touched = shrunk(bounds, level)
            for key in self._keys_touched(level, touched):
                tile = self._tiles.get((level, key))
                if tile is not None and tile.stale != _WHOLE_TILE:
                    at = bounds_of(key)
                    tile.stale = tile.stale.union(touched.intersection(at).relative_to(at))

    def image(self, level: int, key: TileKey) -> QImage:
        """A tile, RGB32, up to date; to be drawn now, neither painted on nor kept."""
        self._coarsest = max(self._coarsest, level)
        return self._fresh(level, key).image

    def _fresh(self, level: int, key: TileKey) -> _Tile:
        tile = self._tiles.get((level, key))
        if tile is None:
            board = self._boards[level]
            tile = _Tile(board.pixels, board.image, _WHOLE_TILE)
        if not tile.rough.is_empty and not self._compositor.is_rough:
            tile.stale, tile.rough = tile.stale.union(tile.rough), EMPTY
        if not tile.stale.is_empty:
            self._forget((level, key))
            self._refresh(tile, level, key)
            self._keep(tile, level, key)
        self._tiles.move_to_end((level, key))
        return tile

    def _refresh(self, tile: _Tile, level: int, key: TileKey) -> None:
        """Make what is stale of a tile anew, from the composite or from the next finer level.

        While it is dragged about, as fast as it goes, and where a large canvas is seen from afar:
        from the composite at this level.
        """
        if level == 0:
            self._bake(tile, level, self._compositor.tile(key))
        elif self._compositor.is_rough:
            at = bounds_of(key)
            area = tile.stale.translated(at.x, at.y)
            self._bake(tile, level, self._compositor.rough_tile(level, key, area))
            tile.rough = tile.rough.union(tile.stale)
        elif level == FAR_LEVEL and self._compositor.is_far:
            at = bounds_of(key)
            area = tile.stale.translated(at.x, at.y)
            self._bake(tile, level, self._compositor.far_tile(key, area))
        else:
            self._halve(tile, level, key)
        tile.stale = EMPTY

    def _bake(self, tile: _Tile, level: int, composite: Pixels | None) -> None:
        area, board = tile.stale, self._boards[level]
        if composite is None:
            tile.empty(board)
            return
        tile.make_own(board)
        tile.pixels[area.slices] = self._grounds[level].pixels[area.slices]
        target, source = _image_of(tile.pixels), image_of(composite)
        painter = QPainter(target)
        try:
            painter.drawImage(area.x, area.y, source, area.x, area.y, area.width, area.height)
        finally:
            painter.end()
        if self._correction is not None:
            correct(target, area, self._correction)

    def _halve(self, tile: _Tile, level: int, key: TileKey) -> None:
        board, parts = self._boards[level], self._halved(tile, level, key)
        if all(pixels is None for _, pixels in parts):
            tile.empty(board)
            return
        tile.make_own(board)
        for area, pixels in parts:
            tile.pixels[area.slices] = board.pixels[area.slices] if pixels is None else pixels

    def _halved(self, tile: _Tile, level: int, key: TileKey) -> _Parts:
        """What is stale in each quarter, from the finer tile that it shows."""
        parts: _Parts = []
        for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
            quarter = Bounds(column * _HALF, row * _HALF, _HALF, _HALF)
            area = tile.stale.intersection(quarter)
            if not area.is_empty:
                finer = (2 * key[0] + column, 2 * key[1] + row)
                parts.append((area, self._half_of(level - 1, finer, area.relative_to(quarter))))
        return parts

    def _half_of(self, level: int, key: TileKey, area: Bounds) -> Pixels | None:
        """A tile at half its size, cut to an area (px of that); None where it is checkerboard."""
        if bounds_of(key).intersection(shrunk(self._extent.bounds, level)).is_empty:
            return None
        tile = self._fresh(level, key)
        if tile.pixels is self._boards[level].pixels:
            return None
        source = Bounds(2 * area.x, 2 * area.y, 2 * area.width, 2 * area.height)
        return _halved(tile.pixels[source.slices])

    def _keys_touched(self, level: int, bounds: Bounds) -> Iterable[TileKey]:
        """Every key within bounds, or every key kept, whichever are fewer to look at."""
        columns, rows = bounds.width // TILE + 2, bounds.height // TILE + 2
        if columns * rows < len(self._tiles):
            return keys_covering(bounds)
        return [key for one, key in self._tiles if one == level]

    def _keep(self, tile: _Tile, level: int, key: TileKey) -> None:
        self._tiles[level, key] = tile
        self._nbytes += self._own_bytes(level, tile)
        while self._nbytes > self._limit_bytes and len(self._tiles) > 1:
            self._forget(next(iter(self._tiles)))

    def _forget(self, place: _Place) -> None:
        tile = self._tiles.pop(place, None)
        if tile is not None:
            self._nbytes -= self._own_bytes(place[0], tile)

    def _own_bytes(self, level: int, tile: _Tile) -> int:
        return 0 if tile.pixels is self._boards[level].pixels else tile.pixels.nbytes


def _checkerboards(light: Colour, dark: Colour) -> Iterator[_Tile]:
    """A tile of checkerboard for each level; every tile is the same."""
    rows, columns = np.mgrid[0:TILE, 0:TILE] // _SQUARE
    colours = np.array([_bgr(light), _bgr(dark)], np.uint8)
    pixels: Pixels = colours[(rows + columns) % 2]
    for _ in range(TOP_LEVEL + 1):
        pixels.flags.writeable = False
        yield _Tile(pixels, _image_of(pixels))
        pixels = np.tile(_halved(pixels), (2, 2, 1))


def _bgr(colour: Colour) -> tuple[int, int, int, int]:
    return colour.blue, colour.green, colour.red, 255


def _halved(pixels: Pixels) -> Pixels:
    size = (pixels.shape[1] // 2, pixels.shape[0] // 2)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _image_of(pixels: Pixels) -> QImage:
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
