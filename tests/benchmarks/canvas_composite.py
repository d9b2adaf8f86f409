"""What it costs to show a change: composites, display tiles, snapshots."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.document.changes import PixelsChanged
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.tiles import TILE, Pixels, TileKey
from studio.geometry import Bounds, Extent
from tests.benchmarks import Benchmark, Row, at_least, cpu_seconds, median, told

LAYERS = 20
KEYS: tuple[TileKey, ...] = ((0, 0), (1, 0), (0, 1), (1, 1))
FOUR_TILES = Bounds(0, 0, 2 * TILE, 2 * TILE)
# As large as what one pen event with a brush of radius 50 makes dirty.
ONE_EVENT = Bounds(TILE - 64, TILE - 64, 128, 128)
ROOT = LayerId(0)


def caches() -> Iterator[Row]:
    """An update under 20 layers, the active one in the middle, against the whole stack."""
    document = painted_document(LAYERS, FOUR_TILES)
    active = document.layers[LAYERS // 2].id
    compositor = Compositor(document)
    compositor.active = active
    show(compositor)

    def update(dirty: Bounds) -> None:
        compositor.update(PixelsChanged(active, dirty))
        show(compositor)

    full, tiles, event = (
        median(seconds)
        for seconds in cpu_seconds(
            lambda: flatten(document, FOUR_TILES),
            lambda: update(FOUR_TILES),
            lambda: update(ONE_EVENT),
        )
    )
    yield told("full stack, 4 tiles, 20 layers", full * 1000, "ms CPU")
    yield told("update of 4 whole tiles", tiles * 1000, "ms CPU")
    yield told("update of one event across 4 tiles", event * 1000, "ms CPU")
    yield told("4 whole tiles through caches vs the full stack", full / tiles, "×")
    yield at_least(
        "update of 4 dirty tiles through caches vs the full stack", full / event, "×", 10
    )


def show(compositor: Compositor) -> None:
    for key in KEYS:
        compositor.tile(key)


def painted_document(layers: int, bounds: Bounds, opacity: float = 0.7) -> Document:
    """Layers of half transparent noise in normal mode."""
    document = Document(Extent(4096, 4096))
    rng = np.random.default_rng(0)
    for index in range(layers):
        layer = PaintLayer(document.new_id(), LayerProperties("", opacity=opacity))
        layer.tiles.write(bounds, noise(rng, bounds))
        document.do(AddLayer(layer, ROOT, index, ""))
    return document


def noise(rng: np.random.Generator, bounds: Bounds) -> Pixels:
    """Premultiplied colours of every alpha."""
    alpha = rng.integers(0, 256, (bounds.height, bounds.width, 1))
    colour = rng.integers(0, 256, (bounds.height, bounds.width, 3)) * alpha // 255
    return np.concatenate((colour, alpha), -1).astype(np.uint8)


BENCHMARKS = (Benchmark("caches", caches),)
