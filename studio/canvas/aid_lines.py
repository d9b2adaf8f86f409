"""Guides, the grid and the lines that something catches at, drawn over the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from studio.canvas.picture import outline_of
from studio.canvas.viewport import Viewport
from studio.document.aids import Grid
from studio.geometry import Bounds
from studio.session.aids.guiding import Guide, Guiding, Switch, guides_of
from studio.session.aids.snapping import NO_LINES, Lines

GUIDE, CAUGHT = QColor(0, 170, 220), QColor(236, 60, 150)
# View px between lines of the grid below which they would be a grey veil.
_CLOSEST = 6.0
_STRONG, _WEAK = 150, 70


def draw_aids(painter: QPainter, viewport: Viewport, guiding: Guiding) -> None:
    """The grid and the guides, as far as they are shown."""
    if guiding.has(Switch.grid):
        _draw_grid(painter, viewport, guiding.aids.grid)
    if guiding.has(Switch.guides) and guiding.aids.has_guides:
        draw_lines(painter, viewport, guides_of(guiding.aids), GUIDE)


def draw_caught(painter: QPainter, viewport: Viewport, lines: Lines) -> None:
    """The lines that something catches at."""
    if lines != NO_LINES:
        draw_lines(painter, viewport, _guides_along(lines), CAUGHT)


def caught_region(viewport: Viewport, lines: Lines) -> QRegion:
    """View px that those lines colour."""
    region, seen = QRegion(), _seen(viewport)
    for guide in _guides_along(lines):
        line = _line(viewport, guide, seen)
        around = QRectF(line.p1(), line.p2()).normalized().adjusted(-2, -2, 2, 2)
        region = region.united(around.toAlignedRect())
    return region


def draw_lines(
    painter: QPainter, viewport: Viewport, guides: tuple[Guide, ...], colour: QColor
) -> None:
    """Lines from one side of the view to the other."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, viewport.rotation % 90 != 0)
    painter.setPen(QPen(colour, 1))
    seen = _seen(viewport)
    painter.drawLines([_line(viewport, guide, seen) for guide in guides])
    painter.restore()


def _draw_grid(painter: QPainter, viewport: Viewport, grid: Grid) -> None:
    """Weak lines where there is room for them, strong ones above, on the canvas alone."""
    painter.save()
    outline = QPainterPath()
    outline.addPolygon(outline_of(viewport, viewport.extent.bounds))
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, viewport.rotation % 90 != 0)
    for parts, alpha in {1: _WEAK, grid.parts: _STRONG}.items():
        colour = QColor(grid.colour.red, grid.colour.green, grid.colour.blue, alpha)
        # Width 0 is one pixel of the screen, however many a view px has.
        painter.setPen(QPen(colour, 0))
        painter.drawLines(list(_grid_lines(viewport, grid, parts)))
    painter.restore()


def _grid_lines(viewport: Viewport, grid: Grid, every: int) -> Iterator[QLineF]:
    seen = viewport.visible
    across, down = grid.across * every, grid.down * every
    if across * viewport.scale >= _CLOSEST:
        for x in _places(grid.x, across, seen.x, seen.right):
            yield _line(viewport, Guide(is_upright=True, at=x), seen)
    if down * viewport.scale >= _CLOSEST:
        for y in _places(grid.y, down, seen.y, seen.bottom):
            yield _line(viewport, Guide(is_upright=False, at=y), seen)


def _places(start: float, step: float, low: float, high: float) -> Iterator[float]:
    """All that lie whole steps from the start, from low to high."""
    for number in range(math.ceil((low - start) / step), math.floor((high - start) / step) + 1):
        yield start + number * step


def _line(viewport: Viewport, guide: Guide, seen: Bounds) -> QLineF:
    if guide.is_upright:
        ends = (guide.at, float(seen.y)), (guide.at, float(seen.bottom))
    else:
        ends = (float(seen.x), guide.at), (float(seen.right), guide.at)
    first, last = (QPointF(*viewport.to_view(*end)) for end in ends)
    return QLineF(first, last)


def _guides_along(lines: Lines) -> tuple[Guide, ...]:
    upright = tuple(Guide(is_upright=True, at=x) for x in lines.upright)
    return upright + tuple(Guide(is_upright=False, at=y) for y in lines.level)


def _seen(viewport: Viewport) -> Bounds:
    """Canvas px around the whole view, the canvas or not."""
    return viewport.canvas_bounds(0, 0, viewport.width, viewport.height)
