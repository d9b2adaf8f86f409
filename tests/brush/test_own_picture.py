"""Tips and papers made of pictures, and painted with."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.own_picture import MADE, OwnPicture, Role, made_of, packed, unpacked
from studio.document.tiles import Pixels
from studio.errors import InputError
from tests.brush.strokes import alpha, paint


def sheet(colour: int, side: int = 64) -> Pixels:
    """Opaque, of one grey."""
    pixels = np.full((side, side, 4), colour, np.uint8)
    pixels[..., 3] = 255
    return pixels


def pixels_of(picture: OwnPicture) -> Pixels:
    return unpacked(picture).astype(np.uint8)


@pytest.mark.parametrize(("ground", "spot"), [(255, 0), (0, 255)], ids=["dark", "light"])
def test_what_stands_out_from_the_edge_covers(ground: int, spot: int):
    picture = sheet(ground)
    picture[10:30, 20:36, :3] = spot
    tip = pixels_of(made_of(picture, "x", Role.tip))
    assert tip.shape == (20, 20)
    assert (tip[:, 2:18] == 255).all()
    assert not tip[:, :2].any()


def test_what_is_opaque_covers_whatever_its_colour():
    picture = np.zeros((40, 40, 4), np.uint8)
    picture[10:26, 10:26] = (255, 255, 255, 255)
    assert (pixels_of(made_of(picture, "x", Role.tip)) == 255).all()


def test_a_large_picture_is_made_smaller():
    picture = sheet(255, 1500)
    cv2.circle(picture, (750, 750), 700, (0, 0, 0, 255), -1)
    assert pixels_of(made_of(picture, "x", Role.tip)).shape == (MADE, MADE)


def test_a_paper_is_of_all_greys_and_repeats_without_a_seam():
    slope = np.linspace(100, 160, 200)[:, np.newaxis] + np.linspace(0, 40, 300)
    picture = np.repeat(slope.astype(np.uint8)[..., np.newaxis], 4, axis=2)
    picture[..., 3] = 255
    paper = unpacked(made_of(picture, "x", Role.paper))
    assert paper.shape[0] == paper.shape[1]
    assert paper.max() - paper.min() > 150
    steps = np.abs(np.diff(paper, axis=0)).max()
    assert np.abs(paper[0] - paper[-1]).max() <= 1.5 * steps


def test_a_paper_that_repeats_already_stays_as_it_is():
    wave = 127 + 127 * np.sin(np.arange(64) * (2 * np.pi / 32))
    grey = np.rint((wave[:, np.newaxis] + wave) / 2).astype(np.uint8)
    picture = sheet(0)
    picture[..., :3] = grey[..., np.newaxis]
    assert unpacked(made_of(picture, "x", Role.paper)).shape == (64, 64)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("picture", [sheet(90), sheet(90, 4)], ids=["all one", "too small"])
def test_a_picture_of_nothing_is_told(picture: Pixels, role: Role):
    with pytest.raises(InputError):
        made_of(picture, "x", role)


def test_a_brush_paints_with_them():
    half = np.zeros((32, 32), np.uint8)
    half[:16] = 255
    brush = Brush(size=40.0, responses=())
    stroke = [(100.0, 200.0), (250.0, 200.0), (400.0, 200.0)]
    painted = alpha(paint(stroke, replace(brush, tip=packed("half", half))))
    assert (painted[185:195, 150:350] > 200).all()
    assert not painted[205:, 150:350].any()
    rough = packed(
        "stripes", np.repeat([[0], [255]], (8, 8), axis=0).repeat(16, 1).astype(np.uint8)
    )
    soft = replace(brush, opacity=0.5, texture=rough)
    rows = alpha(paint(stroke, soft))[180:220, 250]
    assert len(set(rows.tolist())) > 1
