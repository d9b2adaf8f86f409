"""Lines over the picture: the context box, the region being repainted, a rubber band."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.brush.symmetry import Symmetry
from studio.canvas.context_frame import HANDLES, spot_of
from studio.canvas.picture import outline_of
from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Bounds
from studio.tools.tool import Outline
from studio.transform.quad import Quad
from studio.transform.ways import Spots

ACCENT = QColor(74, 134, 216)
DARK, LIGHT = QColor(0, 0, 0, 210), QColor(255, 255, 255)
# Screen px: a handle as it is drawn; it takes hold a little farther out.
HANDLE_SIDE = 7.0
_BOTH_CLIPS = Qt.ClipOperation.IntersectClip
# How far from a line's middle it may colour pixels, with room for a handle.
REACH = 6


def draw_context(painter: QPainter, viewport: Viewport, box: Bounds) -> None:
    """The box the model sees: dashed, with a handle at each corner and edge."""
    outline = outline_of(viewport, box)
    two_tone(painter, outline, closed=True, dashes=(6, 5), colour=LIGHT)
    draw_handles(painter, [viewport.to_view(*spot_of(box, handle)) for handle in HANDLES])


def draw_box(painter: QPainter, outline: QPolygonF, handles: Sequence[Spot]) -> None:
    """A frame to pull at; outline and handles in view px."""
    two_tone(painter, outline, closed=True, colour=LIGHT)
    draw_handles(painter, handles)


def draw_quad(painter: QPainter, viewport: Viewport, quad: Quad) -> None:
    """What is being transformed: its edges, its handles and its middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    spots = QPolygonF([QPointF(*viewport.to_view(*corner)) for corner in quad.corners])
    two_tone(painter, spots, closed=True, colour=LIGHT)
    sides = [quad.at(across / 2, down / 2) for across in range(3) for down in range(3)]
    middle = sides.pop(4)
    draw_handles(painter, [viewport.to_view(*side) for side in sides])
    painter.setPen(QPen(DARK, 1))
    painter.drawEllipse(QPointF(*viewport.to_view(*middle)), 3.5, 3.5)
    painter.restore()


def draw_running(painter: QPainter, viewport: Viewport, region: Bounds) -> None:
    """The region that is being repainted."""
    two_tone(painter, outline_of(viewport, region), closed=True, colour=ACCENT, width=2)


def draw_outline(painter: QPainter, viewport: Viewport, outline: Outline) -> None:
    """The rubber band of a gesture."""
    spots = QPolygonF([QPointF(*viewport.to_view(x, y)) for x, y in outline.points])
    two_tone(painter, spots, closed=outline.closed, dashes=(4, 4), colour=LIGHT)


def draw_lines(painter: QPainter, viewport: Viewport, lines: Sequence[Spots]) -> None:
    """Closed lines, canvas px: where a selection would be."""
    a, b, c, d, e, f = viewport.matrix
    for line in lines:
        seen = line @ np.array(((a, b), (c, d))) + (e, f)
        spots = QPolygonF([QPointF(x, y) for x, y in seen.tolist()])
        two_tone(painter, spots, closed=True, dashes=(4, 4), colour=LIGHT)


def draw_symmetry(painter: QPainter, viewport: Viewport, symmetry: Symmetry) -> None:
    """The axes that strokes are mirrored at, and where arms begin, faintly."""
    middle, far = (symmetry.x, symmetry.y), viewport.extent.bounds.diagonal
    ways = [90.0, 270.0] if symmetry.across else []
    ways += [0.0, 180.0] if symmetry.down else []
    ways += [360 * arm / symmetry.arms - 90 for arm in range(symmetry.arms)]
    painter.save()
    painter.setOpacity(0.45)
    is_askew = bool((viewport.rotation + symmetry.angle) % 90 or symmetry.arms > 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_askew)
    painter.setClipRect(outline_of(viewport, viewport.extent.bounds).boundingRect(), _BOTH_CLIPS)
    for way in ways if symmetry.arms > 1 else ways[:-1]:
        angle = math.radians(way + symmetry.angle)
        end = middle[0] + math.cos(angle) * far, middle[1] + math.sin(angle) * far
        line = QPolygonF([QPointF(*viewport.to_view(*middle)), QPointF(*viewport.to_view(*end))])
        two_tone(painter, line, closed=False, dashes=(7, 5), colour=ACCENT)
    painter.restore()


def view_box_of(viewport: Viewport, outline: Outline) -> QRectF:
    """View px around a rubber band."""
    spots = QPolygonF([QPointF(*viewport.to_view(x, y)) for x, y in outline.points])
    return spots.boundingRect().adjusted(-REACH, -REACH, REACH, REACH)


def draw_handles(painter: QPainter, places: Sequence[Spot]) -> None:
    """Squares to pull at, at places of the view."""
    painter.setPen(QPen(DARK, 1))
    painter.setBrush(LIGHT)
    half = HANDLE_SIDE / 2
    for x, y in places:
        painter.drawRect(QRectF(round(x) - half, round(y) - half, HANDLE_SIDE, HANDLE_SIDE))


def two_tone(
    painter: QPainter,
    line: QPolygonF,
    *,
    closed: bool,
    colour: QColor,
    dashes: tuple[float, float] | None = None,
    width: float = 1.0,
) -> None:
    """A line on a darker one, so that it is seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(DARK, width + (0 if dashes else 2)), QPen(colour, width)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dashes and pen.color() == colour:
            pen.setDashPattern(list(dashes))
        painter.setPen(pen)
        if closed:
            painter.drawPolygon(line)
        else:
            painter.drawPolyline(line)
