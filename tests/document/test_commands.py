from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.changes import Change, LayerShownDifferently, TreeChanged, each
from studio.document.commands import (
    AddLayer,
    MoveLayer,
    RemoveLayer,
    SetProperties,
    extent_of,
    reach_of,
)
from studio.document.document import Document
from studio.document.history import Command
from studio.document.layers import GroupLayer, Layer, LayerProperties, PaintLayer
from studio.document.tiles import TILE, bounds_of
from studio.geometry import EMPTY, Bounds, union_of
from tests.document.paintings import ROOT, add_group, add_paint, document_of, paint


def add_tile(document: Document, column: int, **look) -> PaintLayer:
    """A layer on top of the root, painted in one tile of the first row."""
    layer = add_paint(document, LayerProperties("", **look))
    paint(document, layer, bounds_of((column, 0)), np.full((TILE, TILE, 4), 255, np.uint8))
    return layer


def tiles(*columns: int) -> Bounds:
    return union_of(bounds_of((column, 0)) for column in columns)


def told(document: Document, command: Command) -> tuple[Change, ...]:
    heard: list[Change] = []
    disconnect = document.changed.connect(heard.append)
    document.do(command)
    disconnect()
    return tuple(simple for change in heard for simple in each(change))


def tree_of(group: GroupLayer) -> list[object]:
    return [tree_of(one) if isinstance(one, GroupLayer) else one.id for one in group.children]


def restyled(layer: Layer, **look) -> SetProperties:
    return SetProperties(layer.id, layer.properties, replace(layer.properties, **look), "Look")


def removed(document: Document, layer: Layer) -> RemoveLayer:
    parent, index = document.place_of(layer.id)
    return RemoveLayer(layer, parent, index, "Remove")


def test_adding_tells_which_layer_came_and_where():
    document = document_of()
    layer = PaintLayer(document.new_id(), LayerProperties("new"))
    layer.tiles.edit((1, 0))[:] = 1
    assert told(document, AddLayer(layer, ROOT, 0, "Add")) == (TreeChanged(tiles(1), layer.id),)


def test_a_removed_layer_comes_back_to_its_place_with_all_it_holds():
    document = document_of()
    add_paint(document)
    group = add_group(document)
    add_paint(document, parent=group.id)
    add_paint(document)
    before = tree_of(document.root)
    document.do(removed(document, group))
    assert len(document.layers) == 2
    document.history.undo()
    assert tree_of(document.root) == before
    document.history.redo()
    assert len(document.layers) == 2


@pytest.mark.parametrize("to", ["bottom", "top", "into the group"])
def test_a_moved_layer_goes_there_and_back(to):
    document = document_of()
    for _ in range(2):
        add_paint(document)
    moved = add_paint(document)
    group = add_group(document)
    inner = add_paint(document, parent=group.id)
    before = tree_of(document.root)
    place = {"bottom": (ROOT, 0), "top": (ROOT, 3), "into the group": (group.id, 1)}[to]
    document.do(MoveLayer(moved.id, document.place_of(moved.id), place))
    assert document.place_of(moved.id) == place
    assert inner in document.layers
    document.history.undo()
    assert tree_of(document.root) == before


def test_properties_are_set_and_set_back():
    document = document_of()
    layer = add_paint(document)
    document.do(restyled(layer, name="Sky", opacity=0.5))
    assert layer.properties == LayerProperties("Sky", opacity=0.5)
    document.history.undo()
    assert layer.properties == LayerProperties("paint")


def test_two_layers_scrubbed_with_one_word_stay_two_steps():
    document = document_of()
    layers = [add_paint(document), add_paint(document)]
    before = len(document.history.titles)
    for layer in layers:
        document.do(replace(restyled(layer, opacity=0.5), scrub="drag"))
    assert len(document.history.titles) == before + 2


def test_the_extent_of_a_group_is_that_of_all_it_holds():
    document = document_of()
    group = add_group(document)
    assert extent_of(document, group) == EMPTY
    for column in (0, 2):
        layer = add_paint(document, parent=group.id)
        layer.tiles.edit((column, 0))[:] = 1
    assert extent_of(document, group) == tiles(0, 2)


# What may look otherwise when a layer comes, goes or is shown differently


def test_a_layer_reaches_as_far_as_its_pixels():
    document = document_of()
    add_tile(document, 5)
    layer = add_tile(document, 1)
    assert reach_of(document, layer.id) == tiles(1)


def test_a_layer_reaches_those_clipped_to_it():
    document = document_of()
    layer = add_tile(document, 1)
    add_tile(document, 2, clipped=True)
    add_tile(document, 3, clipped=True)
    add_tile(document, 5)
    assert reach_of(document, layer.id) == tiles(1, 2, 3)


def test_a_layer_that_erases_where_it_is_empty_reaches_all_beneath():
    document = document_of()
    add_tile(document, 0)
    layer = add_tile(document, 1, blend=BlendMode.destination_in)
    add_tile(document, 5)
    assert reach_of(document, layer.id) == tiles(0, 1)


def test_a_layer_that_stops_erasing_reached_all_beneath_before():
    document = document_of()
    add_tile(document, 0)
    layer = add_tile(document, 1, blend=BlendMode.destination_in)
    change = told(document, restyled(layer, blend=BlendMode.normal))
    assert change == (LayerShownDifferently(layer.id, tiles(0, 1)),)


def test_without_its_base_a_clipped_layer_may_show_anywhere_on_the_next():
    document = document_of()
    add_tile(document, 0)
    layer = add_tile(document, 1)
    add_tile(document, 2, clipped=True)
    assert told(document, removed(document, layer)) == (TreeChanged(tiles(1, 2)),)


def test_a_move_reaches_what_was_above_it_and_what_is():
    document = document_of()
    layer = add_tile(document, 0)
    add_tile(document, 1, clipped=True)
    add_tile(document, 3)
    add_tile(document, 2, clipped=True)
    command = MoveLayer(layer.id, (ROOT, 0), (ROOT, 2))
    assert told(document, command) == (TreeChanged(tiles(0, 1, 2)),)
