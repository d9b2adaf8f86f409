from __future__ import annotations

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import GroupLayer, LayerMask, LayerProperties, PaintLayer
from studio.document.masks import SetMask, copy_of, mask_showing, masked_tiles, nbytes_of
from studio.document.tiles import Pixels
from studio.geometry import Bounds, Extent
from tests.document.paintings import add_group, add_paint, document_of, noise, paint

AREA = Bounds(20, 30, 260, 240)


def ramp(at: Bounds) -> Pixels:
    """More shown the farther right."""
    columns = np.clip(np.arange(at.x, at.right), 0, 255).astype(np.uint8)
    return np.broadcast_to(columns, (at.height, at.width)).copy()


def give(document: Document, layer: PaintLayer | GroupLayer, mask: LayerMask | None) -> None:
    document.do(SetMask(layer.id, layer.mask, mask, "Mask"))


def painted() -> tuple[Document, PaintLayer, np.ndarray]:
    document = document_of()
    layer = add_paint(document)
    pixels = noise(np.random.default_rng(0), AREA)
    paint(document, layer, AREA, pixels)
    return document, layer, pixels


def test_a_layer_is_as_clear_as_its_mask_hides_it():
    document, layer, pixels = painted()
    give(document, layer, mask_showing(document.bounds, ramp))
    expected = pixels * (ramp(AREA)[..., np.newaxis] / 255)
    assert abs(flatten(document, AREA) - expected).max() <= 0.5


def test_a_group_is_masked_as_one():
    document, _, _ = painted()
    alone = flatten(document, AREA)
    group = add_group(document)
    inside = add_paint(document, LayerProperties("", blend=BlendMode.multiply), parent=group.id)
    paint(document, inside, AREA, np.full((AREA.height, AREA.width, 4), 255, np.uint8))
    give(document, group, mask_showing(document.bounds, lambda _: None))
    assert (flatten(document, AREA) == alone).all()


def test_a_mask_that_is_off_hides_nothing():
    document, layer, pixels = painted()
    mask = mask_showing(document.bounds, lambda _: None)
    give(document, layer, LayerMask(mask.hidden, is_on=False))
    assert (flatten(document, AREA) == pixels).all()


def test_masks_are_undone_and_done_again():
    document, layer, _ = painted()
    pictures = [flatten(document, AREA)]
    give(document, layer, mask_showing(document.bounds, ramp))
    pictures.append(flatten(document, AREA))
    with document.masking(layer.id, "Paint mask") as hidden:
        hidden.write(AREA, np.zeros((AREA.height, AREA.width), np.uint8))
    pictures.append(flatten(document, AREA))
    give(document, layer, None)
    assert (flatten(document, AREA) == pictures[0]).all()
    for position in (2, 1, 0, 1, 2):
        document.history.go_to(position + 2)
        assert (flatten(document, AREA) == pictures[position]).all()


def fail_to_paint_on_the_mask(document: Document, layer: PaintLayer) -> None:
    with document.masking(layer.id, "Paint mask") as hidden:
        hidden.write(AREA, np.full((AREA.height, AREA.width), 99, np.uint8))
        raise ZeroDivisionError


def test_painting_on_a_mask_that_fails_leaves_no_trace():
    document, layer, pixels = painted()
    give(document, layer, LayerMask())
    steps = document.history.position
    with pytest.raises(ZeroDivisionError):
        fail_to_paint_on_the_mask(document, layer)
    assert (flatten(document, AREA) == pixels).all()
    assert document.history.position == steps


def test_the_mask_painted_into_the_layer_looks_as_before():
    document, layer, _ = painted()
    give(document, layer, mask_showing(document.bounds, ramp))
    masked = flatten(document, AREA)
    with document.painting(layer.id, "Apply mask") as tiles:
        tiles.apply({**dict.fromkeys(tiles.keys), **masked_tiles(layer)})
    give(document, layer, None)
    assert (flatten(document, AREA) == masked).all()


def test_a_copy_is_painted_on_alone():
    mask = mask_showing(Bounds(0, 0, 256, 256), ramp)
    copy = copy_of(mask)
    assert copy is not None
    copy.hidden.edit((0, 0))[:] = 7
    assert not (mask.hidden.read(Bounds(0, 0, 256, 256)) == 7).all()


def test_hiding_all_of_the_largest_canvas_costs_one_tile():
    canvas = Extent(16384, 16384).bounds
    assert nbytes_of(mask_showing(canvas, lambda _: None)) == 256 * 256
    assert nbytes_of(LayerMask()) == 0
