from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.geometry import Bounds, Extent
from studio.region.masks import (
    compositing_mask,
    compositing_mask_past_edge,
    denoise_mask,
    fade_of,
    feather_of,
    working_selection,
)
from tests.region.scenes import disc

CANVAS = Extent(400, 400)


def block(value: int = 255, at: Bounds | None = None):
    """A square selected in the middle of a larger one."""
    selected = np.zeros((200, 200), np.uint8)
    selected[(at or Bounds(80, 80, 40, 40)).slices] = value
    return selected


@pytest.mark.parametrize(
    ("region", "strength", "feather"),
    [
        pytest.param(Bounds(0, 0, 30, 40), 1.0, 32, id="small"),
        pytest.param(Bounds(0, 0, 300, 400), 1.0, 50, id="a tenth of the diagonal"),
        pytest.param(Bounds(0, 0, 300, 400), 0.5, 25, id="less when weaker"),
    ],
)
def test_feather(region, strength, feather):
    assert feather_of(region, strength) == pytest.approx(feather)


@pytest.mark.parametrize(
    ("region", "strength", "fade"),
    [
        pytest.param(Bounds(0, 0, 30, 40), 1.0, 8, id="a quarter of the feather"),
        pytest.param(Bounds(0, 0, 30, 40), 0.1, 3, id="never less than 3"),
        pytest.param(Bounds(0, 0, 3000, 4000), 1.0, 32, id="never more than 32"),
    ],
)
def test_fade(region, strength, fade):
    assert fade_of(region, strength) == pytest.approx(fade)


def test_the_selection_grows_by_four_pixels():
    grown = working_selection(block(), Extent(200, 200))

    assert (grown[76:124, 90:110] == 255).all()
    assert not grown[75].any()
    assert not grown[124].any()


@pytest.mark.parametrize("size", [Extent(200, 200), Extent(50, 50), Extent(13, 11), Extent(7, 40)])
def test_a_single_pixel_is_not_lost_at_any_working_size(size):
    dot = block(at=Bounds(101, 57, 1, 1))

    assert working_selection(dot, size).max() > 200


def test_the_model_may_change_all_that_is_selected():
    mask = denoise_mask(block(), 32)

    assert (mask[block() > 0] == 255).all()


def test_around_the_selection_the_denoise_mask_fades_over_the_feather():
    mask = denoise_mask(block(), 32)
    outwards = mask[100, 120:].astype(int)

    assert (np.diff(outwards) <= 0).all()
    assert outwards[0] > 250
    assert outwards[15] == pytest.approx(128, abs=8)
    assert not outwards[32:].any()


@pytest.mark.parametrize("grey", [1, 40, 128, 254])
def test_greys_of_the_selection_stay_what_they_were_painted(grey):
    mask = denoise_mask(block(grey), 32)

    assert (mask[block() > 0] == grey).all()
    assert mask.max() == grey


def test_a_soft_edge_stays_soft_and_nothing_around_it_is_stronger():
    soft = cv2.GaussianBlur(np.pad(disc(80), 60), (0, 0), 12).astype(int)
    mask = denoise_mask(soft.astype(np.uint8), 32).astype(int)

    assert np.abs(mask - soft)[soft > 0].max() <= 12
    assert mask[soft == 0].max() <= 12


def test_the_rim_of_an_antialiased_shape_is_not_taken_for_a_weak_selection():
    shape = np.pad(disc(121), 40)
    mask = denoise_mask(working_selection(shape, Extent(201, 201)), 32)

    assert (mask[shape > 0] == 255).all()


def test_nothing_lands_outside_the_selection():
    shape = disc(120, softness=0.5)
    landing = compositing_mask(shape, Bounds(100, 100, 120, 120), CANVAS, 8)

    assert not landing[shape == 0].any()


def test_what_lands_fades_inwards_to_nothing_at_the_edge():
    landing = compositing_mask(block()[80:120, 80:120], Bounds(80, 80, 40, 40), CANVAS, 6)
    inwards = landing[20, :20].astype(int)

    assert inwards[0] < 10
    assert (np.diff(inwards) >= 0).all()
    assert inwards[3] == pytest.approx(160, abs=30)
    assert (inwards[7:] == 255).all()


@pytest.mark.parametrize("grey", [16, 100, 254])
def test_what_is_selected_enough_lands_wholly_as_the_model_decides_how_much_changes(grey):
    landing = compositing_mask(block(grey)[80:120, 80:120], Bounds(80, 80, 40, 40), CANVAS, 6)

    assert (landing[8:-8, 8:-8] == 255).all()


def test_the_border_of_the_canvas_is_no_edge():
    everywhere = np.full((400, 60), 255, np.uint8)
    landing = compositing_mask(everywhere, Bounds(0, 0, 60, 400), CANVAS, 8)

    assert (landing[:, 0] == 255).all()
    assert (landing[:, -1] < 10).all()


def test_a_selection_of_the_whole_canvas_in_grey_lands_wholly():
    landing = compositing_mask(np.full((400, 400), 90, np.uint8), CANVAS.bounds, CANVAS, 8)

    assert (landing == 255).all()


@pytest.mark.parametrize("side", [1, 2, 3, 5, 9, 17, 33])
def test_a_small_region_is_not_eaten_by_its_fade(side):
    landing = compositing_mask(disc(side), Bounds(50, 50, side, side), CANVAS, 32)

    assert landing[side // 2, side // 2] > 120
    assert landing.sum() > 0.5 * disc(side).sum()


def test_a_dot_beside_a_large_shape_lands_too():
    selected = np.zeros((200, 400), np.uint8)
    selected[:, :200] = 255
    selected[96:104, 350:358] = 255
    landing = compositing_mask(selected, Bounds(0, 100, 400, 200), CANVAS, 8)

    assert landing[100, 354] == 255


def test_past_the_edge_everything_selected_lands_and_fades_outside():
    landing = compositing_mask_past_edge(block(), 8)

    assert (landing[block() > 0] == 255).all()
    assert 100 < landing[100, 123] < 160
    assert not landing[100, 129:].any()
