from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.document.tiles import TileStore
from studio.geometry import Bounds
from studio.transform.bending import Bending
from studio.transform.inverting import inverted
from studio.transform.net import Net, lines_across
from studio.transform.plain import read
from studio.transform.quad import Quad, shifted_by
from studio.transform.warping import QuickWarp, warped

BOX = Bounds(100, 80, 400, 300)
EVERYWHERE = Bounds(-256, -256, 1280, 1280)


def tiles_of(pixels, box=BOX):
    store = TileStore(channels=1 if pixels.ndim == 2 else 4)
    store.write(box, pixels)
    return store.snapshot()


def smooth(seed=0):
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, (BOX.height, BOX.width, 4)).astype(np.uint8)
    made = cv2.GaussianBlur(noise, (0, 0), 6)
    low, high = made.min(), made.max()
    spread = ((made - low) * (255 / (high - low))).astype(np.uint8)
    spread[..., 3] = 255
    return spread


def bent(side=4):
    net = Net.over(Quad.around(BOX), BOX, side)
    return net.with_node(5, (270.0, 150.0)).with_node(0, (80.0, 60.0)).with_node(11, (540.0, 300.0))


@pytest.mark.parametrize("side", [3, 4, 5])
def test_as_it_is_at_first_pixels_stay_what_they_are(side):
    tiles = tiles_of(smooth())
    made = Bending(Net.over(Quad.around(BOX), BOX, side)).tiles(tiles, BOX)
    off = read(made, EVERYWHERE).astype(int) - read(tiles, EVERYWHERE)
    assert np.abs(off).max() <= 2


def test_the_way_back_is_the_way_back():
    net = bent()
    lattice = inverted(net, BOX)
    area = Bounds(200, 150, 200, 150)
    x, y = lattice.sources(area)
    there = net.spots(np.column_stack((x.ravel(), y.ravel())).astype(np.float64))
    rows, columns = np.mgrid[150:300, 200:400] + 0.5
    off = there - np.column_stack((columns.ravel(), rows.ravel()))
    assert np.abs(off).max() < 0.03


def test_it_bends_as_a_perspective_does_where_that_is_all_it_does():
    """Scaled by a matrix, nets and matrices give the same but for how they interpolate."""
    tiles = tiles_of(smooth())
    matrix = shifted_by(40.5, 20.25) @ np.diag((1.3, 1.2, 1.0))
    by_net = Bending(Net.over(Quad.around(BOX), BOX, 3).through(matrix)).tiles(tiles, BOX)
    by_matrix = warped(tiles, BOX, matrix)
    inside = Bounds(180, 130, 480, 320)
    off = read(by_net, inside).astype(int) - read(by_matrix, inside)
    assert np.abs(off).max() <= 3


def test_what_shrinks_is_averaged():
    fine = np.indices((300, 400)).sum(axis=0) % 2 * np.uint8(255)
    tiles = tiles_of(np.asarray(fine, np.uint8))
    net = Net.over(Quad.around(BOX), BOX, 3).through(np.diag((0.25, 0.25, 1.0)))
    made = read(Bending(net).tiles(tiles, BOX), Bounds(30, 25, 90, 65)).astype(int)
    assert abs(made - 127).max() < 12


def test_what_is_seen_while_it_bends_is_what_it_becomes():
    tiles, way = tiles_of(smooth()), Bending(bent())
    well = read(way.tiles(tiles, BOX), Bounds(0, 0, 768, 512))
    quick = QuickWarp(tiles, BOX)
    seen = np.zeros((512, 768, 4), np.uint8)
    for row in range(2):
        for column in range(3):
            tile = way.tile(quick, (column, row), 0)
            if tile is not None:
                seen[row * 256 :, column * 256 :][:256, :256] = tile
    assert (np.abs(seen.astype(int) - well).max(axis=-1) > 8).mean() < 0.02


def test_from_afar_it_is_the_same_made_smaller():
    tiles, way = tiles_of(smooth()), Bending(bent())
    well = read(way.tiles(tiles, BOX), Bounds(0, 0, 1024, 1024))
    small = cv2.resize(well, (256, 256), interpolation=cv2.INTER_AREA)
    seen = way.tile(QuickWarp(tiles, BOX), (0, 0), 2)
    assert seen is not None
    assert (np.abs(seen.astype(int) - small).max(axis=-1) > 24).mean() < 0.02


def test_soft_coverage_stays_soft():
    ramp = np.tile(np.linspace(0, 255, 400).astype(np.uint8), (300, 1))
    made = read(Bending(bent()).tiles(tiles_of(ramp), BOX), Bounds(150, 250, 300, 1))[0].astype(int)
    assert np.abs(np.diff(made)).max() <= 4


def test_pulled_hard_it_ends_where_the_net_does():
    net = bent().with_node(10, (430.0, 340.0)).with_node(6, (400.0, 120.0))
    made = read(Bending(net).tiles(tiles_of(smooth()), BOX), Bounds(0, 0, 768, 512))[..., 3]
    edge = np.concatenate([np.column_stack(side) for side in _sides(net)])
    shape = np.zeros((512, 768), np.uint8)
    cv2.fillPoly(shape, [np.round(edge).astype(np.int32)], 255)
    thick = np.ones((5, 5), np.uint8)
    assert made[cv2.dilate(shape, thick) == 0].max() == 0
    assert made[cv2.erode(shape, thick) > 0].min() == 255


def _sides(net):
    x, y = lines_across(net, 60)
    return (
        (x[0], y[0]),
        (x[:, -1], y[:, -1]),
        (x[-1, ::-1], y[-1, ::-1]),
        (x[::-1, 0], y[::-1, 0]),
    )


def test_a_net_folded_over_itself_is_still_drawn():
    net = Net.over(Quad.around(BOX), BOX, 3)
    folded = net.with_node(3, (520.0, 230.0)).with_node(5, (90.0, 230.0))
    made = read(Bending(folded).tiles(tiles_of(smooth()), BOX), EVERYWHERE)
    assert made[..., 3].max() == 255
