"""The picture as it looks, for whoever paints with it while it changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.document.coarse import StandIn
from studio.document.composite import nodes_of
from studio.document.document import Document
from studio.document.layers import Pictured
from studio.document.laying import lay_anew
from studio.document.nodes import pictures_of
from studio.document.tiles import Pixels, TileKey, Tiles, TileStore, bounds_of, keys_covering
from studio.geometry import Bounds


def appearance(document: Document, layer: Pictured) -> Callable[[Bounds], Pixels]:
    """All layers together, the given one as it is now however it is painted on later.

    Returns what reads it: premultiplied BGRA of any canvas px. Each tile is laid once, when it is
    first asked for.
    """
    before = _as_now(layer.tiles.snapshot())
    nodes = nodes_of(document, stand_ins={layer.id: before})
    laid: dict[TileKey, Pixels] = {}

    def tile(key: TileKey) -> Pixels:
        if key not in laid:
            place = bounds_of(key)
            pixels = np.empty((place.height, place.width, 4), np.uint8)
            lay_anew(pixels, place, place, pictures_of(nodes, key, place))
            laid[key] = pixels
        return laid[key]

    def read(bounds: Bounds) -> Pixels:
        out = np.empty((bounds.height, bounds.width, 4), np.uint8)
        for key in keys_covering(bounds):
            part = bounds_of(key).intersection(bounds)
            out[part.slices_in(bounds)] = tile(key)[part.slices_in(bounds_of(key))]
        return out

    return read


def _as_now(tiles: Tiles) -> StandIn:
    kept = TileStore()
    kept.apply(tiles)
    return StandIn(kept, None, lambda _: _as_now(tiles))
