"""What it costs to save a large painting."""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from studio.document.commands import AddLayer
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.tiles import Pixels
from studio.files.openraster.format import save
from studio.files.openraster.reuse import LastSave
from studio.files.openraster.writing import painted_bounds
from studio.files.pictures.straight import straight_rgba
from studio.geometry import Bounds, Extent
from tests.benchmarks import Benchmark, Row, at_least, told
from tests.benchmarks.canvas_composite import ROOT

SIDE = 4096
FULL, PARTLY = 3, 17


def saving() -> Iterator[Row]:
    """20 layers at 4096², three of them full, 83 megapixels in all; then one stroke more."""
    document = painting()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "painting.ora"
        last = LastSave()
        ours = _seconds(lambda: save(document, path, last))
        size = path.stat().st_size
        with document.painting(document.layers[-1].id, "") as tiles:
            tiles.write(Bounds(2000, 2000, 9, 9), np.full((9, 9, 4), 255, np.uint8))
        again = _seconds(lambda: save(document, path, last))
    theirs, their_size = _by_pillow(document)
    yield told("saving 20 layers, 4096²", ours[0], "s")
    yield at_least("saving 20 layers against Pillow at level 6", theirs[0] / ours[0], "×", 5)
    yield told("  in CPU time, all threads", theirs[1] / ours[1], "×")
    yield at_least("saving again, a stroke later, against it", ours[1] / again[1], "× CPU", 3)
    yield told("  its size against Pillow's", size / their_size, "×")


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Of the clock, and of all cores."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _by_pillow(document: Document) -> tuple[tuple[float, float], int]:
    """The layers' pictures alone, which are at hand, without the composite of them."""
    stream = io.BytesIO()

    def work() -> None:
        with zipfile.ZipFile(stream, "w") as archive:
            for layer in document.layers:
                assert isinstance(layer, PaintLayer)
                bounds = painted_bounds(layer.tiles, document.bounds)
                packed = io.BytesIO()
                picture = Image.fromarray(straight_rgba(layer.tiles.read(bounds)))
                picture.save(packed, "PNG", compress_level=6)
                archive.writestr(f"{layer.id}.png", packed.getvalue())

    return _seconds(work), len(stream.getvalue())


def painting() -> Document:
    document = Document(Extent(SIDE, SIDE))
    rng = np.random.default_rng(0)
    for index in range(FULL + PARTLY):
        layer = PaintLayer(document.new_id(), LayerProperties(""))
        layer.tiles.write(*(_ground(rng) if index < FULL else _strokes(rng)))
        document.do(AddLayer(layer, ROOT, index, ""))
    return document


def _ground(rng: np.random.Generator) -> tuple[Bounds, Pixels]:
    """Soft colours with a little grain, as of a painted sky: opaque."""
    coarse = rng.integers(0, 256, (24, 24, 3), np.uint8)
    colour = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    colour = cv2.add(colour, rng.integers(0, 3, colour.shape, np.uint8))
    opaque = cv2.cvtColor(colour, cv2.COLOR_BGR2BGRA)
    return Bounds(0, 0, SIDE, SIDE), np.asarray(opaque, np.uint8)


def _strokes(rng: np.random.Generator) -> tuple[Bounds, Pixels]:
    """Soft strokes on 2 megapixels."""
    side = 1400
    alpha = np.zeros((side, side), np.uint8)
    for _ in range(12):
        start, end = rng.integers(100, side - 100, (2, 2)).tolist()
        cv2.line(alpha, start, end, 255, int(rng.integers(8, 80)), cv2.LINE_AA)
    alpha = np.asarray(cv2.blur(alpha, (9, 9)), np.uint8)
    colour = rng.integers(0, 256, 3)
    shares = np.dstack([alpha * (channel / 255) for channel in colour] + [alpha])
    x, y = rng.integers(0, SIDE - side, 2).tolist()
    return Bounds(x, y, side, side), np.rint(shares).astype(np.uint8)


BENCHMARKS = (Benchmark("saving", saving),)
