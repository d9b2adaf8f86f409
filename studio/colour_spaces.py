"""Colours as numbers: RGB, HSV and OKLCH.

RGB is 0..255 a channel. HSV is hue in degrees, saturation and value 0..1. OKLCH is lightness 0..1,
chroma from 0 to about 0.32 and hue in degrees: steps that look alike. It is Björn Ottosson's Oklab
(2020) in polar form.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.colour import Colour

Numbers: TypeAlias = tuple[float, float, float]
Floats: TypeAlias = NDArray[np.float64]

# Beyond any colour that sRGB has: its blue has 0.313, its magenta 0.322.
MOST_CHROMA = 0.33

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONES, _FROM_OKLAB = np.linalg.inv(_TO_CONES), np.linalg.inv(_TO_OKLAB)
# Light a channel may be beyond sRGB and is then clipped: at blue's hue and lightness, colours of
# a little less chroma than blue lack 0.0007 of red, and would stop the search before blue.
_OUTSIDE = 8e-4
_HALVINGS = 18
# Beneath it a colour is a grey, and has no hue of its own.
_GREY = 5e-4


class ColourSpace(Enum):
    """A way to write a colour as three numbers."""

    rgb = "rgb"
    hsv = "hsv"
    oklch = "oklch"


def numbers_of(colour: Colour, space: ColourSpace) -> Numbers:
    """A colour as three numbers; the hue of a grey is 0."""
    rgb = np.array([colour.red, colour.green, colour.blue], np.float64)
    match space:
        case ColourSpace.rgb:
            found = rgb
        case ColourSpace.hsv:
            found = _hsv_of(rgb / 255)
        case ColourSpace.oklch:
            found = _oklch_of(rgb / 255)
    return float(found[0]), float(found[1]), float(found[2])


def colour_of(numbers: Numbers, space: ColourSpace) -> Colour:
    """The colour of three numbers, the nearest of that hue and lightness where there is none."""
    rgb = np.rint(srgb_of(np.array(numbers, np.float64), space) * 255).astype(int)
    return Colour(int(rgb[0]), int(rgb[1]), int(rgb[2]))


def srgb_of(numbers: Floats, space: ColourSpace) -> Floats:
    """Many colours at once: [..., 3] numbers to [..., 3] sRGB 0..1.

    A chroma that sRGB does not have is lowered to what it has: hue and lightness stay.
    """
    match space:
        case ColourSpace.rgb:
            return np.asarray(np.clip(numbers / 255, 0, 1))
        case ColourSpace.hsv:
            hue, saturation, value = np.moveaxis(numbers, -1, 0)
            pure = _pure(hue)
            white = 1 - saturation[..., None] * (1 - pure)
            return np.asarray(np.clip(value[..., None] * white, 0, 1))
        case ColourSpace.oklch:
            return encoded(np.clip(_within_srgb(numbers), 0, 1))


def most_chroma(lightness: Floats, hue: Floats) -> Floats:
    """The largest chroma that sRGB has at each lightness and hue (degrees)."""
    low = np.zeros(np.broadcast(lightness, hue).shape)
    high = np.full_like(low, MOST_CHROMA)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        inside = _is_inside(_linear_of_oklch(lightness, middle, hue))
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return low


def linear(srgb: Floats) -> Floats:
    """SRGB 0..1 as amounts of light 0..1 (IEC 61966-2-1)."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def encoded(light: Floats) -> Floats:
    """Amounts of light 0..1 as sRGB 0..1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def _within_srgb(oklch: Floats) -> Floats:
    """Amounts of light; only colours beyond sRGB are searched for one within."""
    light = _linear_of_oklch(*np.moveaxis(oklch, -1, 0))
    outside = ~_is_inside(light)
    lightness, _, hue = oklch[outside].T
    light[outside] = _linear_of_oklch(lightness, most_chroma(lightness, hue), hue)
    return light


def _is_inside(light: Floats) -> NDArray[np.bool_]:
    return np.asarray(((light >= -_OUTSIDE) & (light <= 1 + _OUTSIDE)).all(axis=-1))


def _pure(hue: Floats) -> Floats:
    """The brightest, purest colour of each hue: [..., 3] sRGB 0..1."""
    sixths = (hue[..., None] / 60 + np.array([0.0, 4.0, 2.0])) % 6
    return np.asarray(np.clip(np.abs(sixths - 3) - 1, 0, 1))


def _hsv_of(rgb: Floats) -> Floats:
    most, spread = rgb.max(), rgb.max() - rgb.min()
    if spread == 0:
        return np.array([0.0, 0.0, most])
    red, green, blue = rgb
    which = int(rgb.argmax())
    sixths = ((green - blue) / spread, (blue - red) / spread + 2, (red - green) / spread + 4)
    return np.array([sixths[which] * 60 % 360, spread / most, most])


def _oklch_of(rgb: Floats) -> Floats:
    lightness, a, b = _TO_OKLAB @ np.cbrt(_TO_CONES @ linear(rgb))
    chroma = np.hypot(a, b)
    if chroma < _GREY:
        return np.array([lightness, 0.0, 0.0])
    return np.array([lightness, chroma, np.degrees(np.arctan2(b, a)) % 360])


def _linear_of_oklch(lightness: Floats, chroma: Floats, hue: Floats) -> Floats:
    angle = np.radians(hue)
    lab = np.stack(np.broadcast_arrays(lightness, chroma * np.cos(angle), chroma * np.sin(angle)))
    cones = np.tensordot(_FROM_OKLAB, lab, 1) ** 3
    return np.moveaxis(np.tensordot(_FROM_CONES, cones, 1), 0, -1)
