"""Documents to test with."""

from __future__ import annotations

import numpy as np

from studio.colour import Colour
from studio.document.adjustments import Adjustment
from studio.document.commands import AddLayer
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    PaintLayer,
)
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Extent

ROOT = LayerId(0)


def document_of(width: int = 300, height: int = 280) -> Document:
    """An empty document whose last tiles are cut by the canvas."""
    return Document(Extent(width, height))


def add_paint(
    document: Document,
    properties: LayerProperties | None = None,
    *,
    parent: LayerId = ROOT,
    index: int | None = None,
) -> PaintLayer:
    """A new paint layer, on top of its group unless told otherwise."""
    layer = PaintLayer(document.new_id(), properties or LayerProperties("paint"))
    _add(document, layer, parent=parent, index=index)
    return layer


def add_group(
    document: Document,
    properties: LayerProperties | None = None,
    *,
    parent: LayerId = ROOT,
    index: int | None = None,
) -> GroupLayer:
    """A new group, on top of its group unless told otherwise."""
    layer = GroupLayer(document.new_id(), properties or LayerProperties("group"))
    _add(document, layer, parent=parent, index=index)
    return layer


def add_fill(
    document: Document,
    colour: Colour,
    properties: LayerProperties | None = None,
    *,
    parent: LayerId = ROOT,
    index: int | None = None,
) -> FillLayer:
    """A new fill layer, on top of its group unless told otherwise."""
    layer = FillLayer(document.new_id(), properties or LayerProperties("fill"), colour)
    _add(document, layer, parent=parent, index=index)
    return layer


def add_adjustment(
    document: Document,
    adjustment: Adjustment,
    properties: LayerProperties | None = None,
    *,
    parent: LayerId = ROOT,
    index: int | None = None,
) -> AdjustmentLayer:
    """A new adjustment layer, on top of its group unless told otherwise."""
    look = properties or LayerProperties("adjustment")
    layer = AdjustmentLayer(document.new_id(), look, adjustment)
    _add(document, layer, parent=parent, index=index)
    return layer


def paint(document: Document, layer: PaintLayer, bounds: Bounds, pixels: Pixels) -> None:
    """Replace pixels, as one step."""
    with document.painting(layer.id, "Paint") as tiles:
        tiles.write(bounds, pixels)


def noise(rng: np.random.Generator, bounds: Bounds) -> Pixels:
    """Premultiplied BGRA of every colour; a third transparent, a third opaque."""
    shape = (bounds.height, bounds.width)
    alpha = rng.integers(0, 256, shape) * (rng.random(shape) > 0.3)
    alpha[rng.random(shape) > 0.6] = 255
    straight = rng.integers(0, 256, (*shape, 3))
    colour = np.rint(straight * alpha[..., None] / 255)
    return np.dstack((colour, alpha)).astype(np.uint8)


def _add(document: Document, layer: Layer, *, parent: LayerId, index: int | None) -> None:
    top = len(document.group(parent).children)
    document.do(AddLayer(layer, parent, top if index is None else index, "Add"))
