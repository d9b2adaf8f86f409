"""Sparse tiles at another size: averaged when smaller, Lanczos when larger."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.document.tiles import Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds, Extent
from studio.transform.plain import blank, kept, premultiplied, read

if TYPE_CHECKING:
    from PIL import Image

# Lanczos with three lobes looks this many px to each side, of whichever size is smaller.
_LOBES = 3


@dataclass(frozen=True, slots=True)
class Resampling:
    """From one size of the canvas to another.

    Pillow, not OpenCV: it takes a window of fractional pixels and weighs what lies around it, so
    that tiles resized one by one meet without a seam.
    """

    before: Extent
    after: Extent

    def tiles(self, tiles: Tiles) -> Tiles:
        """The tiles of a layer or a selection at the other size; read-only, empty ones dropped.

        Where nothing lies beyond the canvas its edges stay as opaque as they are.
        """
        source = _Source(tiles, self.before)
        return kept((key, self._tile(source, key)) for key in self._keys(tiles))

    @property
    def _scale(self) -> tuple[float, float]:
        """Source px that one px is wide and high."""
        return self.before.width / self.after.width, self.before.height / self.after.height

    @property
    def _how(self) -> Image.Resampling:
        from PIL import Image

        smaller = all(step >= 1 for step in self._scale)
        return Image.Resampling.BOX if smaller else Image.Resampling.LANCZOS

    @property
    def _reach(self) -> int:
        """Source px beyond a window that count."""
        return math.ceil(_LOBES * max(1.0, *self._scale)) + 1

    def _keys(self, tiles: Tiles) -> set[TileKey]:
        """Where something may come to lie."""
        across, down = self._scale
        found: set[TileKey] = set()
        for key in tiles:
            around = bounds_of(key).padded(self._reach)
            found.update(
                keys_covering(
                    Bounds.from_edges(
                        math.floor(around.x / across),
                        math.floor(around.y / down),
                        math.ceil(around.right / across),
                        math.ceil(around.bottom / down),
                    )
                )
            )
        return found

    def _tile(self, source: _Source, key: TileKey) -> Pixels:
        """One tile, or the part of it that the canvas ends."""
        at = bounds_of(key)
        out = blank(source.tiles, at)
        inside = at.intersection(self.after.bounds) if source.is_cut else at
        if inside.is_empty:
            return out
        across, down = self._scale
        left, top = inside.x * across, inside.y * down
        right, bottom = inside.right * across, inside.bottom * down
        window = source.window(
            Bounds.from_edges(
                math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
            ).padded(self._reach)
        )
        box = (left - window.x, top - window.y, right - window.x, bottom - window.y)
        out[inside.slices_in(at)] = self._resized(read(source.tiles, window), inside.extent, box)
        return out

    def _resized(
        self, pixels: Pixels, extent: Extent, box: tuple[float, float, float, float]
    ) -> Pixels:
        from PIL import Image  # 9 ms that a start of the program does not need

        height, width = pixels.shape[:2]
        # RGBX: as RGBA, the colours would be multiplied by the fourth channel on the way.
        mode = "L" if pixels.ndim == 2 else "RGBX"
        image = Image.frombuffer(mode, (width, height), pixels, "raw", mode, 0, 1)
        there = image.resize((extent.width, extent.height), self._how, box)
        whole = np.frombuffer(there.tobytes(), np.uint8)
        made = whole.reshape(extent.height, extent.width, *pixels.shape[2:])
        return premultiplied(made) if made.ndim == 3 else made


class _Source:
    """What is resampled; `is_cut` where it ends with the canvas and is so to stay."""

    def __init__(self, tiles: Tiles, extent: Extent) -> None:
        self.tiles = tiles
        self._extent = extent
        self.is_cut = not any(_beyond(tiles, extent))

    def window(self, wanted: Bounds) -> Bounds:
        """The part of a window that there is."""
        return wanted.intersection(self._extent.bounds) if self.is_cut else wanted


def _beyond(tiles: Tiles, extent: Extent) -> Iterator[bool]:
    """Whether a tile has anything outside the canvas, for each that reaches there."""
    for key, tile in tiles.items():
        at = bounds_of(key)
        inside = at.intersection(extent.bounds)
        if inside != at:
            outside = tile.copy()
            if not inside.is_empty:
                outside[inside.slices_in(at)] = 0
            yield bool(outside.any())
