"""The frame of a crop: what it cuts away is darkened, what it keeps is divided in thirds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.canvas.context_frame import HANDLES, direction_of, spot_of
from studio.canvas.cursor import sizing_shape
from studio.canvas.frames import draw_box
from studio.canvas.picture import outline_of
from studio.canvas.pointer import SLACK
from studio.canvas.viewport import Spot, Viewport
from studio.geometry import Bounds
from studio.session.shaping.cropping import Cropping
from studio.transform.framing import Hold, hold_at

_SHADE = QColor(0, 0, 0, 150)
_THIRDS = QColor(255, 255, 255, 110)


def draw_crop(painter: QPainter, viewport: Viewport, cropping: Cropping) -> None:
    """The frame with its handles; thirds and shade once there is a box."""
    frame = cropping.frame
    if cropping.is_on:
        _draw_shade(painter, viewport, frame)
        _draw_thirds(painter, viewport, frame)
    places = [viewport.to_view(*spot_of(frame, handle)) for handle in HANDLES]
    draw_box(painter, outline_of(viewport, frame), places)


def hold_under(viewport: Viewport, cropping: Cropping, place: Spot) -> Hold | None:
    """What of the frame a press at a place of the view would take hold of."""
    return hold_at(cropping.frame, viewport.to_canvas(*place), SLACK / viewport.scale)


def crop_shape(viewport: Viewport, cropping: Cropping, place: Spot) -> Qt.CursorShape:
    """The cursor that says what a press there would do."""
    hold = hold_under(viewport, cropping, place)
    if hold is None or (hold.is_all and not cropping.is_on):
        return Qt.CursorShape.CrossCursor
    return Qt.CursorShape.SizeAllCursor if hold.is_all else sizing_shape(_way(viewport, hold))


def _way(viewport: Viewport, hold: Hold) -> int:
    handle = next(one for one in HANDLES if (one.across, one.down) == (hold.across, hold.down))
    return direction_of(viewport, handle)


def _draw_shade(painter: QPainter, viewport: Viewport, box: Bounds) -> None:
    # By the odd-even rule the box is a hole in the view.
    path = QPainterPath()
    path.addRect(QRectF(0, 0, viewport.width, viewport.height))
    path.addPolygon(outline_of(viewport, box))
    painter.fillPath(path, _SHADE)


def _draw_thirds(painter: QPainter, viewport: Viewport, box: Bounds) -> None:
    painter.setPen(QPen(_THIRDS, 1))
    for part in (1 / 3, 2 / 3):
        x, y = box.x + box.width * part, box.y + box.height * part
        for start, end in (
            ((x, box.y), (x, box.bottom)),
            ((box.x, y), (box.right, y)),
        ):
            painter.drawLine(QPointF(*viewport.to_view(*start)), QPointF(*viewport.to_view(*end)))
