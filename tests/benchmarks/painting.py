"""What one pen event costs, from the sample to painted pixels of the view."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from studio.brush.brush import Brush
from studio.brush.dynamics import Response, Sense, Trait
from studio.brush.sample import PenSample
from studio.canvas.display import DisplayTiles
from studio.canvas.picture import draw_picture
from studio.canvas.viewport import Viewport
from studio.colour import Colour
from studio.document.document import Document
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.painting import Painting, ToolName
from tests.benchmarks import Benchmark, Row, at_most, median, p95, told
from tests.benchmarks.canvas_composite import painted_document

VIEW = Extent(1920, 1080)
PAINTED = Bounds(256, 1280, 3072, 1280)
# radius, ms CPU that 95 of 100 events take at most
ROUND = {5: 0.8, 50: 0.8, 250: 3.0}
KINDS = {
    "textured, radius 25": Brush(size=50.0, hardness=0.5, texture="paper", opacity=0.7),
    "a picture that turns, radius 25": Brush(
        size=50.0, tip="bristles", responses=(Response(Trait.angle, Sense.direction),)
    ),
}
EVENTS = 84
STROKES = 3


class Rig:
    """The easel, what shows it, and an image in place of the window."""

    def __init__(self, document: Document, zoom: float) -> None:
        self.easel = Easel(document)
        self.easel.activate(document.layers[len(document.layers) // 2].id)
        self.painting = Painting(self.easel)
        self.painting.set_colours(Colour(200, 60, 20), Colour(255, 255, 255))
        self.tiles = DisplayTiles(self.easel.compositor, document.extent)
        self.viewport = Viewport(document.extent, *_size(VIEW), zoom=zoom, centre=(1750.0, 2000.0))
        self.image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
        self.exposed: list[QRect] = []
        self.easel.appearance_changed.connect(self._on_appearance_changed)
        self.draw(QRect(0, 0, VIEW.width, VIEW.height))

    def draw(self, rect: QRect) -> None:
        """Paint a rectangle of the view."""
        painter = QPainter(self.image)
        try:
            painter.setClipRect(rect)
            draw_picture(painter, self.tiles, self.viewport, rect, is_moving=False)
        finally:
            painter.end()

    def stroke(self, brush: Brush) -> Iterator[float]:
        """One stroke; the CPU seconds of each event. It is undone afterwards."""
        self.painting.set_brush(ToolName.brush, brush)
        with self.painting.stroke() as stroke:
            for sample in samples():
                start = time.process_time_ns()
                stroke.add(sample)
                for rect in self.exposed:
                    self.draw(rect)
                self.exposed.clear()
                yield (time.process_time_ns() - start) / 1e9
        self.easel.document.history.undo()
        self.draw(QRect(0, 0, VIEW.width, VIEW.height))
        self.exposed.clear()

    def _on_appearance_changed(self, bounds: Bounds) -> None:
        self.tiles.mark(bounds)
        left, top, right, bottom = self.viewport.view_box(bounds)
        rect = QRect(math.floor(left), math.floor(top), math.ceil(right - left) + 1, 0)
        rect.setBottom(math.ceil(bottom))
        self.exposed.append(rect & QRect(0, 0, VIEW.width, VIEW.height))


def samples() -> Iterator[PenSample]:
    """A hand that swings across the view, pressing and easing: 27 px an event."""
    for i in range(EVENTS):
        pressure = 0.15 + 0.85 * abs(math.sin(i * math.pi / EVENTS))
        yield PenSample(820 + i * 22.0, 2000 + 300 * math.sin(i * 0.07), pressure)


def event_to_view() -> Iterator[Row]:
    """4096², 20 layers, the active one in the middle, the view at 50 and 100 %."""
    document = painted_document(20, PAINTED)
    for zoom in (0.5, 1.0):
        rig = Rig(document, zoom)
        for radius, bar in ROUND.items():
            brush = Brush(size=2.0 * radius, hardness=0.5)
            list(rig.stroke(brush))
            taken = [seconds * 1000 for _ in range(STROKES) for seconds in rig.stroke(brush)]
            name = f"event to view, radius {radius}, {zoom:.0%}"
            yield told(f"{name}, median", median(taken), "ms CPU")
            yield at_most(f"{name}, p95", p95(taken), "ms CPU", bar)
        for name, brush in KINDS.items():
            list(rig.stroke(brush))
            taken = [seconds * 1000 for _ in range(STROKES) for seconds in rig.stroke(brush)]
            yield at_most(f"event to view, {name}, {zoom:.0%}, median", median(taken), "ms CPU", 2)
            yield told(f"event to view, {name}, {zoom:.0%}, p95", p95(taken), "ms CPU")


def _size(extent: Extent) -> tuple[float, float]:
    return float(extent.width), float(extent.height)


BENCHMARKS = (Benchmark("event", event_to_view),)
