"""How much is selected at each pixel of the screen."""

from __future__ import annotations

import math

import cv2
import numpy as np
from PySide6.QtCore import QRect

from studio.canvas.picture import level_for
from studio.canvas.viewport import Viewport
from studio.document.selection import Selection
from studio.document.tiles import Pixels, bounds_of, keys_covering
from studio.geometry import Bounds, Extent


def sample(
    selection: Selection, viewport: Viewport, on_screen: Bounds, *, is_smooth: bool
) -> Pixels:
    """Coverage at each screen pixel of a rectangle of the view: uint8[height, width]."""
    if on_screen.is_empty:
        return np.zeros((on_screen.height, on_screen.width), np.uint8)
    ratio = viewport.pixel_ratio
    edges = on_screen.x, on_screen.y, on_screen.right, on_screen.bottom
    seen = viewport.canvas_bounds(*(edge / ratio for edge in edges))
    step = 1 << level_for(viewport)
    source = seen.intersection(viewport.extent.bounds).padded(1).aligned(step)
    if source.is_empty:
        return np.zeros((on_screen.height, on_screen.width), np.uint8)
    x0, y0 = viewport.to_canvas((on_screen.x + 0.5) / ratio, (on_screen.y + 0.5) / ratio)
    a, b, c, d = _inverse_of(viewport)
    # OpenCV counts from the middle of a pixel, the canvas from its corner.
    to_source = np.array(
        [
            [a / step, c / step, (x0 - source.x) / step - 0.5],
            [b / step, d / step, (y0 - source.y) / step - 0.5],
        ]
    )
    how = cv2.INTER_LINEAR if is_smooth else cv2.INTER_NEAREST
    sampled = cv2.warpAffine(
        _every(selection, source, step),
        to_source,
        (on_screen.width, on_screen.height),
        flags=how | cv2.WARP_INVERSE_MAP,
    )
    return np.asarray(sampled, np.uint8)


def _every(selection: Selection, bounds: Bounds, step: int) -> Pixels:
    """Coverage of every so manieth pixel; bounds are aligned to the step."""
    if step == 1:
        return selection.read(bounds)
    out = np.zeros((bounds.height // step, bounds.width // step), np.uint8)
    for key in keys_covering(bounds):
        tile = selection.tiles.get(key)
        if tile is not None:
            cut = bounds.intersection(bounds_of(key))
            inner = cut.relative_to(bounds_of(key))
            at = cut.relative_to(bounds)
            rows = slice(at.y // step, at.bottom // step)
            columns = slice(at.x // step, at.right // step)
            out[rows, columns] = tile[inner.slices][::step, ::step]
    return out


def _inverse_of(viewport: Viewport) -> tuple[float, float, float, float]:
    """How far on the canvas one screen pixel right (a, b) and down (c, d) is."""
    a, b, c, d, *_ = viewport.matrix
    determinant = (a * d - b * c) * viewport.pixel_ratio
    return d / determinant, -b / determinant, -c / determinant, a / determinant


def screen_bounds(viewport: Viewport, bounds: Bounds) -> Bounds:
    """Screen pixels of the view around a canvas rectangle, cut to the view."""
    ratio = viewport.pixel_ratio
    left, top, right, bottom = (edge * ratio for edge in viewport.view_box(bounds))
    around = Bounds.from_edges(
        math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    )
    whole = Extent(math.ceil(viewport.width * ratio), math.ceil(viewport.height * ratio))
    return around.intersection(whole.bounds)


def screen_rect(viewport: Viewport, rect: QRect) -> Bounds:
    """Screen pixels around a rectangle in view px."""
    ratio = viewport.pixel_ratio
    return Bounds.from_edges(
        math.floor(rect.x() * ratio),
        math.floor(rect.y() * ratio),
        math.ceil((rect.x() + rect.width()) * ratio),
        math.ceil((rect.y() + rect.height()) * ratio),
    )
