"""What it costs to show a change, and to be able to take it back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.canvas.display import DisplayTiles
from studio.document.blending import BlendMode
from studio.document.changes import PixelsChanged
from studio.document.commands import AddLayer
from studio.document.composite import flatten
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.laying import Laid, Picture, lay_over
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of
from studio.geometry import Bounds, Extent
from tests.benchmarks import Benchmark, Row, at_least, at_most, cpu_seconds, median, told

LAYERS = 20
SOURCES = 512
FOUR_TILES = Bounds(0, 0, 2 * TILE, 2 * TILE)
KEYS: tuple[TileKey, ...] = ((0, 0), (1, 0), (0, 1), (1, 1))
# What one pen event with a brush of radius 50 makes dirty, where four tiles meet.
ONE_EVENT = Bounds(TILE - 64, TILE - 64, 128, 128)
ROOT = LayerId(0)


def caches() -> Iterator[Row]:
    """An update under 20 layers, the active one in the middle, against the whole stack."""
    document = painted_document(LAYERS, FOUR_TILES)
    active = document.layers[LAYERS // 2].id
    compositor = Compositor(document)
    compositor.active = active

    def update(dirty: Bounds) -> None:
        compositor.update(PixelsChanged(active, dirty))
        for key in KEYS:
            compositor.tile(key)

    update(FOUR_TILES)
    full, tiles, event = map(
        median,
        cpu_seconds(
            lambda: flatten(document, FOUR_TILES),
            lambda: update(FOUR_TILES),
            lambda: update(ONE_EVENT),
        ),
    )
    yield told("full stack of 20 layers, 4 tiles", full * 1000, "ms CPU")
    yield told("through caches, 4 whole tiles against the full stack", full / tiles, "×")
    yield at_least("through caches, one event across 4 tiles against it", full / event, "×", 10)


def source_over() -> Iterator[Row]:
    """Laying 512 tiles over one in normal mode against copying them: 128 MiB, from memory."""
    at = bounds_of((0, 0))
    noises, dabs = (
        [Laid(Picture(one.copy(), at), 1.0, BlendMode.normal) for _ in range(SOURCES)]
        for one in (noise(np.random.default_rng(0), at), soft_dab())
    )
    beneath = np.zeros((TILE, TILE, 4), np.uint8)

    def copy() -> None:
        for one in noises:
            np.copyto(beneath, one.picture.pixels)

    copied, painted, everywhere = map(
        median,
        cpu_seconds(
            copy,
            lambda: lay_over(beneath, at, at, dabs),
            lambda: lay_over(beneath, at, at, noises),
            rounds=15,
        ),
    )
    yield told("copy of a tile", copied / SOURCES * 1e6, "µs CPU")
    yield told(
        "tile in normal mode, noise of every alpha, against a copy", everywhere / copied, "×"
    )
    yield told("tile in normal mode, a soft dab, against a copy", painted / copied, "×")


def snapshot() -> Iterator[Row]:
    """What being able to undo costs when a stroke begins: 20 layers of 256 tiles."""
    document = painted_document(1, FOUR_TILES)
    tile = document.layers[0]
    assert isinstance(tile, PaintLayer)
    painted = tile.tiles.snapshot()[0, 0]
    layers = [_sharing(painted) for _ in range(LAYERS)]
    (taken,) = cpu_seconds(lambda: [layer.tiles.snapshot() for layer in layers], rounds=100)
    yield at_most("undo snapshot of 20 layers of 256 tiles", median(taken) * 1000, "ms CPU", 1)


def display() -> Iterator[Row]:
    """Making one event's rectangle visible, at 100 % and at 25 %, caches included."""
    document = painted_document(LAYERS, Bounds(0, 0, 1024, 1024))
    active = document.layers[LAYERS // 2].id
    compositor = Compositor(document)
    compositor.active = active
    tiles = DisplayTiles(compositor, document.extent)

    def update(level: int) -> None:
        tiles.mark(compositor.update(PixelsChanged(active, ONE_EVENT)))
        for key in KEYS if level == 0 else KEYS[:1]:
            tiles.image(level, key)

    near, far = map(median, cpu_seconds(lambda: update(0), lambda: update(2), rounds=100))
    yield told("one event across 4 tiles made visible at 100 %", near * 1000, "ms CPU")
    yield told("one event across 4 tiles made visible at 25 %", far * 1000, "ms CPU")


def painted_document(layers: int, bounds: Bounds, opacity: float = 0.7) -> Document:
    """A 4096² canvas with layers of noise of every alpha, in normal mode."""
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


def soft_dab() -> Pixels:
    """A tile with a soft dab in it: about a third each opaque, soft and transparent."""
    y, x = np.mgrid[0:TILE, 0:TILE] - TILE / 2
    alpha = np.clip((120 - np.hypot(x, y)) / 40, 0, 1) * 255
    pixels: Pixels = np.dstack((alpha * 0.2, alpha * 0.5, alpha * 0.9, alpha)).astype(np.uint8)
    return pixels


def _sharing(tile: Pixels) -> PaintLayer:
    layer = PaintLayer(LayerId(1), LayerProperties(""))
    layer.tiles.apply({(x, y): tile for x in range(16) for y in range(16)})
    return layer


BENCHMARKS = (
    Benchmark("caches", caches),
    Benchmark("source-over", source_over),
    Benchmark("snapshot", snapshot),
    Benchmark("display", display),
)
