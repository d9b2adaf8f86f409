"""Pixels laid over pixels: by QPainter, whose loops are the fastest, where it is exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np
from PySide6.QtGui import QImage, QPainter

from studio.document.blending import BlendMode
from studio.document.mixing import mix_over
from studio.document.tiles import Pixels
from studio.geometry import Bounds

# Looked up once: each look into an enum takes as long as drawing a few pixels.
_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels and the canvas px they cover, which is at least where they are not zero."""

    pixels: Pixels
    at: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A picture and how it is laid over what is beneath; opacity 0..1."""

    picture: Picture
    opacity: float
    blend: BlendMode


def image_of(pixels: Pixels) -> QImage:
    """The array as an image that shares its memory; contiguous, premultiplied BGRA."""
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, _FORMAT)


def lay_anew(pixels: Pixels, at: Bounds, area: Bounds, laid: Sequence[Laid]) -> None:
    """Lay pictures over nothing in an area of pixels, which lie at `at` and nobody else holds."""
    inside = area.relative_to(at).slices
    if laid and _is_copied(laid[0], area):
        lowest = laid[0].picture
        pixels[inside] = lowest.pixels[area.relative_to(lowest.at).slices]
        laid = laid[1:]
    else:
        pixels[inside] = 0
    if laid:
        lay_over(pixels, at, area, laid)


def _is_copied(laid: Laid, area: Bounds) -> bool:
    """Whether it leaves exactly its own pixels when laid over nothing; a copy is 4× faster."""
    is_plain = laid.blend is BlendMode.normal and laid.opacity == 1
    return is_plain and laid.picture.at.contains(area)


def lay_over(pixels: Pixels, at: Bounds, area: Bounds, laid: Sequence[Laid]) -> None:
    """Lay pictures over what is in an area of pixels."""
    for is_mixed, alike in groupby(laid, lambda one: one.blend.painter_mode is None):
        (_mix if is_mixed else _draw)(pixels, at, area, alike)


def _draw(pixels: Pixels, at: Bounds, area: Bounds, laid: Iterable[Laid]) -> None:
    image = image_of(pixels)
    painter = QPainter(image)
    opacity, blend = 1.0, BlendMode.normal
    try:
        for one in laid:
            source = one.picture.at
            # Mostly a whole tile is laid over one: to see that takes a sixth of cutting it.
            cut = area if source == area else area.intersection(source)
            pixels_above, faded = _as_drawn(one)
            if faded != opacity:
                opacity = faded
                painter.setOpacity(opacity)
            if one.blend is not blend:
                blend = one.blend
                painter.setCompositionMode(_painted_by(blend))
            painter.drawImage(
                cut.x - at.x,
                cut.y - at.y,
                image_of(pixels_above),
                cut.x - source.x,
                cut.y - source.y,
                cut.width,
                cut.height,
            )
    finally:
        painter.end()


def _as_drawn(laid: Laid) -> tuple[Pixels, float]:
    """Its pixels, and the opacity that makes of them in QPainter what the formulas say.

    QPainter fades what is done, the formulas fade the layer: seen where it erases what is beneath.
    """
    pixels = laid.picture.pixels
    if laid.opacity == 1 or not laid.blend.erases_where_empty:
        return pixels, laid.opacity
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=laid.opacity), np.uint8), 1.0


def _painted_by(blend: BlendMode) -> QPainter.CompositionMode:
    mode = blend.painter_mode
    assert mode is not None
    return mode


def _mix(pixels: Pixels, at: Bounds, area: Bounds, laid: Iterable[Laid]) -> None:
    for one in laid:
        cut = area.intersection(one.picture.at)
        below = pixels[cut.relative_to(at).slices]
        above = one.picture.pixels[cut.relative_to(one.picture.at).slices]
        mix_over(below, above, one.opacity, one.blend)


def opaque(pixels: Pixels) -> Pixels:
    """The colours without their alpha, as new pixels; laying the alpha back is exact."""
    straight = image_of(pixels).convertToFormat(QImage.Format.Format_ARGB32)
    solid = np.array(straight.constBits(), np.uint8).reshape(pixels.shape)
    solid[..., 3] = 255
    return solid


def veiled(pixels: Pixels, hidden: Pixels) -> Pixels:
    """Pixels as clear as they are hidden, uint8[h, w]; new ones, rounded once."""
    shown = cv2.bitwise_not(hidden)
    return np.asarray(cv2.multiply(pixels, cv2.merge((shown,) * 4), scale=1 / 255), np.uint8)


def with_alpha_of(pixels: Pixels, solid: Pixels) -> Pixels:
    """Opaque colours made as opaque as pixels are, in place."""
    at = Bounds(0, 0, pixels.shape[1], pixels.shape[0])
    lay_over(solid, at, at, [Laid(Picture(pixels, at), 1.0, BlendMode.destination_in)])
    return solid


def faded(below: Pixels, above: Pixels, share: float, hidden: Pixels | None) -> Pixels:
    """From one to the other, as far as `share`, 0..1, and less where hidden, uint8[h, w]."""
    if hidden is None and share == 1:
        return above
    shown = np.full(below.shape[:2], share, np.float32)
    if hidden is not None:
        shown *= (255 - hidden) * np.float32(1 / 255)
    return np.asarray(cv2.blendLinear(below, above, 1 - shown, shown), np.uint8)


def extended(pixels: Pixels, at: Bounds, around: Bounds) -> Pixels:
    """Pixels at `at` with the outermost going on as far as `around`, which holds `at`."""
    if at == around:
        return pixels
    left, top = at.x - around.x, at.y - around.y
    right, bottom = around.right - at.right, around.bottom - at.bottom
    how = cv2.BORDER_REPLICATE
    return np.asarray(cv2.copyMakeBorder(pixels, top, bottom, left, right, how), np.uint8)
