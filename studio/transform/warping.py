"""Sparse tiles through a perspective: once and well, or quickly while it is being looked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.brush.moving import clipped, shifted
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds
from studio.transform.plain import blank, kept, premultiplied, read
from studio.transform.quad import Matrix, Quad, around_spots, inverse, shifted_by, taken

# Samples that one pixel is the mean of, along each axis, at most.
_MOST_SAMPLES = 16
# What Lanczos over 8 × 8 px looks at around a spot, and a pixel for rounding.
REACH = 5
_BEHIND = 1e-6
Floats: TypeAlias = NDArray[np.float32]


def warped(tiles: Tiles, box: Bounds, matrix: Matrix) -> Tiles:
    """What tiles hold within a box, taken through a matrix; premultiplied BGRA or coverage.

    Lanczos where it grows, the mean of what falls into a pixel where it shrinks; whole pixels
    are only moved. A box and its picture have to be sound (`Quad.is_sound`).
    """
    by = _whole_way(matrix)
    if by is not None:
        return kept(shifted(clipped(tiles, box), *by).items())
    warp = _Warp(tiles, box, inverse(matrix), Quad.around(box).through(matrix).bounds)
    return kept((key, warp.tile(key)) for key in keys_reached(tiles, box, matrix))


def _whole_way(matrix: Matrix) -> tuple[int, int] | None:
    """How far a matrix moves, if it does nothing else and by whole pixels."""
    dx, dy = round(matrix[0, 2]), round(matrix[1, 2])
    return (dx, dy) if np.allclose(matrix, shifted_by(dx, dy), atol=1e-7) else None


def keys_reached(tiles: Tiles, box: Bounds, matrix: Matrix) -> set[TileKey]:
    """Where what tiles hold within a box may come to lie."""
    found: set[TileKey] = set()
    for key in tiles:
        inside = bounds_of(key).intersection(box)
        if not inside.is_empty:
            found.update(keys_covering(Quad.around(inside).through(matrix).bounds.padded(REACH)))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Warp:
    """back: canvas spots to those of the tiles. reach: canvas px around the picture."""

    tiles: Tiles
    box: Bounds
    back: Matrix
    reach: Bounds

    def tile(self, key: TileKey) -> Pixels:
        """One tile of the picture."""
        out = blank(self.tiles, bounds_of(key))
        area = bounds_of(key).intersection(self.reach.padded(REACH))
        window = self._window(area)
        if area.is_empty or window.is_empty:
            return out
        samples = self._samples(area)
        made = self._sampled(read(self.tiles, window), window, area, samples)
        out[area.slices_in(bounds_of(key))] = premultiplied(made) if made.ndim == 3 else made
        return out

    def _window(self, area: Bounds) -> Bounds:
        """The px of the tiles that an area shows."""
        corners = Quad.around(area.padded(1)).corners
        if min(_depth(self.back, corner) for corner in corners) <= _BEHIND:
            return self.box
        spots = [taken(self.back, corner) for corner in corners]
        return around_spots(spots).padded(REACH).intersection(self.box)

    def _samples(self, area: Bounds) -> tuple[int, int]:
        """How many px of the tiles go into one, across and down, where they are most."""
        steps = [_steps(self.back, corner) for corner in Quad.around(area).corners]
        across, down = (max(step) for step in zip(*steps, strict=True))
        return samples_for(across), samples_for(down)

    def _sampled(
        self, pixels: Pixels, window: Bounds, area: Bounds, samples: tuple[int, int]
    ) -> Pixels:
        across, down = samples
        size = area.width * across, area.height * down
        fine = np.diag((1 / across, 1 / down, 1.0)) @ shifted_by(0.5, 0.5)
        way = shifted_by(-0.5 - window.x, -0.5 - window.y) @ self.back
        matrix = way @ shifted_by(area.x, area.y) @ fine
        how = cv2.INTER_LANCZOS4 if samples == (1, 1) else cv2.INTER_LINEAR
        made = _warp(pixels, matrix, size, how)
        return made if samples == (1, 1) else shrunk_to(made, (area.width, area.height))


class QuickWarp:
    """The same picture quickly: from pixels made smaller once, by linear interpolation."""

    def __init__(self, tiles: Tiles, box: Bounds, most: int = 4096) -> None:
        self._step = 1
        while max(box.width, box.height) / self._step > most:
            self._step *= 2
        self._box = box.aligned(self._step)
        self._sizes = [reduced(tiles, self._box, self._step)]

    def tile(self, key: TileKey, matrix: Matrix) -> Pixels | None:
        """One tile of the picture; None where it has nothing."""
        box, back = self._box, inverse(matrix)
        pixels = self._sized(max(_steps(back, Quad.around(box).through(matrix).middle)))
        height, width = pixels.shape[:2]
        scale = np.diag((width / box.width, height / box.height, 1.0))
        way = shifted_by(-0.5, -0.5) @ scale @ shifted_by(-box.x, -box.y) @ back
        whole = way @ shifted_by(key[0] * TILE + 0.5, key[1] * TILE + 0.5)
        made = _warp(pixels, whole, (TILE, TILE), cv2.INTER_LINEAR)
        return made if made.any() else None

    @property
    def box(self) -> Bounds:
        """What it is a picture of, canvas px."""
        return self._box

    def placed(self, x: Floats, y: Floats, shrinking: float) -> tuple[Floats, Floats]:
        """Spots of the canvas, counted in the pixels there are where it shrinks by so much."""
        box = self._box
        height, width = self._sized(shrinking).shape[:2]
        columns = (x - np.float32(box.x)) * np.float32(width / box.width) - np.float32(0.5)
        rows = (y - np.float32(box.y)) * np.float32(height / box.height) - np.float32(0.5)
        return columns, rows

    def sampled(self, columns: Floats, rows: Floats, shrinking: float) -> Pixels:
        """What is at spots that were `placed` so, float32[h, w] each; at the edge it goes on."""
        pixels, how, border = self._sized(shrinking), cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
        return np.asarray(cv2.remap(pixels, columns, rows, how, borderMode=border), np.uint8)

    def _sized(self, shrinking: float) -> Pixels:
        """The pixels, halved as often as they shrink anyway."""
        level = math.floor(math.log2(max(shrinking / self._step, 1.0)))
        while len(self._sizes) <= level and min(self._sizes[-1].shape[:2]) > 1:
            height, width = self._sizes[-1].shape[:2]
            self._sizes.append(
                shrunk_to(self._sizes[-1], (max(1, width // 2), max(1, height // 2)))
            )
        return self._sizes[min(level, len(self._sizes) - 1)]


def _warp(pixels: Pixels, matrix: Matrix, size: tuple[int, int], how: int) -> Pixels:
    """Pixels sampled where a matrix takes those of the result; nothing beyond their edges."""
    flags = how | cv2.WARP_INVERSE_MAP
    made = cv2.warpPerspective(pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT)
    width, height = size
    depths = [_depth(matrix, spot) for spot in ((0, 0), (width, 0), (0, height), (width, height))]
    out = np.asarray(made, np.uint8)
    if min(depths) <= _BEHIND:
        rows, columns = np.mgrid[0:height, 0:width]
        out[matrix[2, 0] * columns + matrix[2, 1] * rows + matrix[2, 2] <= _BEHIND] = 0
    return out


def _depth(matrix: Matrix, spot: tuple[float, float]) -> float:
    """What is divided by at a spot; behind the eye it is not positive."""
    return float(matrix[2, 0] * spot[0] + matrix[2, 1] * spot[1] + matrix[2, 2])


def _steps(back: Matrix, spot: tuple[float, float]) -> tuple[float, float]:
    """How far the source goes with a step of one px across, and with one down."""
    depth = _depth(back, spot)
    if depth <= _BEHIND:
        return 1.0, 1.0
    x, y = taken(back, spot)
    across = math.hypot(back[0, 0] - x * back[2, 0], back[1, 0] - y * back[2, 0]) / depth
    down = math.hypot(back[0, 1] - x * back[2, 1], back[1, 1] - y * back[2, 1]) / depth
    return across, down


def samples_for(step: float) -> int:
    """Of how many samples along an axis a pixel is the mean, where so many px go into one."""
    return min(max(1, math.ceil(step - 0.01)), _MOST_SAMPLES)


def reduced(tiles: Tiles, box: Bounds, step: int) -> Pixels:
    """The pixels in a box, whose edges are multiples of the step, at one in so many."""
    if step == 1:
        return read(tiles, box)
    small = Bounds(box.x // step, box.y // step, box.width // step, box.height // step)
    out = blank(tiles, small)
    side = TILE // step
    for key, tile in tiles.items():
        at = Bounds(key[0] * side, key[1] * side, side, side)
        cut = at.intersection(small)
        if not cut.is_empty:
            out[cut.slices_in(small)] = shrunk_to(tile, (side, side))[cut.slices_in(at)]
    return out


def shrunk_to(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The mean of what falls into each pixel."""
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def tight_bounds(tiles: Tiles) -> Bounds:
    """Canvas px tightly around what is not nothing: alpha, or coverage."""
    total = EMPTY
    for key, tile in tiles.items():
        x, y, width, height = cv2.boundingRect(tile[..., 3] if tile.ndim == 3 else tile)
        if width:
            at = bounds_of(key)
            total = total.union(Bounds(at.x + x, at.y + y, width, height))
    return total
