"""Layer masks: made, changed, and painted into the layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from studio.document.changes import Change, LayerShownDifferently, PixelsChanged
from studio.document.commands import reach_of
from studio.document.layers import LayerId, LayerMask, Pictured
from studio.document.laying import veiled
from studio.document.sheet import Sheet
from studio.document.steps import Retouch, Setting, TileChanges
from studio.document.tiles import TILE, Pixels, TilePatch, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds

_ALL_HIDDEN = np.full((TILE, TILE), 255, np.uint8)
_ALL_HIDDEN.flags.writeable = False


@dataclass(frozen=True, slots=True)
class PaintMask(Retouch):
    """Replace tiles of a layer's mask."""

    layer: LayerId
    patch: TilePatch
    title: str

    def _put(self, sheet: Sheet, tiles: TileChanges) -> Change:
        sheet.mask_of(self.layer).hidden.apply(tiles)
        return PixelsChanged(self.layer, self.patch.bounds)


@dataclass(frozen=True, slots=True)
class SetMask(Setting[LayerMask | None]):
    """Give a layer a mask, take it away, or turn it on or off."""

    @property
    def nbytes(self) -> int:
        """Only the history keeps a mask that was taken away."""
        return nbytes_of(self.before) if self.after is None else 0

    def _set(self, sheet: Sheet, value: LayerMask | None) -> Change:
        sheet.layer(self.layer).mask = value
        return LayerShownDifferently(self.layer, reach_of(sheet, self.layer))


def mask_showing(canvas: Bounds, shown: Callable[[Bounds], Pixels | None]) -> LayerMask:
    """A mask that shows, on the canvas, as much as `shown` says of each tile: uint8[256, 256].

    None hides a tile; such tiles share their memory.
    """
    mask = LayerMask()
    mask.hidden.apply({key: _hidden(shown(bounds_of(key))) for key in keys_covering(canvas)})
    return mask


def _hidden(shown: Pixels | None) -> Pixels | None:
    if shown is None or not shown.any():
        return _ALL_HIDDEN
    hidden = np.asarray(cv2.bitwise_not(shown), np.uint8)
    hidden.flags.writeable = False
    return hidden if hidden.any() else None


def nbytes_of(mask: LayerMask | None) -> int:
    """Memory of a mask; tiles that are shared count once."""
    tiles = {} if mask is None else mask.hidden.snapshot()
    return sum(tile.nbytes for tile in {id(tile): tile for tile in tiles.values()}.values())


def copy_of(mask: LayerMask | None) -> LayerMask | None:
    """A mask of its own that looks the same; its tiles are shared until they are painted on."""
    if mask is None:
        return None
    copy = LayerMask(is_on=mask.is_on)
    copy.hidden.apply(mask.hidden.snapshot())
    return copy


def masked_tiles(layer: Pictured) -> Tiles:
    """The tiles of a layer as its mask leaves them; what is wholly hidden is not there."""
    tiles = dict(layer.tiles.snapshot())
    hidden = {} if layer.mask is None else layer.mask.hidden.snapshot()
    for key in tiles.keys() & hidden.keys():
        tiles[key] = veiled(tiles[key], hidden[key])
        tiles[key].flags.writeable = False
    return {key: tile for key, tile in tiles.items() if key not in hidden or tile.any()}
