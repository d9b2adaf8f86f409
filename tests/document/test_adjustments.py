from __future__ import annotations

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import (
    Blur,
    BrightnessContrast,
    ColourBalance,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
    Sharpen,
    curve_through,
    margin_of,
    title_of,
)
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.contents import SetContent
from studio.document.layers import LayerProperties
from studio.document.masks import SetMask, mask_showing
from studio.geometry import Bounds
from tests.document.paintings import (
    add_adjustment,
    add_fill,
    add_group,
    add_paint,
    document_of,
    noise,
    paint,
)

AREA = Bounds(0, 0, 40, 30)
EVERY = (
    BrightnessContrast(0.2, -0.3),
    Levels(0.1, 0.8, 1.4),
    Curves(((0, 0.1), (0.4, 0.7), (1, 0.9))),
    HueSaturation(40, 0.3, -0.1),
    ColourBalance(0.2, -0.3, 0.4),
    Invert(),
    Posterise(4),
    GradientMap(Colour(10, 0, 80), Colour(255, 240, 200)),
    Blur(2.0),
    Sharpen(1.0, 1.5),
)
IDENTITIES = (
    BrightnessContrast(),
    Levels(),
    Curves(),
    HueSaturation(),
    ColourBalance(),
    Posterise(256),
    Blur(0),
    Sharpen(0),
)


def pixels(seed: int = 0) -> np.ndarray:
    return noise(np.random.default_rng(seed), AREA)


def grey(value: int) -> np.ndarray:
    made = np.full((AREA.height, AREA.width, 4), value, np.uint8)
    made[..., 3] = 255
    return made


def painting_of(below: np.ndarray):
    document = document_of()
    paint(document, add_paint(document), AREA, below)
    return document


@pytest.mark.parametrize("adjustment", IDENTITIES, ids=title_of)
def test_an_adjustment_at_rest_changes_nothing_to_speak_of(adjustment):
    below = pixels()
    seen = adjustment.applied(below)
    tolerance = 2 if isinstance(adjustment, HueSaturation) else 1
    assert abs(seen.astype(int) - below).max() <= tolerance


@pytest.mark.parametrize("adjustment", EVERY, ids=title_of)
def test_what_it_gives_is_premultiplied_and_as_opaque_as_it_was(adjustment):
    below = pixels()
    seen = adjustment.applied(below)
    assert (seen[..., :3] <= seen[..., 3:]).all()
    if not isinstance(adjustment, Blur):
        assert (seen[..., 3] == below[..., 3]).all()


@pytest.mark.parametrize(
    ("adjustment", "before", "after"),
    [
        (Invert(), 40, 215),
        (BrightnessContrast(brightness=0.2), 100, 126),
        (BrightnessContrast(contrast=0.5), 128, 128),
        (Levels(black=0.2, white=0.6), 102, 128),
        (Levels(gamma=2.0), 64, 128),
        (Levels(out_black=0.5), 0, 128),
        (Curves(((0.0, 1.0), (1.0, 0.0))), 30, 225),
        (Posterise(2), 140, 255),
        (Posterise(3), 120, 128),
    ],
    ids=lambda value: title_of(value) if not isinstance(value, int) else str(value),
)
def test_tones_become_what_is_asked(adjustment, before, after):
    assert abs(int(adjustment.applied(grey(before))[0, 0, 0]) - after) <= 1


def test_hues_turn_and_colours_go_grey():
    red = grey(0)
    red[..., 2] = 255
    assert tuple(HueSaturation(hue=120).applied(red)[0, 0]) == (0, 255, 0, 255)
    blue, green, found, _ = HueSaturation(saturation=-1).applied(red)[0, 0]
    assert blue == green == found


def test_a_gradient_map_goes_from_dark_to_light():
    mapped = GradientMap(Colour(10, 20, 30), Colour(200, 210, 220))
    assert tuple(mapped.applied(grey(0))[0, 0, 2::-1]) == (10, 20, 30)
    assert tuple(mapped.applied(grey(255))[0, 0, 2::-1]) == (200, 210, 220)


def test_a_curve_goes_through_its_points_and_never_beyond():
    points = ((0.0, 0.0), (0.3, 0.9), (0.6, 0.9), (1.0, 0.2))
    tones = np.linspace(0, 1, 101)
    curve = curve_through(points, tones)
    for x, y in points:
        assert curve[round(x * 100)] == pytest.approx(y, abs=1e-6)
    assert curve.max() <= 0.9 + 1e-9
    assert (np.diff(curve[:31]) >= -1e-9).all()


def test_blur_looks_no_farther_than_it_says():
    for radius in (0.5, 2.0, 3.0, 7.0, 20.0):
        one = Blur(radius)
        around = margin_of(one)
        spot = np.zeros((2 * around + 5, 2 * around + 5, 4), np.uint8)
        spot[around + 2, around + 2] = 255
        seen = one.applied(np.repeat(spot, 1, axis=0))
        assert not seen[:2].any()
        assert not seen[:, :2].any()


def test_an_adjustment_layer_changes_what_is_beneath_it_and_nothing_above():
    document = painting_of(grey(40))
    add_adjustment(document, Invert())
    assert (flatten(document, AREA)[..., :3] == 215).all()
    paint(document, add_paint(document), Bounds(0, 0, 5, 5), grey(7)[:5, :5])
    assert (flatten(document, AREA)[:5, :5, :3] == 7).all()


def test_opacity_mask_and_mode_limit_it():
    document = painting_of(grey(0))
    layer = add_adjustment(document, Invert(), LayerProperties("", opacity=0.5))
    assert abs(flatten(document, AREA)[..., 0].astype(int) - 128).max() <= 1
    mask = mask_showing(document.bounds, lambda at: np.full((at.height, at.width), 128, np.uint8))
    document.do(SetMask(layer.id, None, mask, "Mask"))
    assert abs(flatten(document, AREA)[..., 0].astype(int) - 64).max() <= 1
    document.do(SetMask(layer.id, mask, None, "Mask"))
    layer.properties = LayerProperties("", blend=BlendMode.multiply)
    assert (flatten(document, AREA)[..., :3] == 0).all()


def test_clipped_it_changes_one_layer_only():
    document = painting_of(grey(40))
    upper = add_paint(document)
    half = Bounds(0, 0, 20, 30)
    paint(document, upper, half, grey(100)[:, :20])
    add_adjustment(document, Invert(), LayerProperties("", clipped=True))
    seen = flatten(document, AREA)
    assert (seen[:, :20, :3] == 155).all()
    assert (seen[:, 20:, :3] == 40).all()


def test_in_a_group_it_changes_the_group_only():
    document = painting_of(grey(40))
    group = add_group(document)
    half = Bounds(0, 0, 20, 30)
    paint(document, add_paint(document, parent=group.id), half, grey(100)[:, :20])
    add_adjustment(document, Invert(), parent=group.id)
    seen = flatten(document, AREA)
    assert (seen[:, :20, :3] == 155).all()
    assert (seen[:, 20:, :3] == 40).all()


def test_a_fill_layer_is_one_colour_over_the_canvas():
    document = document_of()
    layer = add_fill(document, Colour(1, 2, 3))
    assert (flatten(document, document.bounds) == (3, 2, 1, 255)).all()
    document.do(SetContent(layer.id, layer.content, Colour(9, 9, 9), "Colour"))
    assert (flatten(document, document.bounds) == (9, 9, 9, 255)).all()
    document.history.undo()
    assert (flatten(document, document.bounds) == (3, 2, 1, 255)).all()


def test_scrubbing_is_one_step():
    document = painting_of(grey(40))
    layer = add_adjustment(document, Blur(1.0))
    steps = document.history.position
    for radius in (2.0, 3.0, 4.0):
        document.do(SetContent(layer.id, layer.adjustment, Blur(radius), "Blur", "radius 1"))
    assert document.history.position == steps + 1
    document.history.undo()
    assert layer.adjustment == Blur(1.0)


def test_any_part_of_a_blurred_picture_is_cut_from_the_whole():
    document = document_of()
    rng = np.random.default_rng(4)
    paint(document, add_paint(document), document.bounds, noise(rng, document.bounds))
    for adjustment in (Blur(2.5), Sharpen(1.0, 1.0), Blur(9.0)):
        add_adjustment(document, adjustment)
    whole = flatten(document, document.bounds)
    for _ in range(20):
        x, y, width, height = (int(one) for one in rng.integers(1, 140, 4))
        part = Bounds(x, y, width, height)
        assert (flatten(document, part) == whole[part.slices]).all()
