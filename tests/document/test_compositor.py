from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.changes import Change
from studio.document.commands import MoveLayer, RemoveLayer, SetProperties
from studio.document.composite import Floating, flatten
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.document.layers import GroupLayer, LayerId, LayerProperties, PaintLayer, walk
from studio.document.tiles import bounds_of, keys_covering
from studio.geometry import Bounds
from tests.document.paintings import ROOT, add_group, add_paint, document_of, noise, paint

MODES = tuple(BlendMode)


class Painter:
    """Someone doing anything to a document, and a compositor that follows."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.document = document_of()
        self.compositor = Compositor(self.document, 40 * 256 * 256 * 4)
        self.before = self.seen()
        self.document.changed.connect(self._on_changed)
        self.dirty = Bounds(0, 0, 0, 0)

    def _on_changed(self, change: Change) -> None:
        self.dirty = self.dirty.union(self.compositor.update(change))

    def seen(self) -> np.ndarray:
        return seen(self.compositor, self.document)

    def act(self) -> str:
        verbs = (
            self.add, self.add_group, self.paint, self.paint, self.paint, self.remove, self.move,
            self.restyle, self.restyle, self.activate, self.float, self.undo, self.redo,
        )  # fmt: skip
        verb = verbs[self.rng.integers(len(verbs))]
        verb()
        return verb.__name__

    def properties(self) -> LayerProperties:
        blend = MODES[self.rng.integers(len(MODES))] if self.rng.random() < 0.4 else MODES[0]
        return LayerProperties(
            "any",
            visible=bool(self.rng.random() < 0.85),
            opacity=float(self.rng.choice([1.0, 1.0, 0.5, 0.2, 0.0])),
            blend=blend,
            clipped=bool(self.rng.random() < 0.3),
        )

    def place(self) -> tuple[LayerId, int]:
        groups = [one for one in walk(self.document.root) if isinstance(one, GroupLayer)]
        group = groups[self.rng.integers(len(groups))]
        return group.id, int(self.rng.integers(len(group.children) + 1))

    def any_layer(self) -> PaintLayer | GroupLayer | None:
        layers = self.document.layers
        return layers[self.rng.integers(len(layers))] if layers else None

    def bounds(self) -> Bounds:
        x, y = (int(one) for one in self.rng.integers(-20, 290, 2))
        width, height = (int(one) for one in self.rng.integers(1, 200, 2))
        return Bounds(x, y, width, height)

    def add(self) -> None:
        parent, index = self.place()
        layer = add_paint(self.document, self.properties(), parent=parent, index=index)
        bounds = self.bounds()
        paint(self.document, layer, bounds, noise(self.rng, bounds))

    def add_group(self) -> None:
        parent, index = self.place()
        add_group(self.document, self.properties(), parent=parent, index=index)

    def paint(self) -> None:
        layer = self.any_layer()
        if isinstance(layer, PaintLayer):
            bounds = self.bounds()
            pixels = noise(self.rng, bounds)
            paint(self.document, layer, bounds, pixels * np.uint8(self.rng.random() < 0.8))

    def remove(self) -> None:
        layer = self.any_layer()
        if layer is not None and self.rng.random() < 0.5:
            parent, index = self.document.place_of(layer.id)
            self.document.do(RemoveLayer(layer, parent, index, "Remove"))

    def move(self) -> None:
        layer = self.any_layer()
        place = self.place()
        if layer is None or place[0] in {one.id for one in walk(layer)}:
            return
        origin = self.document.place_of(layer.id)
        index = min(place[1], len(self.document.group(place[0]).children) - 1)
        self.document.do(MoveLayer(layer.id, origin, (place[0], max(0, index))))

    def restyle(self) -> None:
        layer = self.any_layer()
        if layer is not None:
            new = self.properties()
            one = self.rng.choice(["visible", "opacity", "blend", "clipped"])
            after = {
                "visible": replace(layer.properties, visible=new.visible),
                "opacity": replace(layer.properties, opacity=new.opacity),
                "blend": replace(layer.properties, blend=new.blend),
                "clipped": replace(layer.properties, clipped=new.clipped),
            }[str(one)]
            self.document.do(SetProperties(layer.id, layer.properties, after, "Restyle"))

    def activate(self) -> None:
        layer = self.any_layer()
        self.compositor.active = ROOT if layer is None else layer.id

    def float(self) -> None:
        bounds = self.bounds()
        layer = self.any_layer()
        above = ROOT if layer is None or self.rng.random() < 0.2 else layer.id
        floating = Floating(above, bounds, noise(self.rng, bounds))
        shown = floating if self.rng.random() < 0.6 else None
        self.dirty = self.dirty.union(self.compositor.show(shown))

    def undo(self) -> None:
        self.document.history.undo()

    def redo(self) -> None:
        self.document.history.redo()


def seen(compositor: Compositor, document: Document) -> np.ndarray:
    out = np.zeros((document.extent.height, document.extent.width, 4), np.uint8)
    for key in keys_covering(document.bounds):
        tile = compositor.tile(key)
        if tile is not None:
            cut = bounds_of(key).intersection(document.bounds)
            out[cut.slices] = tile[cut.relative_to(bounds_of(key)).slices]
    return out


def greatest_difference(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max(initial=0))


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_the_kept_picture_is_the_flattened_one(seed):
    painter = Painter(seed)
    for turn in range(60):
        what = painter.act()
        if turn % 3 == 0:
            exact = flatten(
                painter.document, painter.document.bounds, floating=painter.compositor.floating
            )
            assert greatest_difference(painter.seen(), exact) <= 2, (turn, what)
