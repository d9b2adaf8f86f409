from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import (
    Adjustment,
    Blur,
    BrightnessContrast,
    ColourBalance,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
    Sharpen,
)
from studio.document.blending import BlendMode
from studio.document.changes import Change, PixelsChanged, SelectionChanged
from studio.document.commands import MoveLayer, RemoveLayer, SetProperties
from studio.document.composite import Floating, flatten
from studio.document.compositor import Compositor
from studio.document.contents import SetContent
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerId,
    LayerProperties,
    PaintLayer,
    walk,
)
from studio.document.masks import SetMask, mask_showing
from studio.document.tiles import TILE, bounds_of, keys_covering
from studio.geometry import EMPTY, Bounds
from tests.document.paintings import (
    ROOT,
    add_adjustment,
    add_fill,
    add_group,
    add_paint,
    document_of,
    noise,
    paint,
)

MODES = tuple(BlendMode)
ADJUSTMENTS: tuple[Adjustment, ...] = (
    BrightnessContrast(0.1, 0.3),
    Levels(0.1, 0.8, 1.4),
    Curves(((0, 0.1), (0.4, 0.7), (1, 0.9))),
    HueSaturation(40, 0.3, -0.1),
    ColourBalance(0.2, -0.3, 0.4),
    Invert(),
    Posterise(4),
    GradientMap(Colour(10, 0, 80), Colour(255, 240, 200)),
    Blur(2.0),
    Blur(11.0),
    Sharpen(1.0, 1.5),
)
TILE_BYTES = TILE * TILE * 4


class Painter:
    """Someone doing anything to a document, and a compositor that follows."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.document = document_of()
        self.compositor = Compositor(self.document, 40 * TILE_BYTES)
        self.dirty = EMPTY
        self.document.changed.connect(self._on_changed)

    def _on_changed(self, change: Change) -> None:
        self.dirty = self.dirty.union(self.compositor.update(change))

    def flattened(self) -> np.ndarray:
        floating = self.compositor.floating
        return flatten(self.document, self.document.bounds, floating=floating)

    def act(self) -> str:
        verbs = (
            self.add, self.add_group, self.paint, self.paint, self.paint, self.remove, self.move,
            self.restyle, self.restyle, self.activate, self.float, self.undo, self.redo,
            self.mask, self.paint_mask, self.add_fill, self.add_adjustment, self.adjust,
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
            pass_through=bool(self.rng.random() < 0.4),
        )

    def place(self) -> tuple[LayerId, int]:
        groups = [one for one in walk(self.document.root) if isinstance(one, GroupLayer)]
        group = groups[self.rng.integers(len(groups))]
        return group.id, int(self.rng.integers(len(group.children) + 1))

    def any_layer(self) -> Layer | None:
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
            one = self.rng.choice(["visible", "opacity", "blend", "clipped", "pass_through"])
            after = {
                "visible": replace(layer.properties, visible=new.visible),
                "opacity": replace(layer.properties, opacity=new.opacity),
                "blend": replace(layer.properties, blend=new.blend),
                "clipped": replace(layer.properties, clipped=new.clipped),
                "pass_through": replace(layer.properties, pass_through=new.pass_through),
            }[str(one)]
            self.document.do(SetProperties(layer.id, layer.properties, after, "Restyle"))

    def add_fill(self) -> None:
        parent, index = self.place()
        colour = Colour(*(int(one) for one in self.rng.integers(0, 256, 3)))
        add_fill(self.document, colour, self.properties(), parent=parent, index=index)

    def add_adjustment(self) -> None:
        parent, index = self.place()
        chosen = self.adjustment()
        add_adjustment(self.document, chosen, self.properties(), parent=parent, index=index)

    def adjustment(self) -> Adjustment:
        return ADJUSTMENTS[self.rng.integers(len(ADJUSTMENTS))]

    def adjust(self) -> None:
        layer = self.any_layer()
        if isinstance(layer, AdjustmentLayer):
            after = self.adjustment()
            self.document.do(SetContent(layer.id, layer.adjustment, after, "Adjust"))

    def mask(self) -> None:
        """Give a layer a mask, turn it off, or take it away."""
        layer = self.any_layer()
        if layer is None:
            return
        after = None
        if layer.mask is None:
            shown = self.bounds()
            after = mask_showing(self.document.bounds, lambda at: coverage_of(shown, at))
        elif self.rng.random() < 0.5:
            after = replace(layer.mask, is_on=not layer.mask.is_on)
        self.document.do(SetMask(layer.id, layer.mask, after, "Mask"))

    def paint_mask(self) -> None:
        layer = self.any_layer()
        if layer is not None and layer.mask is not None:
            bounds = self.bounds()
            grey = self.rng.integers(0, 256, (bounds.height, bounds.width)).astype(np.uint8)
            with self.document.masking(layer.id, "Paint mask") as hidden:
                hidden.write(bounds, grey)

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


def coverage_of(shown: Bounds, at: Bounds) -> np.ndarray | None:
    """255 where `shown` is, in a tile; None where it is not at all."""
    cut = shown.intersection(at)
    if cut.is_empty:
        return None
    coverage = np.zeros((at.height, at.width), np.uint8)
    coverage[cut.relative_to(at).slices] = 255
    return coverage


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
    """Within one step: runs of layers above the active one are taken together first."""
    painter = Painter(seed)
    for turn in range(60):
        what = painter.act()
        if turn % 3 == 0:
            kept = seen(painter.compositor, painter.document)
            assert greatest_difference(kept, painter.flattened()) <= 1, (turn, what)


@pytest.mark.parametrize("seed", range(100, 106))
def test_whatever_is_done_nothing_looks_otherwise_but_what_was_said_to(seed):
    painter = Painter(seed)
    before = painter.flattened()
    for turn in range(40):
        painter.dirty = EMPTY
        what = painter.act()
        after = painter.flattened()
        before[painter.dirty.slices] = after[painter.dirty.slices]
        assert (before == after).all(), (turn, what)


class Shown:
    """A document of `count` layers over the whole canvas and a compositor that follows."""

    def __init__(self, count: int, blend: BlendMode = BlendMode.normal) -> None:
        rng = np.random.default_rng(0)
        self.document = document_of(256, 256)
        self.layers = [add_paint(self.document, LayerProperties("", blend=blend))
                       for _ in range(count)]  # fmt: skip
        for layer in self.layers:
            paint(self.document, layer, self.document.bounds, noise(rng, self.document.bounds))
        self.compositor = Compositor(self.document)
        self.document.changed.connect(self.compositor.update)

    def is_exact(self) -> bool:
        return bool((seen(self.compositor, self.document) == self.flattened()).all())

    def flattened(self) -> np.ndarray:
        floating = self.compositor.floating
        return flatten(self.document, self.document.bounds, floating=floating)


@pytest.mark.parametrize("blend", BlendMode, ids=lambda mode: mode.name)
def test_with_nothing_above_the_active_layer_the_kept_picture_is_exact(blend):
    shown = Shown(4, blend)
    shown.compositor.active = shown.layers[-1].id
    assert shown.is_exact()
    paint(shown.document, shown.layers[-1], Bounds(9, 9, 50, 50), np.zeros((50, 50, 4), np.uint8))
    assert shown.is_exact()


def test_nothing_is_composited_before_it_is_asked_for():
    shown = Shown(3)
    assert shown.compositor.nbytes == 0
    shown.compositor.tile((0, 0))
    assert shown.compositor.nbytes > 0


def test_beneath_and_above_the_active_layer_one_tile_each_is_kept():
    shown = Shown(7)
    shown.compositor.active = shown.layers[3].id
    shown.compositor.tile((0, 0))
    assert shown.compositor.nbytes == 3 * TILE_BYTES


def test_a_mode_above_the_active_layer_is_composited_live():
    shown = Shown(4)
    top = shown.layers[-1]
    look = replace(top.properties, blend=BlendMode.multiply)
    shown.document.do(SetProperties(top.id, top.properties, look, "Mode"))
    shown.compositor.active = shown.layers[1].id
    assert shown.is_exact()


def test_memory_stays_below_the_limit():
    shown = Shown(3)
    small = Compositor(shown.document, TILE_BYTES)
    small.active = shown.layers[1].id
    assert (seen(small, shown.document) == shown.flattened()).all()
    assert small.nbytes <= TILE_BYTES


def test_where_nothing_is_there_is_no_tile():
    shown = Shown(1)
    assert shown.compositor.tile((5, 5)) is None


def test_a_selection_changes_nothing_that_is_seen():
    shown = Shown(1)
    assert shown.compositor.update(SelectionChanged(Bounds(0, 0, 9, 9))) == EMPTY


def test_only_what_is_on_the_canvas_is_dirty():
    shown = Shown(1)
    layer = shown.layers[0].id
    assert shown.compositor.update(PixelsChanged(layer, Bounds(-9, 250, 20, 20))) == (
        Bounds(0, 250, 11, 6)
    )
    assert shown.compositor.update(PixelsChanged(layer, Bounds(300, 0, 20, 20))) == EMPTY


def test_a_floating_picture_is_dirty_where_it_comes_goes_and_was():
    shown = Shown(2)
    here, there = Bounds(0, 0, 10, 10), Bounds(100, 0, 10, 10)
    pixels = np.full((10, 10, 4), 255, np.uint8)
    above = shown.layers[0].id
    assert shown.compositor.show(Floating(above, here, pixels)) == here
    assert shown.compositor.show(Floating(above, there, pixels)) == here.union(there)
    assert shown.compositor.show(None) == there
    assert shown.compositor.show(None) == EMPTY
    assert shown.is_exact()


def test_a_floating_picture_goes_where_its_layer_goes():
    shown = Shown(2)
    lower, upper = shown.layers
    shown.compositor.active = upper.id
    here = Bounds(0, 0, 10, 10)
    shown.compositor.show(Floating(lower.id, here, np.full((10, 10, 4), 255, np.uint8)))
    shown.document.do(MoveLayer(lower.id, (ROOT, 0), (ROOT, 1)))
    assert (seen(shown.compositor, shown.document)[here.slices] == 255).all()
    shown.document.do(RemoveLayer(lower, ROOT, 1, "Remove"))
    assert shown.is_exact()
