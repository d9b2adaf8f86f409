"""Dragging a layer as large as the canvas about, from the handle to the screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from studio.canvas.display import DisplayTiles
from studio.canvas.picture import draw_picture
from studio.canvas.viewport import Viewport
from studio.document.document import Document
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.layers.chosen import Chosen
from studio.session.shaping.transforming import Transforming
from studio.transform.net import Net
from studio.transform.pose import Pose, posed
from studio.transform.quad import Quad
from studio.transform.shapes import Shape
from tests.benchmarks import Benchmark, Row, at_least, cpu_seconds, p95, told
from tests.benchmarks.canvas_composite import painted_document

SIDE = 4096
LAYERS = 5
SCREEN = Extent(1920, 1080)


def dragging() -> Iterator[Row]:
    """A layer of 4096² among five of that size, all of it on a screen of 1080p."""
    _app = QGuiApplication.instance() or QGuiApplication([])
    view = _View(painted_document(LAYERS, Bounds(0, 0, SIDE, SIDE)))
    transforming = Transforming(view.easel, Chosen(view.easel))
    view.draw()
    (first,) = cpu_seconds(lambda: _begin(transforming, view), rounds=1)
    turns, bends, warps = (
        cpu_seconds(partial(_next, transforming, view, move), rounds=20)[0]
        for move in (_turns(), _bends(), _warps())
    )
    yield told("4096² layer taken hold of and first seen turned", first[0] * 1000, "ms CPU")
    yield at_least("4096² layer turned, p95", 1 / p95(turns), "frames/s CPU", 30)
    yield at_least("4096² layer in perspective, p95", 1 / p95(bends), "frames/s CPU", 30)
    yield at_least("4096² layer in a net of 5 × 5 nodes, p95", 1 / p95(warps), "frames/s CPU", 25)
    transforming.cancel()


class _View:
    """A screen that shows all of a document."""

    def __init__(self, document: Document) -> None:
        self.easel = Easel(document)
        self.easel.activate(document.layers[LAYERS // 2].id)
        self._tiles = DisplayTiles(self.easel.compositor, document.extent)
        self._port = Viewport(document.extent, SCREEN.width, SCREEN.height).fitted()
        self._screen = QImage(SCREEN.width, SCREEN.height, QImage.Format.Format_RGB32)
        self.easel.appearance_changed.connect(self._tiles.mark)

    def draw(self) -> None:
        """Show what is there now."""
        painter = QPainter(self._screen)
        everything = QRect(0, 0, SCREEN.width, SCREEN.height)
        draw_picture(painter, self._tiles, self._port, everything, is_moving=False)
        painter.end()


def _begin(transforming: Transforming, view: _View) -> None:
    transforming.cancel()
    transforming.begin()
    _next(transforming, view, _turns())


def _next(transforming: Transforming, view: _View, move: Iterator[Shape]) -> None:
    transforming.show(next(move))
    view.draw()


def _turns() -> Iterator[Quad]:
    around = Quad.around(Bounds(0, 0, SIDE, SIDE))
    for degrees in np.linspace(1, 60, 60):
        yield posed(around, Pose(SIDE / 2, SIDE / 2, SIDE * 0.9, SIDE * 0.8, float(degrees)))


def _bends() -> Iterator[Quad]:
    for by in np.linspace(10, 900, 60):
        yield Quad(((by, by / 2), (SIDE, 0), (SIDE - by, SIDE), (0, SIDE - by / 3)))


def _warps() -> Iterator[Net]:
    box = Bounds(0, 0, SIDE, SIDE)
    net = Net.over(Quad.around(box), box, 5)
    for by in np.linspace(10, 600, 60):
        yield net.with_node(6, (1024 + by, 1024 + by / 2)).with_node(18, (3072 - by, 3072.0))


BENCHMARKS = (Benchmark("transform", dragging),)
