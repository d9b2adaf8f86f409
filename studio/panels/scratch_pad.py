"""A sheet of paper beside the brush, to try it on."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from studio.brush.dynamics import Curve
from studio.brush.sample import PenSample
from studio.brush.smudging import Smudge
from studio.brush.stroke import Stroke
from studio.document.laying import image_of
from studio.document.tiles import TileStore
from studio.geometry import Bounds
from studio.panels.brush_knobs import brush_in_hand, tool_with_brush
from studio.panels.buttons import flat_button
from studio.panels.on_screen import OnScreen
from studio.panels.stroke_preview import stroke_of, use_of
from studio.session.session import Session
from studio.text import tr

PAD = QSize(232, 96)
_Role = QPalette.ColorRole


class ScratchPad(QWidget):
    """White; what is drawn on it is nobody's, and forgotten with the program.

    A brush is as large as on the canvas at 100 %, and the pen is felt as it is there.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._on_screen = OnScreen(session.screen)
        self._tiles = TileStore()
        self._stroke: Stroke | Smudge | None = None
        title = tr("Try the brush here")
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setFixedSize(PAD)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.clear = flat_button("x", tr("Clear"))
        self.clear.setParent(self)
        # Its icon is as bright as the theme's text; the paper is always white.
        self.clear.setStyleSheet("QToolButton { background: palette(window); }")
        self.clear.setCursor(Qt.CursorShape.ArrowCursor)
        self.clear.hide()
        self.clear.clicked.connect(self._clear)
        self._on_screen.changed.connect(lambda _: self.update())

    @property
    def is_bare(self) -> bool:
        """Whether nothing is drawn on it."""
        return not self._tiles.read(self._sheet()).any()

    def _clear(self) -> None:
        self._tiles = TileStore()
        self.clear.hide()
        self.update()

    def _sheet(self) -> Bounds:
        ratio = self.devicePixelRatioF()
        return Bounds(0, 0, math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))

    def _press(self, sample: PenSample) -> None:
        session = self._session
        brush, use = brush_in_hand(session), use_of(tool_with_brush(session))
        colour = session.painting.foreground
        self._stroke = stroke_of(brush, use, colour, on=self._tiles, within=self._sheet())
        self._go_on(sample)

    def _go_on(self, sample: PenSample) -> None:
        if self._stroke is not None:
            self._stroke.add(sample)
            self.update()

    def _release(self) -> None:
        if self._stroke is not None:
            self._stroke.finish()
            self._stroke = None
            self.clear.setVisible(not self.is_bare)
            self.update()

    def _picture(self) -> QImage:
        """What is drawn, on white, as the screen shows it."""
        sheet = self._sheet()
        whole = QImage(sheet.width, sheet.height, QImage.Format.Format_RGB32)
        whole.fill(Qt.GlobalColor.white)
        painter = QPainter(whole)
        painter.drawImage(0, 0, image_of(np.ascontiguousarray(self._tiles.read(sheet))))
        painter.end()
        shown = self._on_screen.image(whole)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        return shown

    def _of_mouse(self, event: QMouseEvent) -> PenSample:
        spot = event.position() * self.devicePixelRatioF()
        return PenSample(spot.x(), spot.y(), time=float(event.timestamp()))

    def _of_pen(self, event: QTabletEvent) -> PenSample:
        spot = event.position() * self.devicePixelRatioF()
        curve = Curve(self._session.preferences.current.pressure_curve)
        return PenSample(
            spot.x(),
            spot.y(),
            pressure=curve.at(event.pressure()),
            tilt_x=event.xTilt(),
            tilt_y=event.yTilt(),
            rotation=event.rotation(),
            time=float(event.timestamp()),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        """Keep the button in its corner."""
        self.clear.adjustSize()
        self.clear.move(self.width() - self.clear.width() - 2, 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sheet and what is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QPainterPath()
        sheet.addRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setClipPath(sheet)
        painter.drawImage(QPointF(0, 0), self._picture())
        if self.is_bare and self._stroke is None:
            painter.setPen(Qt.GlobalColor.gray)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Try the brush here"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._press(self._of_mouse(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._go_on(self._of_mouse(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """End it."""
        self._release()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The same with a pen."""
        match event.type():
            case event.Type.TabletPress:
                self._press(self._of_pen(event))
            case event.Type.TabletMove:
                self._go_on(self._of_pen(event))
            case event.Type.TabletRelease:
                self._release()
        event.accept()
