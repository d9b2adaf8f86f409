from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.layers import LayerId
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.layers.layering import Layering
from tests.session.stacks import names, one_white_layer, picture

ROOT = LayerId(0)


@pytest.fixture
def easel():
    return one_white_layer()


@pytest.fixture
def layering(easel):
    return Layering(easel)


def test_a_new_layer_comes_above_the_active_one_with_a_free_name(easel, layering):
    layering.add_layer()
    easel.activate(easel.document.root.children[0].id)
    layering.add_layer()
    assert names(easel) == ["one", "Layer 2", "Layer 1"]


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


def test_what_is_locked_against_losing_paint_is_not_cleared(easel, layering):
    layer = easel.document.layer(easel.active)
    layering.set_properties(layer.id, replace(layer.properties, alpha_locked=True), "Lock")
    before = picture(easel)
    with pytest.raises(InputError, match="transparen"):
        layering.clear()
    assert np.array_equal(picture(easel), before)


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
