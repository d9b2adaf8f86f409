"""Pixels bent by a net: once and well, or quickly while it is being looked for."""

from __future__ import annotations

from functools import cache, partial

import cv2
import numpy as np

from studio.document.tiles import Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds
from studio.transform.inverting import Lattice, inverted
from studio.transform.net import Net
from studio.transform.plain import blank, kept, premultiplied, read
from studio.transform.quad import around_spots
from studio.transform.warping import REACH, QuickWarp, samples_for, shrunk_to
from studio.transform.ways import Spots

# How much of a tile is to be sampled as finely as it shrinks: at folds it shrinks without end.
_NEARLY_ALL, _MOST = 0.98, 0.5


class Bending:
    """The way that a net takes pixels (`Way`)."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._lattice = cache(lambda box, level: inverted(net, box, level, roughly=True))

    @property
    def matrix(self) -> None:
        """There is none."""
        return

    def tiles(self, tiles: Tiles, box: Bounds) -> Tiles:
        """Lanczos where it grows, averaged where it shrinks."""
        lattice = inverted(self._net, box)
        keys = keys_covering(lattice.bounds)
        return kept((key, _tile(tiles, box, lattice, key)) for key in keys)

    def tile(self, quick: QuickWarp, key: TileKey, level: int) -> Pixels | None:
        """By linear interpolation."""
        lattice: Lattice = self._lattice(quick.box, level)
        if lattice.bounds.intersection(bounds_of(key)).is_empty:
            return None
        shrinking = max(lattice.stretch(bounds_of(key), _MOST))
        placed = partial(quick.placed, shrinking=shrinking)
        columns, rows = lattice.sources_quickly(bounds_of(key), placed)
        made = quick.sampled(columns, rows, shrinking)
        covered = _within(made, lattice.coverage(bounds_of(key), roughly=True))
        return covered if covered.any() else None

    def spots(self, spots: Spots) -> Spots:
        """Where spots go."""
        return self._net.spots(spots)


def _tile(tiles: Tiles, box: Bounds, lattice: Lattice, key: TileKey) -> Pixels:
    at = bounds_of(key)
    out = blank(tiles, at)
    area = at.intersection(lattice.bounds)
    window = _window(lattice, area, box)
    if window.is_empty:
        return out
    across, down = samples = tuple(map(samples_for, lattice.stretch(area, _NEARLY_ALL)))
    x, y = lattice.sources(area, (across, down))
    how = cv2.INTER_LANCZOS4 if samples == (1, 1) else cv2.INTER_LINEAR
    pixels = read(tiles, window)
    spots = x - np.float32(window.x + 0.5), y - np.float32(window.y + 0.5)
    made = np.asarray(cv2.remap(pixels, *spots, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    if samples != (1, 1):
        made = shrunk_to(made, (area.width, area.height))
    made = premultiplied(made) if made.ndim == 3 else made
    out[area.slices_in(at)] = _within(made, lattice.coverage(area))
    return out


def _within(pixels: Pixels, coverage: Pixels) -> Pixels:
    """Pixels as far as they are covered."""
    if cv2.countNonZero(cv2.bitwise_not(coverage)) == 0:
        return pixels
    share = cv2.merge((coverage,) * 4) if pixels.ndim == 3 else coverage
    return np.asarray(cv2.multiply(pixels, share, scale=1 / 255), np.uint8)


def _window(lattice: Lattice, area: Bounds, box: Bounds) -> Bounds:
    """The px of the source that an area shows."""
    x, y = lattice.sources(area)
    seen = around_spots(((x.min(), y.min()), (x.max(), y.max())))
    return seen.padded(REACH).intersection(box)
