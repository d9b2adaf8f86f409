from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.layers.layering import Layering
from studio.session.layers.merging import Merging
from tests.session.stacks import names, one_white_layer, picture, red


@pytest.fixture
def easel():
    return one_white_layer()


@pytest.fixture
def layering(easel):
    return Layering(easel)


@pytest.fixture
def merging(easel, layering):
    return Merging(easel, layering)


def test_what_is_seen_is_merged_and_what_is_hidden_stays(easel, layering, merging):
    layering.add_layer(red(20, 10, 128), Bounds(5, 5, 20, 10))
    layering.add_layer(red(20, 10), Bounds(9, 9, 20, 10))
    hidden = easel.document.layer(easel.active)
    layering.set_properties(hidden.id, replace(hidden.properties, visible=False), "Hide")
    layering.add_group()
    before = picture(easel)
    steps = easel.document.history.position
    merging.merge_visible()
    assert names(easel) == ["Merged 1", hidden.properties.name]
    assert (picture(easel) == before).all()
    assert easel.document.history.position == steps + 1
    easel.document.history.undo()
    assert len(easel.document.layers) == 4


def test_a_locked_layer_is_not_merged(easel, layering, merging):
    layering.add_layer()
    layer = easel.document.layer(easel.active)
    layering.set_properties(layer.id, replace(layer.properties, locked=True), "Lock")
    with pytest.raises(InputError, match="locked"):
        merging.merge_visible()


@pytest.mark.parametrize("blend", [BlendMode.normal, BlendMode.multiply, BlendMode.difference])
def test_merging_down_leaves_the_picture_as_it_was(easel, layering, merging, blend):
    upper = layering.add_layer(red(100, 80, alpha=128), Bounds(20, 30, 100, 80))
    properties = replace(easel.document.layer(upper).properties, opacity=0.5, blend=blend)
    layering.set_properties(upper, properties, "Blend mode")
    before = picture(easel)
    merging.merge_down(upper)
    assert names(easel) == ["one"]
    assert np.abs(picture(easel).astype(int) - before).max() <= 1
    easel.document.history.undo()
    assert names(easel) == ["one", "Layer 1"]
    assert np.array_equal(picture(easel), before)


def test_there_is_nothing_beneath_the_lowest_layer_to_merge_into(easel, merging):
    with pytest.raises(InputError, match="no paint layer beneath"):
        merging.merge_down(easel.active)


def test_flattening_leaves_the_picture_as_it_was_in_one_step(easel, layering, merging):
    layering.add_layer(red(100, 80, alpha=128), Bounds(20, 30, 100, 80))
    before = picture(easel)
    merging.flatten_image()
    assert len(easel.document.layers) == 1
    assert np.array_equal(picture(easel), before)
    easel.document.history.undo()
    assert len(easel.document.layers) == 2


def test_chosen_layers_become_one_where_the_topmost_is(easel, layering, merging):
    lower = layering.add_layer(red(20, 10, 128), Bounds(5, 5, 20, 10))
    upper = layering.add_layer(red(20, 10), Bounds(9, 9, 20, 10))
    layering.add_layer()
    before = picture(easel)
    steps = easel.document.history.position
    merging.merge([easel.document.layer(one) for one in (lower, upper)])
    assert names(easel) == ["one", "Layer 2", "Layer 3"]
    assert easel.active == easel.document.root.children[1].id
    assert abs(picture(easel).astype(int) - before).max() <= 1
    assert easel.document.history.position == steps + 1
    easel.document.history.undo()
    assert names(easel) == ["one", "Layer 1", "Layer 2", "Layer 3"]
    assert (picture(easel) == before).all()


def test_one_layer_alone_is_not_merged(easel, merging):
    with pytest.raises(InputError, match="two"):
        merging.merge(easel.document.root.children)
