from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from studio.canvas.display import DARK, LIGHT, TOP_LEVEL, DisplayTiles
from studio.document.compositor import Compositor
from studio.document.document import MAX_SIDE, Document
from studio.document.layers import PaintLayer
from studio.document.tiles import TILE
from studio.geometry import Bounds, Extent
from tests.document.paintings import add_paint, noise, paint

TILE_BYTES = TILE * TILE * 4


class Shown:
    """A document with one layer, and its tiles as a view keeps them."""

    def __init__(self, extent: Extent, limit_bytes: int = 64 << 20) -> None:
        self.document = Document(extent)
        self.layer: PaintLayer = add_paint(self.document)
        self.compositor = Compositor(self.document)
        self.tiles = DisplayTiles(self.compositor, extent, limit_bytes=limit_bytes)
        self.document.changed.connect(lambda one: self.tiles.mark(self.compositor.update(one)))

    def paint(self, bounds: Bounds, pixels: np.ndarray) -> None:
        paint(self.document, self.layer, bounds, pixels)

    def fill(self, bounds: Bounds, colour: tuple[int, int, int, int]) -> None:
        self.paint(bounds, np.full((bounds.height, bounds.width, 4), colour, np.uint8))


def rgb_of(image: QImage) -> np.ndarray:
    assert image.format() is QImage.Format.Format_RGB32
    return np.array(image.constBits(), np.uint8).reshape(TILE, TILE, 4)[..., 2::-1].astype(int)


def everything(shown: Shown, levels: range = range(TOP_LEVEL + 1)) -> list[np.ndarray]:
    out = []
    for level in levels:
        side = TILE << level
        extent = shown.document.extent
        for row in range(-(-extent.height // side)):
            for column in range(-(-extent.width // side)):
                out.append(rgb_of(shown.tiles.image(level, (column, row))))
    return out


def test_nothing_painted_shows_a_checkerboard_of_two_colours():
    seen = rgb_of(Shown(Extent(512, 512)).tiles.image(0, (1, 1)))
    assert (seen[0, 0] == (LIGHT.red, LIGHT.green, LIGHT.blue)).all()
    assert (seen[0, 16] == (DARK.red, DARK.green, DARK.blue)).all()
    assert (seen[16, 16] == seen[0, 0]).all()


def test_an_opaque_pixel_covers_the_checkerboard_and_half_of_one_mixes_with_it():
    shown = Shown(Extent(300, 300))
    shown.fill(Bounds(0, 0, 1, 1), (10, 20, 30, 255))
    shown.fill(Bounds(1, 0, 1, 1), (0, 0, 0, 128))
    seen = rgb_of(shown.tiles.image(0, (0, 0)))
    assert tuple(seen[0, 0]) == (30, 20, 10)
    assert tuple(seen[0, 1]) == (127, 127, 127)
    assert tuple(seen[0, 2]) == (255, 255, 255)


@pytest.mark.parametrize("level", range(1, TOP_LEVEL + 1))
def test_a_coarser_level_is_the_finer_one_averaged(level):
    shown = Shown(Extent(700, 600))
    everywhere = Bounds(0, 0, 700, 600)
    shown.paint(everywhere, noise(np.random.default_rng(0), everywhere))
    coarse = rgb_of(shown.tiles.image(level, (0, 0)))
    fine = rgb_of(shown.tiles.image(level - 1, (0, 0)))
    averaged = fine.reshape(TILE // 2, 2, TILE // 2, 2, 3).mean((1, 3))
    assert np.abs(coarse[: TILE // 2, : TILE // 2] - averaged).max() <= 0.5


def test_the_checkerboard_has_the_same_squares_where_something_is_painted_nearby():
    shown, painted = Shown(Extent(2048, 2048)), Shown(Extent(2048, 2048))
    painted.fill(Bounds(0, 0, 8, 8), (0, 0, 255, 255))
    for level in range(4):
        before, after = (rgb_of(one.tiles.image(level, (0, 0))) for one in (shown, painted))
        side = 8 >> level
        assert (before[side:] == after[side:]).all()
        assert (before[:, side:] == after[:, side:]).all()


def test_after_any_change_every_level_is_as_if_made_from_scratch():
    rng = np.random.default_rng(5)
    shown = Shown(Extent(900, 620))
    for _ in range(12):
        everything(shown, range(int(rng.integers(1, 5))))
        x, y, width, height = (int(one) for one in rng.integers(1, 600, 4))
        bounds = Bounds(x, y, width // 3 + 1, height // 3 + 1)
        shown.paint(bounds, noise(rng, bounds) * np.uint8(rng.random() < 0.7))
        if rng.random() < 0.3:
            shown.document.history.undo()
    scratch = DisplayTiles(shown.compositor, shown.document.extent)
    kept = everything(shown)
    shown.tiles = scratch
    assert all((one == other).all() for one, other in zip(kept, everything(shown), strict=True))


def test_nothing_is_composited_before_it_is_asked_for():
    shown = Shown(Extent(512, 512))
    shown.fill(Bounds(0, 0, 512, 512), (1, 2, 3, 255))
    assert shown.compositor.nbytes == shown.tiles.nbytes == 0
    shown.tiles.image(0, (0, 0))
    assert shown.compositor.nbytes == shown.tiles.nbytes == TILE_BYTES


def test_the_largest_canvas_costs_only_what_is_painted():
    shown = Shown(Extent(MAX_SIDE, MAX_SIDE))
    shown.fill(Bounds(9000, 9000, 10, 10), (0, 0, 255, 255))
    shown.tiles.image(TOP_LEVEL, (0, 0))
    everything(shown, range(2, 4))
    assert shown.compositor.nbytes == 2 * TILE_BYTES, "the picture's, and the layer's from afar"
    assert shown.tiles.nbytes == (TOP_LEVEL + 1) * TILE_BYTES
    assert shown.tiles.image(0, (3, 3)).cacheKey() == shown.tiles.image(0, (7, 5)).cacheKey()


def test_what_was_erased_takes_no_memory_any_more():
    shown, level = Shown(Extent(512, 512)), range(1)
    blank = everything(shown, level)
    shown.fill(Bounds(0, 0, 300, 300), (1, 2, 3, 255))
    painted = everything(shown, level)
    shown.document.history.undo()
    assert all(
        (one == other).all() for one, other in zip(blank, everything(shown, level), strict=True)
    )
    assert shown.tiles.nbytes == 0
    shown.document.history.redo()
    assert all(
        (one == other).all() for one, other in zip(painted, everything(shown, level), strict=True)
    )


def test_memory_stays_below_the_limit_and_the_picture_is_the_same():
    shown, roomy = (Shown(Extent(1024, 1024), limit) for limit in (4 * TILE_BYTES, 64 << 20))
    for one in (shown, roomy):
        bounds = Bounds(0, 0, 1024, 1024)
        one.paint(bounds, noise(np.random.default_rng(1), bounds))
    pairs = zip(everything(shown), everything(roomy), strict=True)
    assert all((one == other).all() for one, other in pairs)
    assert shown.tiles.nbytes <= 4 * TILE_BYTES


def test_an_image_once_handed_out_is_never_parted_from_its_tile():
    shown = Shown(Extent(300, 300))
    shown.fill(Bounds(0, 0, 1, 1), (0, 0, 255, 255))
    kept = QImage(shown.tiles.image(0, (0, 0)))
    shown.fill(Bounds(5, 5, 1, 1), (0, 0, 255, 255))
    seen = rgb_of(shown.tiles.image(0, (0, 0)))
    assert tuple(seen[5, 5]) == (255, 0, 0)
    assert kept.pixelColor(5, 5) == QColor(255, 0, 0)


def test_a_large_canvas_seen_from_afar_is_not_composited_whole():
    shown = Shown(Extent(4352, 300))
    shown.fill(Bounds(0, 0, 4352, 300), (0, 0, 200, 255))
    assert rgb_of(shown.tiles.image(4, (0, 0)))[5, 100].tolist() == [200, 0, 0]
    assert shown.compositor.nbytes < 4 * TILE_BYTES
    shown.fill(Bounds(0, 0, 640, 300), (0, 200, 0, 255))
    assert rgb_of(shown.tiles.image(4, (0, 0)))[5, [20, 100]].tolist() == [[0, 200, 0], [200, 0, 0]]
    assert rgb_of(shown.tiles.image(2, (0, 0)))[5, 20].tolist() == [0, 200, 0]
