from __future__ import annotations

import numpy as np

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.history import UNPACKED, KeepsTiles
from studio.document.layers import PaintLayer
from studio.geometry import Bounds
from tests.document.paintings import add_paint, document_of, paint

TILE_BYTES = 256 * 256 * 4


def scribble(document: Document, layer: PaintLayer, count: int) -> None:
    """Strokes of many colours across each other; none leaves the picture as it was."""
    rng = np.random.default_rng(3)
    for number in range(count):
        x, y = (int(one) for one in rng.integers(0, 250, 2))
        colour = (number % 251, number // 251, 90, 255)
        pixels = np.full((20, 40, 4), colour, np.uint8)
        paint(document, layer, Bounds(x, y, 40, 20), pixels)


def background(document: Document) -> PaintLayer:
    layer = add_paint(document)
    rows, columns = np.mgrid[0:280, 0:300]
    picture = np.dstack((rows // 8, columns // 16, columns // 32, rows * 0 + 255))
    paint(document, layer, document.bounds, picture.astype(np.uint8))
    return layer


def test_undoing_a_thousand_strokes_gives_the_first_picture_byte_for_byte():
    document = document_of()
    layer = background(document)
    first = flatten(document, document.bounds)
    start = document.history.position
    scribble(document, layer, 1000)
    document.history.wait_until_packed()
    last = flatten(document, document.bounds)
    document.history.go_to(start)
    np.testing.assert_array_equal(flatten(document, document.bounds), first)
    document.history.go_to(start + 1000)
    np.testing.assert_array_equal(flatten(document, document.bounds), last)


def test_older_steps_keep_far_less_memory_alive():
    document = document_of()
    layer = background(document)
    scribble(document, layer, 40)
    document.history.wait_until_packed()
    raw = sum(len(step.patches[0].before.tiles) for step in steps(document)) * TILE_BYTES
    assert document.history.nbytes < raw / 2


def test_the_latest_steps_stay_as_they_are():
    document = document_of()
    layer = background(document)
    scribble(document, layer, 30)
    document.history.wait_until_packed()
    is_packed = [
        all(tile.unpacked is None for tile in step.patches[0].before.tiles)
        for step in steps(document)
    ]
    assert not any(is_packed[-UNPACKED:])
    assert all(is_packed[2:-UNPACKED])


def test_a_tile_between_two_steps_is_packed_in_both():
    document = document_of()
    layer = background(document)
    for value in range(1, 30):
        paint(document, layer, Bounds(0, 0, 8, 8), np.full((8, 8, 4), value, np.uint8))
    document.history.wait_until_packed()
    earlier, later = steps(document)[4:6]
    assert earlier.patches[0].after.tiles[0] is later.patches[0].before.tiles[0]
    assert earlier.patches[0].after.tiles[0].unpacked is None


def test_several_changes_in_one_step_are_packed_too():
    document = document_of()
    layer = background(document)
    for number in range(UNPACKED + 5):
        with document.history.one_step("Both"):
            scribble(document, layer, 2)
            paint(document, layer, Bounds(0, 0, 8, 8), np.full((8, 8, 4), number, np.uint8))
    document.history.wait_until_packed()
    assert any(tile.unpacked is None for tile in steps(document)[2].patches[0].before.tiles)


def test_the_size_is_right_after_packing_and_forgetting():
    document = document_of()
    layer = background(document)
    scribble(document, layer, 60)
    document.history.wait_until_packed()
    document.history.limit_bytes = 8 << 20
    scribble(document, layer, 60)
    document.history.wait_until_packed()
    assert document.history.nbytes <= document.history.limit_bytes
    assert document.history.nbytes == sum(step.nbytes for step in steps(document))


def test_new_strokes_after_undoing_past_packed_steps_can_be_undone():
    document = document_of()
    layer = background(document)
    scribble(document, layer, 40)
    document.history.wait_until_packed()
    document.history.go_to(5)
    there = flatten(document, document.bounds)
    scribble(document, layer, 40)
    document.history.wait_until_packed()
    document.history.go_to(5)
    np.testing.assert_array_equal(flatten(document, document.bounds), there)


def steps(document: Document):
    """The commands, oldest first, found by undoing and redoing them all."""
    found = []
    while document.history.latest is not None:
        found.append(document.history.latest)
        document.history.undo()
    document.history.go_to(len(found))
    return [one for one in reversed(found) if isinstance(one, KeepsTiles)]
