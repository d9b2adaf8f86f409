"""What an exported picture will look like, made beside the window's own work."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from studio.errors import StudioError
from studio.files.exporting import ExportChoice, ExportSource, exported
from studio.files.pictures.decoding import MORE_FORMATS, decode
from studio.geometry import Extent
from studio.text import tr

_SQUARE = 8
# Beyond it a picture is not tried before it is written: that takes many seconds.
_LARGEST_TRIED = 64 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A picture as it would be written. length, image: of the file, where that was tried."""

    choice: ExportChoice
    extent: Extent
    length: int = 0
    image: QImage | None = None
    error: StudioError | None = None


class Trials(QObject):
    """Tries choices on a thread of its own; of those that wait, only the newest is."""

    done = QtSignal(object)  # a Trial

    def __init__(self, source: ExportSource) -> None:
        super().__init__()
        self._source = source
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="export")
        self._running: ExportChoice | None = None
        self._waiting: ExportChoice | None = None
        self.done.connect(self._on_done)

    def ask(self, choice: ExportChoice) -> None:
        """Try it as soon as the one before it is done."""
        if self._running is not None:
            self._waiting = choice
            return
        self._running = choice
        self._pool.submit(self._try, choice)

    @property
    def is_busy(self) -> bool:
        """Whether there is more to come."""
        return self._running is not None

    def close(self) -> None:
        """Wait for the one that runs; nothing more comes."""
        self._waiting = None
        self._pool.shutdown(wait=True)

    def _try(self, choice: ExportChoice) -> None:
        """On the thread."""
        try:
            self.done.emit(_tried(self._source, choice))
        except StudioError as error:
            self.done.emit(Trial(choice, self._source.extent, error=error))

    def _on_done(self) -> None:
        self._running = None
        choice, self._waiting = self._waiting, None
        if choice is not None:
            self.ask(choice)


def _tried(source: ExportSource, choice: ExportChoice) -> Trial:
    extent = choice.extent_of(source.extent)
    if max(extent.area, source.extent.area) > _LARGEST_TRIED:
        return Trial(choice, extent)
    content = exported(source, choice)
    shown = decode(io.BytesIO(content), "", MORE_FORMATS).image
    width, height = shown.size
    form = QImage.Format.Format_RGBA8888
    image = QImage(shown.tobytes(), width, height, 4 * width, form).copy()
    return Trial(choice, extent, len(content), image)


class PreviewView(QWidget):
    """All of a picture; while the button is held, the place under it in its own size."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self._looked_at: QPointF | None = None
        self.setMinimumSize(420, 340)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Preview"))
        self.setToolTip(tr("Hold to see it pixel by pixel."))

    def show_image(self, image: QImage | None) -> None:
        """Show another."""
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Room to judge a picture."""
        return QSize(480, 400)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The picture over squares, where it is clear."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        if self.image is None:
            return
        place = self._place(self.image)
        painter.setClipRect(place)
        _draw_squares(painter, place.intersected(QRectF(self.rect())))
        smooth = self._looked_at is None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(place, self.image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look closely."""
        self._look(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look elsewhere."""
        self._look(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Look at all of it."""
        self._look(None)

    def _look(self, spot: QPointF | None) -> None:
        self._looked_at = spot
        self.update()

    def _place(self, image: QImage) -> QRectF:
        """Where it is drawn: all of it, or the part under the pointer pixel by pixel."""
        size = QSize(image.width(), image.height())
        fitting = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        fitting = size if fitting.width() > size.width() else fitting
        all_of_it = QRectF(0, 0, fitting.width(), fitting.height())
        all_of_it.moveCenter(QRectF(self.rect()).center())
        spot = self._looked_at
        if spot is None:
            return all_of_it
        ratio = self.devicePixelRatioF()
        close = QRectF(0, 0, size.width() / ratio, size.height() / ratio)
        x = (spot.x() - all_of_it.left()) / max(all_of_it.width(), 1)
        y = (spot.y() - all_of_it.top()) / max(all_of_it.height(), 1)
        close.translate(spot.x() - x * close.width(), spot.y() - y * close.height())
        return close


def _draw_squares(painter: QPainter, place: QRectF) -> None:
    painter.fillRect(place, QColor("#ffffff"))
    left, top = int(place.left()), int(place.top())
    for y in range(top, int(place.bottom()) + 1, _SQUARE):
        for x in range(left, int(place.right()) + 1, _SQUARE):
            if ((x - left) // _SQUARE + (y - top) // _SQUARE) % 2:
                painter.fillRect(x, y, _SQUARE, _SQUARE, QColor("#cccccc"))
