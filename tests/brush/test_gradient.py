from __future__ import annotations

import numpy as np
import pytest

from studio.brush.gradient import GradientLaying
from studio.brush.limits import Limits
from studio.document.gradients import Blend, Gradient, GradientShape
from studio.document.tiles import Pixels, TileStore
from studio.geometry import Bounds

CANVAS = Bounds(0, 0, 600, 300)
BLACK, WHITE, NOTHING = (0, 0, 0, 255), (255, 255, 255, 255), (255, 255, 255, 0)


def laid(gradient: Gradient, last: tuple[int, int, int, int] = WHITE) -> Pixels:
    tiles = TileStore()
    laying = GradientLaying(tiles, Limits(CANVAS), keeps_alpha=False)
    assert laying.lay(gradient, Blend(BLACK, last)) == CANVAS
    return tiles.read(CANVAS)


def test_a_line_goes_evenly_from_one_colour_to_the_other():
    pixels = laid(Gradient((100, 0), (400, 0)))
    assert (pixels[:, :100] == BLACK).all()
    assert (pixels[:, 401:] == WHITE).all()
    row = pixels[..., 0].mean(axis=0)
    np.testing.assert_allclose(row[100:400], (np.arange(300) + 0.5) / 300 * 255, atol=0.6)


def test_a_circle_goes_outward_from_its_start():
    pixels = laid(Gradient((300, 150), (400, 150), GradientShape.radial))
    assert pixels[150, 300].max() <= 255
    for x, y in ((350, 150), (300, 100), (265, 185)):
        assert pixels[y - 3 : y + 4, x - 3 : x + 4, 0].mean() == pytest.approx(127, abs=3)
    assert (pixels[0, 0] == WHITE).all()


def test_a_slow_change_has_no_steps():
    """Between two greys there is a mixture of both, not an edge."""
    tiles = TileStore()
    laying = GradientLaying(tiles, Limits(CANVAS), keeps_alpha=False)
    laying.lay(Gradient((0, 0), (600, 0)), Blend((100, 100, 100, 255), (103, 103, 103, 255)))
    row = tiles.read(CANVAS)[..., 0].mean(axis=0)
    smooth = np.convolve(row, np.ones(16) / 16, "valid")
    assert np.abs(np.diff(smooth)).max() < 0.03


def test_it_fades_to_nothing_premultiplied():
    pixels = laid(Gradient((0, 0), (600, 0)), NOTHING)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert pixels[:, 300, 3].mean() == pytest.approx(127.5, abs=1)


def test_it_is_laid_over_what_was_there_however_often():
    tiles = TileStore()
    ground = np.full((300, 600, 4), (0, 0, 200, 255), np.uint8)
    tiles.write(CANVAS, ground)
    laying = GradientLaying(tiles, Limits(CANVAS), keeps_alpha=False)
    blend = Blend((200, 0, 0, 255), (200, 0, 0, 0))
    laying.lay(Gradient((0, 0), (0, 300)), blend)
    laying.lay(Gradient((0, 0), (600, 0)), blend)
    pixels = tiles.read(CANVAS)
    assert pixels[..., 3].min() >= 254
    blue, red = pixels[:, 300, 0].mean(), pixels[:, 300, 2].mean()
    assert (blue, red) == (pytest.approx(100, abs=2), pytest.approx(100, abs=2))


def test_a_selection_and_a_locked_alpha_limit_it():
    tiles, selected = TileStore(), TileStore(channels=1)
    tiles.write(Bounds(0, 0, 100, 100), np.full((100, 100, 4), 120, np.uint8))
    selected.write(Bounds(50, 0, 400, 300), np.full((300, 400), 128, np.uint8))
    limits = Limits(CANVAS, selected.snapshot())
    laying = GradientLaying(tiles, limits, keeps_alpha=True)
    laying.lay(Gradient((0, 0), (1, 0)), Blend(BLACK, BLACK))
    pixels = tiles.read(CANVAS)
    assert pixels[10, 10].tolist() == [120, 120, 120, 120]
    assert pixels[10, 60].tolist() == [60, 60, 60, 120]
    assert not pixels[:, 100:].any()
