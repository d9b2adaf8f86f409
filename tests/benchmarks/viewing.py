"""What it costs to paint all of a view anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from studio.canvas.display import DisplayTiles
from studio.canvas.picture import draw_picture
from studio.canvas.viewport import Viewport
from studio.document.compositor import Compositor
from studio.geometry import Bounds
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median, told
from tests.benchmarks.canvas_composite import painted_document

WIDTH, HEIGHT = 1920, 1080
ZOOMS = (0.05, 0.25, 0.33, 0.5, 0.75, 1.0, 1.5, 2.0, 8.0, 32.0)
TURNED = 15.0


def repaint() -> Iterator[Row]:
    """1080p at 4096², its tiles at hand: at the zoom that costs most."""
    document = painted_document(1, Bounds(0, 0, 4096, 4096))
    tiles = DisplayTiles(Compositor(document), document.extent)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def draw(zoom: float, rotation: float, *, is_moving: bool) -> None:
        view = Viewport(
            document.extent, WIDTH, HEIGHT, zoom=zoom, centre=(2000.0, 2000.0), rotation=rotation
        )
        painter = QPainter(image)
        try:
            rect = QRect(0, 0, WIDTH, HEIGHT)
            draw_picture(painter, tiles, view, rect, is_moving=is_moving)
        finally:
            painter.end()

    def worst(rotation: float, *, is_moving: bool) -> float:
        works = [partial(draw, zoom, rotation, is_moving=is_moving) for zoom in ZOOMS]
        return max(map(median, cpu_seconds(*works, rounds=9))) * 1000

    yield at_most("1080p, moving", worst(0.0, is_moving=True), "ms CPU", 4.0)
    yield at_most("1080p, moving, turned", worst(TURNED, is_moving=True), "ms CPU", 10.0)
    yield told("1080p, smooth, once it rests", worst(0.0, is_moving=False), "ms CPU")
    yield at_most("1080p, smooth, turned", worst(TURNED, is_moving=False), "ms CPU", 10.0)


BENCHMARKS = (Benchmark("repaint-view", repaint),)
