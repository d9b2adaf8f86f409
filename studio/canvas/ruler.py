"""Rulers along the canvas, in canvas px; guides are dragged out of them."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from studio.canvas.aid_grips import drag_guide
from studio.canvas.frames import ACCENT
from studio.canvas.pointer import from_mouse
from studio.canvas.view import CanvasView
from studio.canvas.viewport import Spot, Viewport
from studio.session.aids.guiding import Guide
from studio.session.session import Session
from studio.text import tr
from studio.tools.tool import PointerEvent

THICKNESS = 20
# View px that a number has room for, and that two ticks lie apart at least.
_ROOM, _CLOSEST = 56.0, 5.0
_TICK, _LONG_TICK = 5, THICKNESS
_FONT_PX = 9


class Way(Enum):
    """How a ruler lies."""

    across = "across"
    down = "down"


class Ruler(QWidget):
    """One side of the canvas measured. On a canvas turned askew it measures nothing."""

    def __init__(self, session: Session, canvas: CanvasView, *, way: Way) -> None:
        super().__init__()
        self._session = session
        self._canvas = canvas
        self._way = way
        self._mark: float | None = None
        self.setAccessibleName(tr("Ruler"))
        self.setToolTip(tr("Drag a guide out of here"))
        if way is Way.down:
            self.setFixedWidth(THICKNESS)
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.setFixedHeight(THICKNESS)
            self.setCursor(Qt.CursorShape.SplitVCursor)
        font = self.font()
        font.setPixelSize(_FONT_PX)
        self.setFont(font)
        canvas.viewport_changed.connect(self.update)
        canvas.pointer_moved.connect(self._show_pointer)

    @property
    def mark(self) -> float | None:
        """Where the pointer is marked, px along the ruler."""
        return self._mark

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ticks, numbers and the mark of the pointer."""
        shown, scale, mark = event.rect(), scale_along(self._canvas.viewport, self._way), self._mark
        low, high = shown.left(), shown.right() + 1
        painter = QPainter(self)
        painter.fillRect(shown, self.palette().color(QPalette.ColorRole.Window))
        if self._way is Way.down:  # drawn as if it lay level, from the bottom up
            height = self.height()
            painter.translate(0, height)
            painter.rotate(-90)
            low, high = height - shown.bottom() - 1, height - shown.top()
            scale = None if scale is None else (-scale[0], height - scale[1])
            mark = None if mark is None else height - mark
        _draw_ticks(painter, self._ink(), scale, (low, high))
        if mark is not None:
            painter.setPen(QPen(ACCENT, 1))
            painter.drawLine(QPointF(mark, 0), QPointF(mark, THICKNESS))
        painter.end()

    def _ink(self) -> QColor:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        ink.setAlpha(170)
        return ink

    def _show_pointer(self, spot: Spot | None) -> None:
        """Draw only where the mark was and where it is."""
        before, self._mark = self._mark, None
        if spot is not None:
            x, y = self._canvas.viewport.to_view(*spot)
            self._mark = y if self._way is Way.down else x
        for one in (before, self._mark):
            if one is not None:
                at = round(one) - 2
                is_down = self._way is Way.down
                self.update(QRect(0, at, THICKNESS, 4) if is_down else QRect(at, 0, 4, THICKNESS))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a guide."""
        if event.button() is not Qt.MouseButton.LeftButton:
            self._canvas.pointing.let_go()
            return
        press = self._on_canvas(event)
        guide = Guide(is_upright=is_line_upright(self._canvas.viewport, self._way), at=0.0)
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._canvas.pointing.begin(drag_guide(self._session, self._canvas, press, guide), press)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take it along."""
        self._canvas.pointing.move(self._on_canvas(event))
        self._canvas.pointer_moved.emit(self._canvas.pointing.spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave it there; on the ruler itself there is none."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._canvas.pointing.release(self._on_canvas(event))

    def _on_canvas(self, event: QMouseEvent) -> PointerEvent:
        """The event as the canvas would have it."""
        above = event.globalPosition()
        place = QPointF(self._canvas.mapFromGlobal(above))
        there = QMouseEvent(
            event.type(), place, above, event.button(), event.buttons(), event.modifiers()
        )
        return from_mouse(there, self._canvas.viewport)


def scale_along(viewport: Viewport, way: Way) -> Spot | None:
    """View px to a canvas px along a ruler, and where on it canvas px 0 is; None askew."""
    if viewport.rotation % 90:
        return None
    a, b, c, d, e, f = viewport.matrix
    return (b or d, f) if way is Way.down else (a or c, e)


def is_line_upright(viewport: Viewport, way: Way) -> bool:
    """Whether a line that lies in the view as a ruler does is upright on the canvas."""
    a, _, c, *_ = viewport.matrix
    return (way is Way.down) == (abs(a) >= abs(c))


def step_for(scale: float) -> tuple[int, int]:
    """Canvas px from number to number and from tick to tick, at so many view px to one."""
    exponent = max(0, math.floor(math.log10(_ROOM / scale)))
    step = next(n for n in _steps_from(10**exponent) if n * scale >= _ROOM)
    parts = next(n for n in (10, 5, 2, 1) if step % n == 0 and step / n * scale >= _CLOSEST)
    return step, step // parts


def _steps_from(start: int) -> tuple[int, ...]:
    return (start, 2 * start, 5 * start, 10 * start, 20 * start)


def _draw_ticks(
    painter: QPainter, ink: QColor, scale: Spot | None, part: tuple[float, float]
) -> None:
    """On a level ruler, for a part of its px."""
    if scale is None:
        return
    pixel, origin = scale
    step, tick = step_for(abs(pixel))
    # A number begins up to its room before the part.
    ends = sorted((place - origin) / pixel for place in (part[0] - _ROOM, part[1] + _ROOM))
    painter.setPen(QPen(ink, 0))
    for number in range(math.floor(ends[0] / tick), math.ceil(ends[1] / tick) + 1):
        at, is_long = origin + number * tick * pixel, number * tick % step == 0
        x = math.floor(at) + 0.5
        top = THICKNESS - (_LONG_TICK if is_long else _TICK)
        painter.drawLine(QPointF(x, top), QPointF(x, THICKNESS))
        if is_long:
            painter.drawText(QPointF(x + 3, _FONT_PX + 1), str(number * tick))
    painter.drawLine(QPointF(part[0], THICKNESS - 0.5), QPointF(part[1] + 1, THICKNESS - 0.5))
