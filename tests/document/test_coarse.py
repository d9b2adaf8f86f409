"""The picture at a fraction of its size, while something stands in for a layer."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.document.adjustments import Blur, Invert
from studio.document.blending import BlendMode
from studio.document.coarse import NO_STAND_INS, Reduced, StandIn
from studio.document.composite import flatten
from studio.document.compositor import Compositor
from studio.document.layers import AdjustmentLayer, GroupLayer, LayerMask, LayerProperties
from studio.document.tiles import TILE, bounds_of
from studio.geometry import Bounds
from tests.document.paintings import add_paint, document_of, paint

SIDE = 2 * TILE
AT = Bounds(0, 0, SIDE, SIDE)


def smooth(seed: int) -> np.ndarray:
    """Premultiplied colours that change slowly."""
    small = np.random.default_rng(seed).integers(60, 255, (9, 9, 4)).astype(np.float32)
    large = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC).clip(0, 255)
    large[..., :3] *= large[..., 3:] / 255
    return large.astype(np.uint8)


class Shown:
    """Tiles of an array, at any level."""

    def __init__(self, pixels: np.ndarray) -> None:
        self._pixels = pixels

    def get(self, key):
        cut = np.ascontiguousarray(self._pixels[bounds_of(key).slices])
        return cut if cut.shape[:2] == (TILE, TILE) else None

    def stand_in(self, level: int = 0) -> StandIn:
        tiles = Reduced(self.get, level) if level else self
        return StandIn(tiles, None, self.stand_in)


def everything(document, middle):
    """Layers of many kinds around one."""
    group = GroupLayer(document.new_id(), LayerProperties("Group", opacity=0.8))
    document.root.children.append(group)
    document.root.children.remove(middle)
    group.children.append(middle)
    middle.properties = LayerProperties("Middle", blend=BlendMode.multiply)
    masked = LayerMask()
    masked.hidden.write(Bounds(0, 0, 200, SIDE), np.full((SIDE, 200), 130, np.uint8))
    group.mask = masked
    clipped = add_paint(document)
    paint(document, clipped, AT, smooth(3))
    document.root.children.remove(clipped)
    clipped.properties = LayerProperties("Clipped", clipped=True, opacity=0.5)
    group.children.append(clipped)


def inverted(document, middle):
    document.root.children.append(
        AdjustmentLayer(document.new_id(), LayerProperties("Invert"), Invert())
    )


def blurred(document, middle):
    document.root.children.append(
        AdjustmentLayer(document.new_id(), LayerProperties("Blur"), Blur(4.0))
    )


@pytest.mark.parametrize("around", [lambda *_: None, everything, inverted, blurred])
def test_it_is_the_picture_made_smaller(around):
    document = document_of(SIDE, SIDE)
    layers = [add_paint(document) for _ in range(3)]
    for seed, layer in enumerate(layers):
        paint(document, layer, AT, smooth(seed))
    around(document, layers[1])
    compositor = Compositor(document)
    compositor.active = layers[1].id
    other = smooth(9)
    stand_in = Shown(other).stand_in()
    compositor.show_instead({layers[1].id: stand_in}, AT)
    rough = compositor.rough_tile(1, (0, 0), bounds_of((0, 0)))
    assert rough is not None
    compositor.show_instead(NO_STAND_INS, AT)
    layers[1].tiles.write(AT, other)
    exact = cv2.resize(flatten(document, AT), (TILE, TILE), interpolation=cv2.INTER_AREA)
    assert np.abs(rough.astype(int) - exact).max() <= 4


def test_what_stays_is_made_smaller_once():
    asked = []

    def source(key):
        asked.append(key)
        return np.full((TILE, TILE, 4), 7, np.uint8)

    reduced = Reduced(source, 2)
    for _ in range(3):
        np.testing.assert_array_equal(reduced.get((0, 0)), 7)
    assert len(asked) == 16


def test_it_is_rough_only_while_something_stands_in():
    document = document_of(SIDE, SIDE)
    layer = add_paint(document)
    compositor = Compositor(document)
    assert not compositor.is_rough
    compositor.show_instead({layer.id: Shown(smooth(1)).stand_in()}, AT)
    assert compositor.is_rough
    compositor.show_instead(NO_STAND_INS, AT)
    assert not compositor.is_rough


def test_where_nothing_is_there_is_no_tile():
    assert Reduced(lambda _: None, 1).get((3, 3)) is None
