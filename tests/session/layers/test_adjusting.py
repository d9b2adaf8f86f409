from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import Blur, Invert
from studio.document.composite import flatten
from studio.document.fills import GradientFill
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.layers.adjusting import Adjusting
from studio.session.layers.chosen import Chosen
from studio.session.layers.layering import Layering
from studio.session.layers.merging import Merging
from studio.session.layers.together import Together
from studio.session.shaping.resizing import Resizing
from tests.tools.desk import Desk, desk

AREA = Bounds(10, 20, 60, 50)
RED = Colour(255, 0, 0)


@pytest.fixture
def at() -> Desk:
    made = desk()
    with made.document.painting(made.layer.id, "Paint") as tiles:
        tiles.write(AREA, np.full((AREA.height, AREA.width, 4), (40, 40, 40, 255), np.uint8))
    return made


@pytest.fixture
def adjusting(at) -> Adjusting:
    return Adjusting(at.easel, Layering(at.easel))


def picture(at: Desk) -> np.ndarray:
    return flatten(at.document, at.document.bounds)


def test_an_adjustment_comes_above_the_active_layer_and_leaves_its_pixels_alone(at, adjusting):
    pixels = at.layer.tiles.read(AREA)
    painted = at.layer
    adjusting.add(Invert())
    assert (picture(at)[AREA.slices][..., :3] == 215).all()
    assert (painted.tiles.read(AREA) == pixels).all()
    at.document.history.undo()
    assert (picture(at)[AREA.slices][..., :3] == 40).all()


def test_it_is_at_work_where_something_is_selected(at, adjusting):
    part = Bounds(20, 30, 10, 10)
    with at.document.selecting("Select") as selection:
        selection.combine(part, np.full((10, 10), 255, np.uint8), Combine.replace)
    adjusting.add(Invert())
    seen = picture(at)[AREA.slices][..., 0]
    assert (seen == 215).sum() == 100
    assert not at.easel.on_mask


def test_it_holds_no_paint_but_its_mask_does(at, adjusting):
    adjusting.add(Invert())
    with pytest.raises(InputError, match="no paint"):
        at.easel.target()


def test_dragging_a_setting_is_one_step(at, adjusting):
    adjusting.add(Blur(1.0))
    steps = at.document.history.position
    for radius in (2.0, 3.0, 4.0):
        adjusting.set_content(Blur(radius), scrub="radius 1")
    assert adjusting.content == Blur(4.0)
    assert at.document.history.position == steps + 1
    at.document.history.undo()
    assert adjusting.content == Blur(1.0)


def test_a_locked_one_stays_as_it_is(at, adjusting):
    adjusting.add_fill(RED)
    layer = at.document.layer(at.easel.active)
    layer.properties = replace(layer.properties, locked=True)
    with pytest.raises(InputError, match="locked"):
        adjusting.set_content(Colour(0, 0, 0))
    assert adjusting.content == RED


def test_a_copy_is_changed_alone(at, adjusting):
    first = adjusting.add_fill(RED)
    Together(at.easel, Chosen(at.easel), Layering(at.easel)).duplicate()
    adjusting.set_content(Colour(0, 0, 9))
    original = at.document.layer(first)
    assert original.content == RED


def test_merged_down_it_is_painted_in(at, adjusting):
    painted = at.easel.active
    adjusting.add(Invert())
    before = picture(at)
    Merging(at.easel, Layering(at.easel)).merge_down(at.easel.active)
    assert at.easel.active == painted
    assert (picture(at) == before).all()


def test_flattened_a_fill_covers_the_canvas(at, adjusting):
    adjusting.add_fill(RED)
    Merging(at.easel, Layering(at.easel)).flatten_image()
    assert (picture(at) == (0, 0, 255, 255)).all()


def test_a_gradient_follows_the_canvas_when_that_is_cut(at, adjusting):
    adjusting.add_fill(GradientFill(RED, Colour(0, 0, 255), angle=0))
    canvas = at.document.bounds
    at.easel.compositor.tile((0, 0))
    half = canvas.width // 2
    Resizing(at.easel).crop(Bounds(0, 0, half, canvas.height))
    shown = at.easel.compositor.tile((0, 0))
    assert shown is not None
    assert shown[5, 0, 2] > 250
    assert shown[5, half - 1, 0] > 250
    at.document.history.undo()
    assert abs(int(at.easel.compositor.tile((0, 0))[5, half, 0]) - 127) < 4
