"""What the selection looks like: marching ants around it, or a tint over it.

Both sample its coverage at the screen's own pixels, so their cost follows the view and not how
intricate the selection is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

from studio.canvas.coverage import sample, screen_bounds, screen_rect
from studio.canvas.picture import NEAREST_FROM, canvas_bounds_of
from studio.canvas.viewport import Viewport
from studio.document.selection import Selection
from studio.document.tiles import Pixels

# An ant and its gap are four screen pixels each.
STRIDE = 8
# The ants are redrawn in squares of this many screen pixels.
CELL = 64
# Where half of a pixel is selected, the ants march.
HALF = 128
TINT = (255, 51, 85)
TINT_ALPHA = 0.5

_BLACK, _WHITE = 0xFF000000, 0xFFFFFFFF


# By coverage, ARGB not premultiplied. Drawing an indexed image takes 9 ms for 1080p; looking its
# colours up first, 12.
_TINTS = [
    (round(coverage * TINT_ALPHA) << 24) | (TINT[0] << 16) | (TINT[1] << 8) | TINT[2]
    for coverage in range(256)
]

# From cold to hot, as thermal cameras show it: blue, violet, red, orange, yellow.
_HEAT_STOPS = ((40, 70, 200), (140, 50, 190), (225, 45, 75), (250, 140, 30), (255, 225, 70))


def _heat(level: int) -> int:
    """A strength 0..255 as a colour; none at 0, and the first breath of it is seen."""
    place = level / 255 * (len(_HEAT_STOPS) - 1)
    before = min(int(place), len(_HEAT_STOPS) - 2)
    lower, upper = _HEAT_STOPS[before], _HEAT_STOPS[before + 1]
    share = place - before
    mixed = [round(a + share * (b - a)) for a, b in zip(lower, upper, strict=True)]
    red, green, blue = mixed
    return (min(150, 12 * level) << 24) | (red << 16) | (green << 8) | blue


_HEAT = [_heat(level) for level in range(256)]


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the ants are: an Indexed8 image at screen px, each edge pixel its place in line.

    cells: the parts of the view, in view px, that hold any.
    """

    x: int = 0
    y: int = 0
    places: Pixels = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    cells: QRegion = field(default_factory=QRegion)


class Ants:
    """Remembers where the ants are until the selection or the view changes."""

    def __init__(self) -> None:
        self._viewport: Viewport | None = None
        self._edges = Edges()

    def forget(self) -> None:
        """The selection changed."""
        self._viewport = None

    def edges(self, selection: Selection, viewport: Viewport) -> Edges:
        """Where they are now."""
        if viewport != self._viewport:
            self._edges = find_edges(selection, viewport)
            self._viewport = viewport
        return self._edges


def find_edges(selection: Selection, viewport: Viewport) -> Edges:
    """The screen pixels just inside the line where the selection is half."""
    in_sight = selection.bounds.intersection(viewport.visible)
    if in_sight.is_empty:
        return Edges()
    # One more on each side: what lies just out of view decides whether its neighbour is an edge.
    on_screen = screen_bounds(viewport, in_sight).padded(1)
    coverage = sample(selection, viewport, on_screen, is_smooth=False)
    inside = (coverage >= _half(selection)).view(np.uint8)
    lines, _ = cv2.findContours(inside, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    if not lines:
        return Edges()
    columns, rows = np.concatenate(lines).reshape(-1, 2).astype(np.intp).T
    places = np.zeros(inside.shape, np.uint8)
    places[rows, columns] = _along([len(line) for line in lines]) % STRIDE + 1
    seen = np.ascontiguousarray(places[1:-1, 1:-1])
    cells = _cells(rows + on_screen.y, columns + on_screen.x, viewport.pixel_ratio)
    return Edges(on_screen.x + 1, on_screen.y + 1, seen, cells)


def _along(lengths: Sequence[int]) -> NDArray[np.intp]:
    """How far along its line each pixel of several lines is."""
    starts = np.cumsum([0, *lengths[:-1]], dtype=np.intp)
    return np.arange(sum(lengths), dtype=np.intp) - np.repeat(starts, lengths)


def draw_ants(painter: QPainter, edges: Edges, pixel_ratio: float, phase: int) -> None:
    """Draw them `phase` screen pixels further on their way."""
    if not edges.places.size:
        return
    image = _indexed(edges.places)
    turns = ((place - phase) % STRIDE for place in range(1, STRIDE + 1))
    image.setColorTable([0, *(_BLACK if turn < STRIDE // 2 else _WHITE for turn in turns)])
    painter.save()
    painter.setClipRegion(edges.cells, Qt.ClipOperation.IntersectClip)
    painter.scale(1 / pixel_ratio, 1 / pixel_ratio)
    painter.drawImage(edges.x, edges.y, image)
    painter.restore()


def draw_tint(
    painter: QPainter,
    selection: Selection,
    viewport: Viewport,
    exposed: QRect,
    *,
    as_heat: bool = False,
) -> None:
    """Tint what is selected, as strongly as it is; as heat the colour tells how strongly."""
    seen = canvas_bounds_of(viewport, exposed).intersection(viewport.extent.bounds)
    on_screen = screen_bounds(viewport, seen).intersection(screen_rect(viewport, exposed))
    coverage = sample(selection, viewport, on_screen, is_smooth=viewport.zoom < NEAREST_FROM)
    if not coverage.any():
        return
    image = _indexed(coverage)
    image.setColorTable(_HEAT if as_heat else _TINTS)
    painter.save()
    painter.scale(1 / viewport.pixel_ratio, 1 / viewport.pixel_ratio)
    painter.drawImage(on_screen.x, on_screen.y, image)
    painter.restore()


def _indexed(pixels: Pixels) -> QImage:
    """An image whose colour table is still to be given, uint8[h, w] not copied."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Indexed8)


def _half(selection: Selection) -> int:
    """From which coverage on ants are inside: half of all, or of the most a faint selection has."""
    peak = 0
    for key in selection.tiles.keys:
        tile = selection.tiles.get(key)
        peak = max(peak, 0 if tile is None else int(tile.max()))
        if peak >= HALF:
            return HALF
    return max(1, peak // 2)


def _cells(rows: NDArray[np.intp], columns: NDArray[np.intp], pixel_ratio: float) -> QRegion:
    """View px around every square of the screen that holds one of these pixels."""
    region = QRegion()
    side = CELL / pixel_ratio
    for row, column in np.unique(np.stack([rows // CELL, columns // CELL], 1), axis=0).tolist():
        x, y = math.floor(column * side), math.floor(row * side)
        right, bottom = math.ceil((column + 1) * side), math.ceil((row + 1) * side)
        region = region.united(QRect(x, y, right - x, bottom - y))
    return region
