"""The picture itself, and what lies around it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QRegion,
    QTransform,
)

from studio.canvas.display import DisplayTiles
from studio.canvas.viewport import Viewport, corners
from studio.document.tiles import TILE, TileKey
from studio.geometry import Bounds, Extent

_Role = QPalette.ColorRole
SHADOW = QColor(0, 0, 0, 22)
SHADOW_WIDTH = 5
# 1/32: the coarsest that 5 % needs is 1/16, and one more while the view is moving.
MAX_LEVEL = 5
# From here on pixels are to be seen as pixels; smooth, a tile's edge would show as well.
NEAREST_FROM = 2.0
# Drawing one more rectangle costs as much as this many more pixels (0.1 ms).
RECT_COST = 100_000


def transform_of(viewport: Viewport) -> QTransform:
    """Canvas px to view px."""
    return QTransform(*viewport.matrix)


def outline_of(viewport: Viewport, bounds: Bounds) -> QPolygonF:
    """A canvas rectangle in view px."""
    return QPolygonF([QPointF(*viewport.to_view(*corner)) for corner in corners(bounds)])


def canvas_bounds_of(viewport: Viewport, rect: QRect) -> Bounds:
    """Canvas px around a rectangle of the view."""
    left, top = rect.x(), rect.y()
    return viewport.canvas_bounds(left, top, left + rect.width(), top + rect.height())


def rect_of(viewport: Viewport, bounds: Bounds) -> QRect:
    """View px that canvas px colour, with the neighbours that smoothing mixes them into."""
    reach = 1 << level_for(viewport)
    return outline_of(viewport, bounds.padded(reach)).boundingRect().toAlignedRect()


def is_resampled(viewport: Viewport) -> bool:
    """Whether smooth and nearest differ: only then is it worth drawing smoothly once at rest."""
    if viewport.zoom >= NEAREST_FROM:
        return False
    return viewport.rotation % 90 != 0 or viewport.zoom * (1 << level_for(viewport)) != 1


def level_for(viewport: Viewport, *, is_moving: bool = False) -> int:
    """The mip level to draw: the smallest that need not be enlarged; turning, one coarser.

    Measured at 4K turned by 15°: nearest costs 22 to 56 ms from 75 to 200 %.
    """
    level = math.floor(-math.log2(viewport.zoom) + 1e-9)
    coarser = is_moving and viewport.rotation % 90 != 0 and viewport.zoom < NEAREST_FROM
    return min(max(level, 0) + coarser, MAX_LEVEL)


def draw_surround(painter: QPainter, viewport: Viewport, exposed: QRect) -> None:
    """The grey around the canvas, its shadow and its border: the palette's darks."""
    if viewport.extent.bounds.contains(canvas_bounds_of(viewport, exposed)):
        return
    palette = QGuiApplication.palette()
    painter.fillRect(exposed, palette.color(_Role.Dark))
    outline = outline_of(viewport, viewport.extent.bounds)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width in range(SHADOW_WIDTH, 0, -1):
        painter.setPen(_miter_pen(SHADOW, 2 * width))
        painter.drawPolygon(outline)
    painter.setPen(_miter_pen(palette.color(_Role.Shadow), 2))
    painter.drawPolygon(outline)


def draw_picture(
    painter: QPainter,
    tiles: DisplayTiles,
    viewport: Viewport,
    exposed: QRect,
    *,
    is_moving: bool,
) -> None:
    """The composite, where a rectangle of the view is exposed."""
    level = level_for(viewport, is_moving=is_moving)
    painter.save()
    painter.setTransform(transform_of(viewport).scale(1 << level, 1 << level), combine=True)
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform, is_resampled(viewport) and not is_moving
    )
    for key in keys_seen(viewport, level, exposed):
        image, part = tiles.image(level, key), _part_of(viewport.extent, level, key)
        painter.drawImage(part.translated(key[0] * TILE, key[1] * TILE), image, part)
    painter.restore()


def keys_seen(viewport: Viewport, level: int, exposed: QRect) -> Iterator[TileKey]:
    """The tiles of a mip level of which a rectangle of the view shows anything.

    Turned, a third of those around it does not, and need not be made.
    """
    side = TILE << level
    around = canvas_bounds_of(viewport, exposed).padded(1).intersection(viewport.extent.bounds)
    wide = QRectF(exposed).adjusted(-1, -1, 1, 1)
    for column, row in _keys_at(level, around):
        tile = Bounds(column * side, row * side, side, side)
        left, top, right, bottom = viewport.view_box(tile)
        if wide.intersects(QRectF(left, top, right - left, bottom - top)):
            yield column, row


def _keys_at(level: int, bounds: Bounds) -> Iterator[TileKey]:
    if bounds.is_empty:
        return
    side = TILE << level
    for row in range(bounds.y // side, -(-bounds.bottom // side)):
        for column in range(bounds.x // side, -(-bounds.right // side)):
            yield column, row


def rects_of(region: QRegion) -> list[QRect]:
    """The rectangles to draw one by one, or the one around them if that is quicker."""
    rects = list(region)  # type: ignore[call-overload]  # its stub has no __iter__
    around = region.boundingRect()
    spared = _area(around) - sum(map(_area, rects))
    return rects if spared > RECT_COST * (len(rects) - 1) else [around]


def shift_between(before: Viewport, after: Viewport) -> QPoint | None:
    """How far the picture only moved, in whole view px; None if more than that is different."""
    if replace(before, centre=after.centre) != after:
        return None
    (*_, x0, y0), (*_, x1, y1) = before.matrix, after.matrix
    dx, dy = x1 - x0, y1 - y0
    return QPoint(round(dx), round(dy)) if dx == round(dx) and dy == round(dy) else None


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


def _part_of(extent: Extent, level: int, key: TileKey) -> QRectF:
    """The part of a tile that is canvas, in its own pixels; an edge may cut one in two."""
    width = extent.width / (1 << level) - key[0] * TILE
    height = extent.height / (1 << level) - key[1] * TILE
    return QRectF(0, 0, min(TILE, width), min(TILE, height))


def _miter_pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
