from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.commands import AddLayer, RemoveLayer
from studio.document.composite import Floating
from studio.document.document import Document
from studio.document.layers import GroupLayer, LayerId, LayerProperties, PaintLayer
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel


@pytest.fixture
def easel():
    document = Document(Extent(400, 300))
    layer = PaintLayer(document.new_id(), LayerProperties("one"))
    document.root.children.append(layer)
    return Easel(document)


def add(easel, name):
    layer = PaintLayer(easel.document.new_id(), LayerProperties(name))
    easel.document.do(AddLayer(layer, LayerId(0), len(easel.document.root.children), "Add layer"))
    return layer


def test_the_topmost_layer_is_active_at_first(easel):
    assert easel.document.layer(easel.active).properties.name == "one"


def test_a_new_layer_becomes_active(easel):
    layer = add(easel, "two")
    assert easel.active == layer.id


def test_undoing_a_new_layer_activates_one_that_is_still_there(easel):
    first = easel.active
    add(easel, "two")
    easel.document.history.undo()
    assert easel.active == first


def test_a_layer_that_comes_back_becomes_active_again(easel):
    layer = add(easel, "two")
    easel.document.do(RemoveLayer(layer, LayerId(0), 1, "Delete layer"))
    easel.document.history.undo()
    assert easel.active == layer.id


def test_whoever_listens_hears_of_the_next_document_too(easel):
    seen = []
    easel.document_changed.connect(seen.append)
    old = easel.document
    easel.put(Document(Extent(10, 10)))
    layer = PaintLayer(easel.document.new_id(), LayerProperties("x"))
    easel.document.do(AddLayer(layer, LayerId(0), 0, "Add layer"))
    assert len(seen) == 1
    old.history.undo()
    assert len(seen) == 1


def test_a_picture_shown_as_if_it_were_a_layer_says_where_it_looks_otherwise(easel):
    dirty = []
    easel.appearance_changed.connect(dirty.append)
    bounds = Bounds(10, 20, 30, 40)
    pixels = np.full((40, 30, 4), 255, np.uint8)
    easel.show(Floating(easel.active, bounds, pixels))
    easel.show(None)
    assert [one.contains(bounds) for one in dirty] == [True, True]


@pytest.mark.parametrize(
    ("change", "word"), [({"locked": True}, "locked"), ({"visible": False}, "hidden")]
)
def test_a_layer_that_must_not_be_painted_on_is_refused_with_its_name(easel, change, word):
    layer = easel.document.layer(easel.active)
    layer.properties = replace(layer.properties, **change)
    with pytest.raises(InputError, match=f"“one” is {word}"):
        easel.target()


def test_a_group_cannot_be_painted_on(easel):
    group = GroupLayer(easel.document.new_id(), LayerProperties("figures"))
    easel.document.do(AddLayer(group, LayerId(0), 1, "Add group"))
    easel.activate(group.id)
    with pytest.raises(InputError, match="“figures” is a group"):
        easel.target()


def test_an_empty_document_has_nothing_to_paint_on():
    with pytest.raises(InputError, match="no layer"):
        Easel(Document(Extent(4, 4))).target()
