"""The colours that have names, and which of them a drawing has."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NamedColour:
    """rgb: 0..255. A hue is a colour that anything may be turned to."""

    name: str
    chinese: str
    rgb: tuple[int, int, int]
    is_hue: bool = False

    @property
    def hue(self) -> float:
        """0..1 around the circle, red = 0."""
        return colorsys.rgb_to_hsv(*(level / 255 for level in self.rgb))[0]


COLOURS = (
    NamedColour("red", "红色", (214, 40, 40), is_hue=True),
    NamedColour("orange", "橙色", (244, 140, 40), is_hue=True),
    NamedColour("yellow", "黄色", (250, 214, 60), is_hue=True),
    NamedColour("green", "绿色", (70, 170, 80), is_hue=True),
    NamedColour("dark green", "深绿色", (30, 90, 50)),
    NamedColour("light green", "浅绿色", (160, 220, 140)),
    NamedColour("teal", "青色", (40, 150, 150), is_hue=True),
    NamedColour("blue", "蓝色", (50, 110, 210), is_hue=True),
    NamedColour("light blue", "浅蓝色", (150, 205, 240)),
    NamedColour("dark blue", "深蓝色", (25, 45, 110)),
    NamedColour("purple", "紫色", (130, 70, 180), is_hue=True),
    NamedColour("pink", "粉色", (245, 150, 190), is_hue=True),
    NamedColour("brown", "棕色", (130, 85, 50)),
    NamedColour("beige", "米色", (235, 220, 185)),
    NamedColour("white", "白色", (250, 250, 250)),
    NamedColour("gray", "灰色", (150, 150, 150)),
    NamedColour("black", "黑色", (22, 22, 26)),
)
HUES = tuple(index for index, colour in enumerate(COLOURS) if colour.is_hue)


def index_of(name: str) -> int:
    """Where a colour is in COLOURS."""
    return next(index for index, colour in enumerate(COLOURS) if colour.name == name)


def rgb_table() -> Floats:
    """float32[colours, 3], 0..1."""
    return np.asarray([colour.rgb for colour in COLOURS], np.float32) / np.float32(255)


def main_hue(pixels: NDArray[np.uint8]) -> float:
    """The hue, 0..1, of most of the coloured pixels; -1 for a drawing without colour.

    pixels: uint8[h, w, 4] premultiplied RGBA.
    """
    rgb = pixels[pixels[..., 3] > 200][:, :3].astype(np.float32) / 255
    value, chroma = rgb.max(1), np.ptp(rgb, axis=1)
    rgb = rgb[(chroma > 0.3 * value) & (value > 0.25)]
    if len(rgb) < 100:
        return -1.0
    bins = np.bincount((_hues(rgb) * 36).astype(np.intp) % 36, minlength=36)
    return (float(bins.argmax()) + 0.5) / 36


def _hues(rgb: Floats) -> Floats:
    """float32[n], 0..1, of float32[n, 3]."""
    red, green, blue = rgb.T
    strongest, chroma = rgb.argmax(1), np.ptp(rgb, axis=1)
    sixths = np.select(
        [strongest == 0, strongest == 1],
        [((green - blue) / chroma) % 6, (blue - red) / chroma + 2],
        (red - green) / chroma + 4,
    )
    return np.asarray(sixths / 6 % 1, np.float32)
