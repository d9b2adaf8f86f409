"""What a colour wheel shows: where a colour is on it, and what is seen there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QColor, QImage

from studio.colour import Colour
from studio.colour_spaces import (
    ColourSpace,
    Floats,
    Numbers,
    colour_of,
    most_chroma,
    numbers_of,
    srgb_of,
)

WHEELS = (ColourSpace.hsv, ColourSpace.oklch)

# Drawn so fine and then smoothly enlarged: the plane of a hue takes 5 ms.
_SIDE = 96
# Light and pure enough to tell all hues apart, and sRGB has it of every hue.
_RING_LIGHTNESS, _RING_CHROMA = 0.75, 0.12
_NO_CHROMA = 1e-3


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the wheel, each 0..1: around the ring, across the square and up it.

    Across is saturation, or chroma as a part of what sRGB has there; up is value or lightness.
    """

    hue: float = 0.0
    across: float = 0.0
    up: float = 0.0

    def moved(self, *, hue: float = 0.0, across: float = 0.0, up: float = 0.0) -> Place:
        """Somewhat further, around the ring without end and in the square up to its edges."""
        return Place((self.hue + hue) % 1.0, _unit(self.across + across), _unit(self.up + up))


def place_of(colour: Colour, space: ColourSpace, last: Place) -> Place:
    """Where a colour is. Greys have no hue, black and white not even purity: they keep the last."""
    numbers = numbers_of(colour, space)
    if space is ColourSpace.hsv:
        hue, across, up = numbers
        has_across = up > 0
    else:
        up, chroma, hue = numbers
        most = float(most_chroma(np.array(up), np.array(hue)))
        has_across = 0 < up < 1 - _NO_CHROMA and most > _NO_CHROMA
        across = min(1.0, chroma / most) if has_across else 0.0
    place = replace(last, up=_unit(up))
    if has_across:
        place = replace(place, across=across)
    return replace(place, hue=hue / 360) if has_across and across > 0 else place


def colour_at(place: Place, space: ColourSpace) -> Colour:
    """The colour of a place."""
    return colour_of(_numbers_at(place, space), space)


def plane_of(hue: float, space: ColourSpace) -> QImage:
    """The square of a hue (0..1), upper row first."""
    across = np.linspace(0, 1, _SIDE)[None, :]
    up = np.linspace(1, 0, _SIDE)[:, None]
    degrees = np.full((_SIDE, 1), hue * 360)
    if space is ColourSpace.hsv:
        numbers = _stacked(degrees, across, up)
    else:
        numbers = _stacked(up, across * most_chroma(up, degrees), degrees)
    rgb = np.rint(srgb_of(numbers, space) * 255).astype(np.uint8)
    return QImage(rgb.tobytes(), _SIDE, _SIDE, 3 * _SIDE, QImage.Format.Format_RGB888).copy()


def ring_of(space: ColourSpace, count: int) -> list[QColor]:
    """So many colours around the ring, the first again at its end."""
    hues = np.linspace(0, 360, count)
    ones = np.ones(count)
    if space is ColourSpace.hsv:
        numbers = _stacked(hues, ones, ones)
    else:
        numbers = _stacked(_RING_LIGHTNESS * ones, _RING_CHROMA * ones, hues)
    return [QColor.fromRgbF(*map(float, rgb)) for rgb in srgb_of(numbers, space)]


def _numbers_at(place: Place, space: ColourSpace) -> Numbers:
    hue = place.hue * 360
    if space is ColourSpace.hsv:
        return hue, place.across, place.up
    most = float(most_chroma(np.array(place.up), np.array(hue)))
    return place.up, place.across * most, hue


def _stacked(*numbers: Floats) -> Floats:
    return np.stack(np.broadcast_arrays(*numbers), axis=-1)


def _unit(number: float) -> float:
    return min(1.0, max(0.0, number))
