"""Masks made of paths, drawn as pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from studio.document.tiles import Pixels
from studio.geometry import Extent

if TYPE_CHECKING:
    from psd_tools.api.shape import VectorMask
    from psd_tools.psd.vector import Subpath

_EXCLUDE, _UNITE, _SUBTRACT, _INTERSECT = range(4)
_CONTINUED = -1
_MOST_PIXELS = 1 << 30  # drawn in all, one component after the other


def shown_by(mask: VectorMask, canvas: Extent) -> Pixels:
    """What a mask shows, uint8[h, w] of the whole canvas, 255 = all.

    Raises:
        ValueError: it has more paths than can be drawn in time.
    """
    components = list(_components(mask.paths))
    if len(components) * canvas.area > _MOST_PIXELS:
        raise ValueError(len(components))
    # What takes away first takes away from everything.
    is_full = bool(mask.initial_fill_rule) or bool(components and components[0][0] == _SUBTRACT)
    shown = np.full((canvas.height, canvas.width), 255 if is_full else 0, np.uint8)
    for operation, path in components:
        shown = _combined(shown, _drawn(path, canvas), operation)
    return np.asarray(cv2.bitwise_not(shown)) if mask.inverted else shown


def _components(paths: Sequence[Subpath]) -> Iterator[tuple[int, list[Subpath]]]:
    """Paths that make a shape together, and what the shape does to those before."""
    together: list[Subpath] = []
    operation = _UNITE
    for path in paths:
        if path.operation != _CONTINUED and together:
            yield operation, together
            together = []
        if path.operation != _CONTINUED:
            operation = path.operation
        together.append(path)
    if together:
        yield operation, together


def _combined(shown: Pixels, more: Pixels, operation: int) -> Pixels:
    if operation == _SUBTRACT:
        return np.asarray(cv2.min(shown, cv2.bitwise_not(more)))
    if operation == _INTERSECT:
        return np.asarray(cv2.min(shown, more))
    if operation == _EXCLUDE:
        return np.asarray(cv2.absdiff(shown, more))
    return np.asarray(cv2.max(shown, more))


def _drawn(paths: Sequence[Subpath], canvas: Extent) -> Pixels:
    """What lies inside an odd number of the paths, uint8[h, w]."""
    padded = np.zeros((canvas.height, -(-canvas.width // 4) * 4), np.uint8)
    form = QImage.Format.Format_Grayscale8
    image = QImage(padded.data, canvas.width, canvas.height, padded.shape[1], form)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(_outline(paths, canvas), Qt.GlobalColor.white)
    painter.end()
    return np.ascontiguousarray(padded[:, : canvas.width])


def _outline(paths: Sequence[Subpath], canvas: Extent) -> QPainterPath:
    def spot(pair: Sequence[float]) -> QPointF:
        return QPointF(pair[1] * canvas.width, pair[0] * canvas.height)

    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.OddEvenFill)
    for path in paths:
        knots = list(path)
        if len(knots) < 2:
            continue
        outline.moveTo(spot(knots[0].anchor))
        for here, there in zip(knots, [*knots[1:], knots[0]], strict=True):
            outline.cubicTo(spot(here.leaving), spot(there.preceding), spot(there.anchor))
        outline.closeSubpath()
    return outline
