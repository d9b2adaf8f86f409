"""Small pictures of large ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from studio.document.fills import FillContent, FillTiles, GradientFill, PatternFill
from studio.document.layers import FillLayer, Layer, LayerMask, Pictured, walk
from studio.document.tiles import TILE, Pixels, TileStore, bounds_of
from studio.geometry import Extent

# Tiles are first thinned out to about this many pixels a side: 16384² then costs what 512² does.
_ENOUGH = 512
_CHECK = 4


def layer_picture(layer: Layer, canvas: Extent, box: Extent) -> Pixels:
    """A layer over the whole canvas, fitted into a box: premultiplied BGRA uint8[h, w, 4].

    A group shows its topmost paint or text layer.
    """
    paints = [one for one in walk(layer) if isinstance(one, Pictured)]
    size = fitted(canvas, box)
    if isinstance(layer, FillLayer):
        return _small_fill(layer.content, canvas, size)
    if not paints:
        return np.zeros((size.height, size.width, 4), np.uint8)
    thin = _thinned(paints[-1].tiles, canvas)
    return cv2.resize(thin, (size.width, size.height), interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )


def _small_fill(content: FillContent, canvas: Extent, size: Extent) -> Pixels:
    if isinstance(content, PatternFill):
        # As large as on the canvas it would be grey: a few periods are to be seen.
        content = replace(content, size=max(size.height / 1.6, 1))
    tiles = FillTiles(content, size.bounds if isinstance(content, GradientFill) else canvas.bounds)
    return tiles.read(size.bounds)


def mask_picture(mask: LayerMask, canvas: Extent, box: Extent) -> Pixels:
    """What a mask shows over the whole canvas, white, fitted into a box: BGRA uint8[h, w, 4]."""
    size = fitted(canvas, box)
    thin = np.asarray(cv2.bitwise_not(_thinned(mask.hidden, canvas)), np.uint8)
    small = cv2.resize(thin, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2BGRA), np.uint8)


def fitted(extent: Extent, box: Extent) -> Extent:
    """The largest size with the aspect of the extent that fits into a box."""
    scale = min(box.width / extent.width, box.height / extent.height)
    return Extent(max(1, round(extent.width * scale)), max(1, round(extent.height * scale)))


def layer_pixmap(layer: Layer, canvas: Extent, box: Extent, ratio: float) -> QPixmap:
    """The same on a checkerboard, sharp at a pixel ratio."""
    return _on_checks(layer_picture(layer, canvas, _dense(box, ratio)), ratio)


def mask_pixmap(mask: LayerMask, canvas: Extent, box: Extent, ratio: float) -> QPixmap:
    """What a mask shows, sharp at a pixel ratio."""
    return _on_checks(mask_picture(mask, canvas, _dense(box, ratio)), ratio)


def picture_pixmap(pixels: Pixels, box: Extent, ratio: float) -> QPixmap:
    """A picture, premultiplied BGRA uint8[h, w, 4], fitted into a box, on a checkerboard."""
    height, width = pixels.shape[:2]
    size = fitted(Extent(width, height), _dense(box, ratio))
    how = cv2.INTER_AREA if size.width < width else cv2.INTER_LINEAR
    small = cv2.resize(pixels, (size.width, size.height), interpolation=how)
    return _on_checks(small.astype(np.uint8, copy=False), ratio)


def _dense(box: Extent, ratio: float) -> Extent:
    return Extent(round(box.width * ratio), round(box.height * ratio))


def _on_checks(pixels: Pixels, ratio: float) -> QPixmap:
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    pixmap = QPixmap(width, height)
    painter = QPainter(pixmap)
    draw_checks(painter, QRect(0, 0, width, height))
    form = QImage.Format.Format_ARGB32_Premultiplied
    painter.drawImage(QPoint(0, 0), QImage(whole.data, width, height, 4 * width, form))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_checks(painter: QPainter, place: QRect) -> None:
    """What stands for transparency."""
    painter.fillRect(place, QColor(200, 200, 200))
    for row in range(0, place.height(), _CHECK):
        for column in range(row // _CHECK % 2 * _CHECK, place.width(), 2 * _CHECK):
            check = QRect(place.x() + column, place.y() + row, _CHECK, _CHECK)
            painter.fillRect(check.intersected(place), QColor(150, 150, 150))


def _thinned(tiles: TileStore, canvas: Extent) -> Pixels:
    """Every n-th pixel, n a power of two that divides a tile."""
    step = 1
    while canvas.longest_side / step > _ENOUGH and step < TILE:
        step *= 2
    height, width = -(-canvas.height // step), -(-canvas.width // step)
    thin = np.zeros((height, width, *tiles.shape[2:]), np.uint8)
    for key in tiles.keys:
        tile, at = tiles.get(key), bounds_of(key)
        cut = at.intersection(canvas.bounds)
        if tile is None or cut.is_empty:
            continue
        rows, columns = cut.relative_to(at).slices
        part = tile[rows, columns][::step, ::step]
        y, x = cut.y // step, cut.x // step
        thin[y : y + part.shape[0], x : x + part.shape[1]] = part
    return thin
