from __future__ import annotations

import colorsys

import numpy as np
import pytest

from studio.colour import BLACK, WHITE, Colour
from studio.colour_spaces import (
    ColourSpace,
    colour_of,
    encoded,
    linear,
    most_chroma,
    numbers_of,
    srgb_of,
)

RED, GREEN, BLUE = Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 255)


# From the reference of CSS Color 4, which took Ottosson's numbers.
@pytest.mark.parametrize(
    ("colour", "oklch"),
    [
        (RED, (0.62796, 0.25768, 29.234)),
        (GREEN, (0.86644, 0.29483, 142.495)),
        (BLUE, (0.45201, 0.31321, 264.052)),
        (Colour(255, 255, 0), (0.96798, 0.21101, 109.769)),
        (WHITE, (1.0, 0.0, 0.0)),
        (BLACK, (0.0, 0.0, 0.0)),
        (Colour(128, 128, 128), (0.59987, 0.0, 0.0)),
    ],
    ids=lambda one: one.hex if isinstance(one, Colour) else "",
)
def test_oklch_has_the_known_numbers(colour: Colour, oklch: tuple[float, float, float]):
    assert numbers_of(colour, ColourSpace.oklch) == pytest.approx(oklch, abs=2e-3, rel=1e-4)


@pytest.mark.parametrize("space", ColourSpace, ids=lambda one: one.value)
def test_every_colour_comes_back_from_its_numbers(space: ColourSpace):
    for red, green, blue in np.ndindex(6, 6, 6):
        colour = Colour(red * 51, green * 51, blue * 51)
        assert colour_of(numbers_of(colour, space), space) == colour


@pytest.mark.parametrize("colour", [RED, Colour(12, 200, 99), Colour(250, 240, 3), BLACK])
def test_hsv_is_everybodys(colour: Colour):
    hue, saturation, value = numbers_of(colour, ColourSpace.hsv)
    wanted = colorsys.rgb_to_hsv(colour.red / 255, colour.green / 255, colour.blue / 255)
    assert (hue / 360, saturation, value) == pytest.approx(wanted)


def test_a_chroma_that_srgb_has_not_is_lowered_and_hue_and_lightness_stay():
    colour = colour_of((0.7, 0.33, 150.0), ColourSpace.oklch)
    lightness, chroma, hue = numbers_of(colour, ColourSpace.oklch)
    assert lightness == pytest.approx(0.7, abs=0.005)
    assert hue == pytest.approx(150, abs=1)
    assert 0.15 < chroma < 0.33


def test_the_largest_chroma_is_that_of_the_pure_colour():
    lightness, chroma, hue = numbers_of(BLUE, ColourSpace.oklch)
    assert most_chroma(np.array(lightness), np.array(hue)) == pytest.approx(chroma, abs=2e-3)


@pytest.mark.parametrize(("lightness", "colour"), [(0.0, BLACK), (1.0, WHITE)])
def test_neither_black_nor_white_has_chroma(lightness: float, colour: Colour):
    assert colour_of((lightness, 0.2, 40.0), ColourSpace.oklch) == colour


def test_many_colours_are_converted_at_once():
    numbers = np.zeros((4, 5, 3))
    numbers[..., 0] = 0.5
    assert srgb_of(numbers, ColourSpace.oklch).shape == (4, 5, 3)


def test_light_and_srgb_are_each_others_inverse():
    srgb = np.linspace(0, 1, 256)
    assert encoded(linear(srgb)) == pytest.approx(srgb)
    assert linear(np.array(0.5)) == pytest.approx(0.21404, abs=1e-5)
