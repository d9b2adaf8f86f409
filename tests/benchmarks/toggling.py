"""What it costs to show or hide a layer of the largest canvas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QRect

from studio.document.commands import AddLayer, SetProperties
from studio.document.document import MAX_SIDE, Document
from studio.document.layers import Layer, LayerProperties, PaintLayer
from studio.document.tiles import bounds_of, keys_covering
from studio.geometry import Extent
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median
from tests.benchmarks.canvas_composite import ROOT, noise
from tests.benchmarks.painting import VIEW, Rig

LAYERS = 20
WHOLE_VIEW = QRect(0, 0, VIEW.width, VIEW.height)
FIT = VIEW.height / MAX_SIDE


def toggling() -> Iterator[Row]:
    """16384², 20 layers that cover it; one beneath the active one and one above are toggled."""
    document = _covered_document()
    for zoom, place in ((1.0, "100 %"), (FIT, "all of it seen")):
        rig = Rig(document, zoom)
        for layer, where in ((document.layers[5], "beneath"), (document.layers[15], "above")):
            (taken,) = cpu_seconds(partial(_toggle, rig, layer), rounds=6)
            name = f"toggling a layer {where} of 16384², {place}"
            shown = median(taken) * 1000
            yield at_most(name, shown, "ms CPU", 50 if zoom == 1 else 200)


def _toggle(rig: Rig, layer: Layer) -> None:
    before = layer.properties
    after = replace(before, visible=not before.visible)
    rig.easel.document.do(SetProperties(layer.id, before, after, "Show"))
    rig.exposed.clear()
    rig.draw(WHOLE_VIEW)


def _covered_document() -> Document:
    """Every tile of a layer is the same one: what is measured is the work, not the memory."""
    document = Document(Extent(MAX_SIDE, MAX_SIDE))
    keys, rng = list(keys_covering(document.bounds)), np.random.default_rng(0)
    for index in range(LAYERS):
        layer = PaintLayer(document.new_id(), LayerProperties("", opacity=0.7))
        tile = noise(rng, bounds_of((0, 0)))
        tile.flags.writeable = False
        layer.tiles.apply(dict.fromkeys(keys, tile))
        document.do(AddLayer(layer, ROOT, index, ""))
    return document


BENCHMARKS = (Benchmark("toggling", toggling),)
