"""What is to be repainted: an area of the canvas and how much of each pixel may change."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.document.document import Document
from studio.document.layers import PaintLayer
from studio.document.selection import Selection
from studio.document.tiles import bounds_of, keys_covering
from studio.generation.recipe import LayerRecipe
from studio.generation.request import Mask
from studio.geometry import Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Canvas px and their coverage, uint8[h, w]: 255 may change wholly, grey = its strength."""

    bounds: Bounds
    coverage: Mask

    def is_whole(self, document: Document) -> bool:
        """Whether every pixel of the canvas may change wholly."""
        return self.bounds == document.bounds and bool(self.coverage.min() == 255)


def region_of(document: Document) -> Region:
    """What is selected; the whole canvas when nothing is, or everything."""
    bounds = document.selection.bounds
    if bounds.is_empty or _covers_everything(document.selection):
        return Region(document.bounds, full_coverage(document.bounds))
    return Region(bounds, document.selection.read(bounds))


def region_of_layer(layer: PaintLayer, remembered: LayerRecipe) -> Region:
    """Where a generated layer landed, as it was selected then; empty when nothing of it is left.

    Its fading edge counts as selected, or as not where it blended past the edge: made anew again
    and again, a layer neither shrinks nor grows. Greys of the selection are not remembered.
    """
    alpha = layer.tiles.read(remembered.region)[..., 3]
    landed = alpha == 255 if remembered.recipe.blend_past_edge else alpha > 0
    inside = Bounds(*cv2.boundingRect(landed.astype(np.uint8)))
    coverage = np.where(landed[inside.slices], 255, 0).astype(np.uint8)
    return Region(inside.translated(remembered.region.x, remembered.region.y), coverage)


def full_coverage(bounds: Bounds) -> Mask:
    """255 everywhere, read-only, in one byte of memory however large."""
    return np.broadcast_to(np.uint8(255), (bounds.height, bounds.width))


def _covers_everything(selection: Selection) -> bool:
    """Tile by tile: a canvas may be too large to read at once."""
    canvas = selection.extent.bounds
    for key in keys_covering(canvas):
        tile = selection.tiles.get(key)
        inside = canvas.intersection(bounds_of(key)).relative_to(bounds_of(key))
        if tile is None or tile[inside.slices].min() < 255:
            return False
    return True
