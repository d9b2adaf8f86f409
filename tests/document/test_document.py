from __future__ import annotations

import numpy as np
import pytest

from studio.document.changes import Change, PixelsChanged, SelectionChanged
from studio.document.document import Document
from studio.document.layers import LayerId, PaintLayer
from studio.document.selection import Combine
from studio.geometry import EMPTY, Bounds
from tests.document.paintings import ROOT, add_group, add_paint, document_of

SQUARE = Bounds(10, 10, 4, 4)
WHITE_SQUARE = np.full((4, 4, 4), 255, np.uint8)


class Interruption(BaseException):
    """What Escape, a crash or a lost pen does to a stroke."""


def listening(document: Document) -> list[Change]:
    heard: list[Change] = []
    document.changed.connect(heard.append)
    return heard


def painted(layer: PaintLayer) -> bool:
    return bool(layer.tiles.read(SQUARE).any())


def interrupted_stroke(document: Document, layer: PaintLayer) -> None:
    with document.painting(layer.id, "Stroke") as tiles:
        tiles.write(SQUARE, WHITE_SQUARE)
        document.touched(layer.id, SQUARE)
        raise Interruption


def interrupted_selection(document: Document) -> None:
    with document.selecting("Select") as selection:
        selection.combine(SQUARE, WHITE_SQUARE[..., 0], Combine.replace)
        document.selection_touched(SQUARE)
        raise Interruption


def test_painting_is_one_step_that_can_be_undone_and_done_again():
    document = document_of()
    layer = add_paint(document)
    with document.painting(layer.id, "Stroke") as tiles:
        tiles.write(SQUARE, WHITE_SQUARE)
        tiles.write(SQUARE.translated(50, 0), WHITE_SQUARE)
    assert document.history.titles == ("Add", "Stroke")
    document.history.undo()
    assert not painted(layer)
    document.history.redo()
    assert painted(layer)


def test_what_is_touched_while_painting_is_told_at_once():
    document = document_of()
    layer = add_paint(document)
    heard = listening(document)
    with document.painting(layer.id, "Stroke") as tiles:
        tiles.write(SQUARE, WHITE_SQUARE)
        document.touched(layer.id, SQUARE)
        assert heard == [PixelsChanged(layer.id, SQUARE)]


def test_an_interrupted_stroke_leaves_no_trace():
    document = document_of()
    layer = add_paint(document)
    heard = listening(document)
    with pytest.raises(Interruption):
        interrupted_stroke(document, layer)
    assert not painted(layer)
    assert layer.tiles.is_empty
    assert document.history.titles == ("Add",)
    taken_back = heard[-1]
    assert isinstance(taken_back, PixelsChanged)
    assert taken_back.bounds.contains(SQUARE)


def test_painting_nothing_is_no_step():
    document = document_of()
    layer = add_paint(document)
    with document.painting(layer.id, "Stroke"):
        pass
    assert document.history.titles == ("Add",)


def test_selecting_is_one_step():
    document = document_of()
    heard = listening(document)
    with document.selecting("Select") as selection:
        selection.combine(SQUARE, WHITE_SQUARE[..., 0], Combine.replace)
    assert document.selection.bounds == SQUARE
    assert all(isinstance(one, SelectionChanged) for one in heard)
    document.history.undo()
    assert document.selection.is_none
    document.history.redo()
    assert document.selection.bounds == SQUARE


def test_an_interrupted_selection_leaves_no_trace():
    document = document_of()
    with pytest.raises(Interruption):
        interrupted_selection(document)
    assert document.selection.is_none
    assert document.history.titles == ()


def test_clearing_an_empty_selection_is_no_step():
    document = document_of()
    with document.selecting("Clear") as selection:
        selection.clear()
    assert document.history.titles == ()


def test_layers_are_listed_bottom_to_top_and_groups_before_what_they_hold():
    document = document_of()
    lower = add_paint(document)
    group = add_group(document)
    inner = add_paint(document, parent=group.id)
    upper = add_paint(document)
    assert document.layers == (lower, group, inner, upper)
    assert document.place_of(inner.id) == (group.id, 0)
    assert document.place_of(upper.id) == (ROOT, 2)
    assert document.parent_of(group.id) is document.root


@pytest.mark.parametrize("asked", ["layer", "paint_layer", "group", "parent_of", "place_of"])
def test_a_layer_that_is_not_there_is_a_key_error(asked):
    document = document_of()
    questions = {
        "layer": document.layer,
        "paint_layer": document.paint_layer,
        "group": document.group,
        "parent_of": document.parent_of,
        "place_of": document.place_of,
    }
    with pytest.raises(KeyError):
        questions[asked](LayerId(7))


def test_a_group_is_no_paint_layer_nor_the_other_way_round():
    document = document_of()
    group, layer = add_group(document), add_paint(document)
    with pytest.raises(KeyError):
        document.paint_layer(group.id)
    with pytest.raises(KeyError):
        document.group(layer.id)


def test_every_layer_ever_has_its_own_id():
    document = document_of()
    first = add_paint(document)
    document.history.undo()
    assert add_paint(document).id != first.id


def test_touching_nothing_is_heard_as_nothing():
    document = document_of()
    layer = add_paint(document)
    heard = listening(document)
    document.touched(layer.id, EMPTY)
    assert heard == [PixelsChanged(layer.id, EMPTY)]


def test_amid_a_stroke_the_settled_tiles_are_those_from_before_it():
    document = document_of(64, 64)
    layer = add_paint(document)
    with document.painting(layer.id, "Stroke") as tiles:
        tiles.write(SQUARE, WHITE_SQUARE)
        assert not document.settled(layer.tiles)
    assert list(document.settled(layer.tiles)) == [(0, 0)]
