from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.layering import Layering

ROOT = LayerId(0)


@pytest.fixture
def easel():
    document = Document(Extent(300, 200))
    layer = PaintLayer(document.new_id(), LayerProperties("one"))
    layer.tiles.write(Bounds(0, 0, 300, 200), np.full((200, 300, 4), 255, np.uint8))
    document.root.children.append(layer)
    return Easel(document)


@pytest.fixture
def layering(easel):
    return Layering(easel)


def names(easel):
    return [layer.properties.name for layer in easel.document.root.children]


def picture(easel):
    return flatten(easel.document, easel.document.bounds)


def red(width, height, alpha=255):
    return np.tile(np.array([0, 0, alpha, alpha], np.uint8), (height, width, 1))


def test_a_new_layer_comes_above_the_active_one_with_a_free_name(easel, layering):
    layering.add_layer()
    easel.activate(easel.document.root.children[0].id)
    layering.add_layer()
    assert names(easel) == ["one", "Layer 2", "Layer 1"]


def test_what_is_seen_is_merged_and_what_is_hidden_stays(easel, layering):
    layering.add_layer(red(20, 10, 128), Bounds(5, 5, 20, 10))
    layering.add_layer(red(20, 10), Bounds(9, 9, 20, 10))
    hidden = easel.document.layer(easel.active)
    layering.set_properties(hidden.id, replace(hidden.properties, visible=False), "Hide")
    layering.add_group()
    before = picture(easel)
    steps = easel.document.history.position
    layering.merge_visible()
    assert names(easel) == ["Merged 1", hidden.properties.name]
    assert (picture(easel) == before).all()
    assert easel.document.history.position == steps + 1
    easel.document.history.undo()
    assert len(easel.document.layers) == 4


def test_a_locked_layer_is_not_merged(easel, layering):
    layering.add_layer()
    layer = easel.document.layer(easel.active)
    layering.set_properties(layer.id, replace(layer.properties, locked=True), "Lock")
    with pytest.raises(InputError, match="locked"):
        layering.merge_visible()


def test_a_layer_goes_into_a_group_in_its_place_as_one_step(easel, layering):
    layer = easel.active
    before = picture(easel)
    layering.group_active()
    group = easel.document.root.children[0]
    assert [child.id for child in group.children] == [layer]
    assert easel.active == layer
    assert np.array_equal(picture(easel), before)
    easel.document.history.undo()
    assert names(easel) == ["one"]


def test_deleting_the_active_layer_activates_the_one_beneath(easel, layering):
    first = easel.active
    second = layering.add_layer()
    layering.remove(second)
    assert easel.active == first


def test_a_locked_layer_is_not_deleted(easel, layering):
    layer = easel.document.layer(easel.active)
    layer.properties = replace(layer.properties, locked=True)
    with pytest.raises(InputError, match="locked"):
        layering.remove(layer.id)
    assert names(easel) == ["one"]


def test_a_duplicate_has_pixels_of_its_own(easel, layering):
    original = easel.document.paint_layer(easel.active)
    layering.duplicate(original.id)
    copy = easel.document.paint_layer(easel.active)
    assert copy.properties.name == "one copy"
    with easel.document.painting(copy.id, "Stroke") as tiles:
        tiles.edit((0, 0))[:] = 0
    assert original.tiles.read(Bounds(0, 0, 1, 1))[0, 0].tolist() == [255] * 4


def test_a_layer_cannot_be_moved_into_itself(easel, layering):
    layering.group_active()
    group = easel.document.root.children[0]
    layering.move(group.id, group.id, 0)
    assert easel.document.root.children == [group]


def test_dragging_a_slider_is_one_step(easel, layering):
    layer = easel.document.layer(easel.active)
    for opacity in (0.9, 0.5, 0.3):
        layering.set_properties(
            layer.id, replace(layer.properties, opacity=opacity), "Opacity", scrub="opacity"
        )
    assert layer.properties.opacity == 0.3
    easel.document.history.undo()
    assert layer.properties.opacity == 1.0


def test_choosing_a_blend_mode_forgets_the_foreign_one(easel, layering):
    layer = easel.document.layer(easel.active)
    layer.properties = replace(layer.properties, foreign_blend="krita:weird")
    chosen = replace(layer.properties, blend=BlendMode.multiply)
    layering.set_properties(layer.id, chosen, "Blend mode")
    assert layer.properties.foreign_blend == ""


@pytest.mark.parametrize("blend", [BlendMode.normal, BlendMode.multiply, BlendMode.difference])
def test_merging_down_leaves_the_picture_as_it_was(easel, layering, blend):
    upper = layering.add_layer(red(100, 80, alpha=128), Bounds(20, 30, 100, 80))
    properties = replace(easel.document.layer(upper).properties, opacity=0.5, blend=blend)
    layering.set_properties(upper, properties, "Blend mode")
    before = picture(easel)
    layering.merge_down(upper)
    assert names(easel) == ["one"]
    assert np.abs(picture(easel).astype(int) - before).max() <= 1
    easel.document.history.undo()
    assert names(easel) == ["one", "Layer 1"]
    assert np.array_equal(picture(easel), before)


def test_there_is_nothing_beneath_the_lowest_layer_to_merge_into(easel, layering):
    with pytest.raises(InputError, match="no paint layer beneath"):
        layering.merge_down(easel.active)


def test_flattening_leaves_the_picture_as_it_was_in_one_step(easel, layering):
    layering.add_layer(red(100, 80, alpha=128), Bounds(20, 30, 100, 80))
    before = picture(easel)
    layering.flatten_image()
    assert len(easel.document.layers) == 1
    assert np.array_equal(picture(easel), before)
    easel.document.history.undo()
    assert len(easel.document.layers) == 2


def test_clearing_erases_only_what_is_selected(easel, layering):
    with easel.document.selecting("Select") as selection:
        coverage = np.full((10, 10), 255, np.uint8)
        selection.combine(Bounds(0, 0, 10, 10), coverage, Combine.replace)
    layering.clear()
    layer = easel.document.paint_layer(easel.active)
    assert not layer.tiles.read(Bounds(0, 0, 10, 10)).any()
    assert layer.tiles.read(Bounds(10, 10, 200, 100)).min() == 255


def test_clearing_with_nothing_selected_erases_the_layer(easel, layering):
    layering.clear()
    assert easel.document.paint_layer(easel.active).tiles.is_empty
