"""Large canvases seen from afar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import Invert
from studio.document.blending import BlendMode
from studio.document.commands import RemoveLayer, SetProperties
from studio.document.composite import Floating, flatten
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.document.far import FAR_LEVEL
from studio.document.layers import Layer, LayerId, LayerMask, LayerProperties, PaintLayer
from studio.document.masks import SetMask
from studio.document.tiles import Pixels, bounds_of
from studio.geometry import Bounds
from tests.document.paintings import (
    add_adjustment,
    add_fill,
    add_group,
    add_paint,
    document_of,
    paint,
)

WIDTH, HEIGHT = 4352, 300
SIZE = -(-WIDTH >> FAR_LEVEL), -(-HEIGHT >> FAR_LEVEL)
SPOT = Bounds(1500, 40, 300, 200)


def soft(seed: int, bounds: Bounds) -> Pixels:
    """A picture that changes slowly, more or less opaque."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (4, 9, 4), dtype=np.uint8)
    straight = cv2.resize(small, (bounds.width, bounds.height), interpolation=cv2.INTER_LINEAR)
    colours = straight[..., :3] * (straight[..., 3:] / 255)
    return np.dstack((np.rint(colours).astype(np.uint8), straight[..., 3]))


class Shown:
    """A wide canvas of two layers, a group and a fill, and its compositor."""

    def __init__(self) -> None:
        self.document: Document = document_of(WIDTH, HEIGHT)
        self.ground = self.painted(1)
        group = add_group(self.document, LayerProperties("g", opacity=0.8))
        self.base = self.painted(2, LayerProperties("base"), group.id)
        self.clipped = self.painted(3, LayerProperties("c", clipped=True, opacity=0.6), group.id)
        self.group = group
        multiply = LayerProperties("fill", blend=BlendMode.multiply, opacity=0.3)
        add_fill(self.document, Colour(200, 120, 30), multiply)
        self.top = self.painted(4, LayerProperties("top", opacity=0.7))
        self.compositor = Compositor(self.document)
        self.document.changed.connect(self.compositor.update)

    def painted(
        self, seed: int, look: LayerProperties | None = None, parent: LayerId | None = None
    ) -> PaintLayer:
        root = self.document.root.id
        layer = add_paint(self.document, look, parent=root if parent is None else parent)
        paint(self.document, layer, self.document.bounds, soft(seed, self.document.bounds))
        return layer

    def far(self) -> Pixels:
        """The whole picture at 1/8."""
        assert self.compositor.is_far
        width, height = SIZE
        out = np.zeros((height, width, 4), np.uint8)
        for column in range(-(-width // 256)):
            at = bounds_of((column, 0))
            cut = at.intersection(Bounds(0, 0, width, height))
            tile = self.compositor.far_tile((column, 0), at)
            if tile is not None:
                out[:, cut.x : cut.right] = tile[:height, : cut.width]
        return out

    def near(self) -> Pixels:
        """The exact picture made smaller."""
        whole = Bounds(0, 0, SIZE[0] << FAR_LEVEL, SIZE[1] << FAR_LEVEL)
        pixels = flatten(self.document, whole)
        return np.asarray(cv2.resize(pixels, SIZE, interpolation=cv2.INTER_AREA), np.uint8)

    def is_right(self) -> bool:
        inside = slice(None), slice(0, WIDTH >> FAR_LEVEL)
        rows = slice(0, HEIGHT >> FAR_LEVEL)
        off = abs(self.far().astype(int) - self.near())[rows][inside]
        return bool(off.max() <= 3)


@pytest.fixture
def shown() -> Shown:
    return Shown()


def hide(shown: Shown, layer: PaintLayer) -> None:
    before = layer.properties
    after = replace(before, visible=not before.visible)
    shown.document.do(SetProperties(layer.id, before, after, "Hide"))


def paint_on(shown: Shown, layer: PaintLayer) -> None:
    paint(shown.document, layer, SPOT, np.full((200, 300, 4), 255, np.uint8))


def mask(shown: Shown, layer: PaintLayer) -> None:
    made = LayerMask()
    made.hidden.write(SPOT, np.full((200, 300), 200, np.uint8))
    shown.document.do(SetMask(layer.id, layer.mask, made, "Mask"))


def paint_on_mask(shown: Shown, layer: PaintLayer) -> None:
    mask(shown, layer)
    shown.far()
    with shown.document.masking(layer.id, "Paint") as hidden:
        hidden.write(SPOT.translated(600, 0), np.full((200, 300), 90, np.uint8))


def remove(shown: Shown, layer: Layer) -> None:
    place = shown.document.place_of(layer.id)
    shown.document.do(RemoveLayer(layer, *place, "Remove"))


CHANGES: list[Callable[[Shown, PaintLayer], None]] = [hide, paint_on, mask, paint_on_mask, remove]


def test_it_is_the_picture_made_smaller(shown):
    assert shown.is_right()


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["ground", "clipped"])
def test_it_follows_every_change_and_its_undo(shown, change, name):
    before, position = shown.far(), shown.document.history.position
    layer = getattr(shown, name)
    change(shown, layer)
    assert shown.is_right()
    assert not np.array_equal(shown.far(), before)
    shown.document.history.go_to(position)
    np.testing.assert_array_equal(shown.far(), before)


def test_only_what_changed_is_made_smaller_again(shown, monkeypatch):
    shown.far()
    made: list[Pixels] = []

    def small(tile: Pixels) -> Pixels:
        made.append(tile)
        return tile[::8, ::8]

    monkeypatch.setattr("studio.document.far._small", small)
    hide(shown, shown.base)
    shown.far()
    assert made == []
    paint_on(shown, shown.top)
    shown.far()
    assert len(made) == 3


@pytest.mark.parametrize(
    "look",
    [
        LayerProperties("steep", blend=BlendMode.hard_mix),
        LayerProperties("hue", blend=BlendMode.hue),
    ],
)
def test_steep_modes_are_composited_whole(shown, look):
    add_paint(shown.document, look)
    assert not shown.compositor.is_far


def test_so_is_what_is_adjusted_or_floats_and_a_small_canvas(shown):
    layer = add_adjustment(shown.document, Invert())
    assert not shown.compositor.is_far
    remove(shown, layer)
    assert shown.compositor.is_far
    pixels = np.full((SPOT.height, SPOT.width, 4), 255, np.uint8)
    shown.compositor.show(Floating(LayerId(0), SPOT, pixels))
    assert not shown.compositor.is_far
    assert not Compositor(document_of(4096, 4096)).is_far


def test_what_is_kept_for_it_goes_with_the_layer(shown):
    shown.far()
    before = shown.compositor.nbytes
    remove(shown, shown.top)
    assert shown.compositor.nbytes < before
