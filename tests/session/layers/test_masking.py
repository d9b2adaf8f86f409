from __future__ import annotations

import numpy as np
import pytest

from studio.brush.sample import PenSample
from studio.colour import BLACK, WHITE, Colour
from studio.document.composite import flatten
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.layers.layering import Layering
from studio.session.layers.masking import Masking
from studio.session.layers.merging import Merging
from tests.tools.desk import Desk, desk

AREA = Bounds(10, 20, 60, 50)


@pytest.fixture
def at() -> Desk:
    made = desk()
    pixels = np.zeros((AREA.height, AREA.width, 4), np.uint8)
    pixels[:] = np.linspace(0, 255, AREA.width).astype(np.uint8)[:, np.newaxis]
    with made.document.painting(made.layer.id, "Paint") as tiles:
        tiles.write(AREA, pixels)
    return made


@pytest.fixture
def masking(at) -> Masking:
    return Masking(at.easel)


def picture(at: Desk) -> np.ndarray:
    return flatten(at.document, at.document.bounds)


def draw(at: Desk, x: float, y: float, *, erase: bool = False) -> None:
    with at.painting.stroke(erase=erase) as stroke:
        stroke.add(PenSample(x, y))


def select(at: Desk, bounds: Bounds, value: int = 255) -> None:
    with at.document.selecting("Select") as selection:
        coverage = np.full((bounds.height, bounds.width), value, np.uint8)
        selection.combine(bounds, coverage, Combine.replace)


def test_a_new_mask_shows_everything_and_comes_into_hand(at, masking):
    before = picture(at)
    masking.add()
    assert at.easel.on_mask
    assert (picture(at) == before).all()


def test_a_new_mask_shows_what_is_selected(at, masking):
    before = picture(at)
    part = Bounds(30, 30, 10, 10)
    select(at, part)
    masking.add()
    after = picture(at)
    assert (after[part.slices] == before[part.slices]).all()
    after[part.slices] = 0
    assert not after.any()


def test_black_hides_and_white_shows_again(at, masking):
    before = picture(at)
    masking.add()
    at.painting.set_colours(BLACK, WHITE)
    draw(at, 50, 40)
    assert not picture(at)[40, 50].any()
    at.painting.swap_colours()
    draw(at, 50, 40)
    assert (picture(at)[40, 50] == before[40, 50]).all()


def test_grey_hides_half_and_the_eraser_all(at, masking):
    before = picture(at)[40, 50].astype(int)
    masking.add()
    at.painting.set_colours(Colour(128, 128, 128), WHITE)
    draw(at, 50, 40)
    assert abs(picture(at)[40, 50] - before / 2).max() <= 2
    draw(at, 50, 40, erase=True)
    assert not picture(at)[40, 50].any()


def test_painting_on_the_mask_leaves_the_pixels_alone(at, masking):
    pixels = at.layer.tiles.read(AREA)
    masking.add()
    draw(at, 50, 40)
    assert (at.layer.tiles.read(AREA) == pixels).all()


def test_a_stroke_on_the_mask_is_limited_to_the_selection_and_undone(at, masking):
    masking.add()
    before = picture(at)
    select(at, Bounds(0, 0, 5, 5))
    draw(at, 50, 40)
    assert (picture(at) == before).all()
    at.document.history.undo()  # the selection: the stroke did nothing
    draw(at, 50, 40)
    assert (picture(at) != before).any()
    at.document.history.undo()
    assert (picture(at) == before).all()


def test_a_locked_layer_keeps_its_mask(at, masking):
    masking.add()
    properties = at.layer.properties
    Layering(at.easel).set_properties(
        at.layer.id, type(properties)(properties.name, locked=True), "Lock"
    )
    with pytest.raises(InputError), at.painting.stroke():
        pass


def test_other_tools_are_refused_while_the_mask_is_in_hand(at, masking):
    masking.add()
    with pytest.raises(InputError, match="mask"):
        at.easel.target()
    at.easel.activate(at.layer.id)
    assert at.easel.target() is at.layer


def test_undoing_the_mask_gives_the_picture_back_to_the_hand(at, masking):
    masking.add()
    at.document.history.undo()
    assert not at.easel.on_mask
    assert at.easel.target() is at.layer


def test_transparency_becomes_a_mask_and_back(at, masking):
    before, pixels = picture(at), at.layer.tiles.read(AREA)
    masking.add_from_alpha()
    assert (at.layer.tiles.read(AREA)[..., 3] == 255).all()
    assert (picture(at) == before).all()
    masking.apply()
    assert masking.mask is None
    assert (at.layer.tiles.read(AREA) == pixels).all()
    assert (picture(at) == before).all()


def test_off_a_mask_hides_nothing_and_deleted_nor(at, masking):
    before = picture(at)
    select(at, Bounds(0, 0, 30, 30))
    masking.add()
    hidden = picture(at)
    masking.toggle()
    assert (picture(at) == before).all()
    masking.toggle()
    assert (picture(at) == hidden).all()
    masking.remove()
    assert (picture(at) == before).all()


def test_a_layer_has_one_mask(at, masking):
    masking.add()
    with pytest.raises(InputError, match="already"):
        masking.add()


def test_a_mask_is_selected_as_it_was_made(at, masking):
    chosen = Bounds(30, 30, 10, 10)
    select(at, chosen, 99)
    masking.add()
    select(at, Bounds(0, 0, 5, 5))
    at.wand.select_mask(at.layer.id, Combine.replace)
    assert at.document.selection.bounds == chosen
    assert (at.document.selection.read(chosen) == 99).all()


def test_a_duplicate_has_a_mask_of_its_own(at, masking):
    masking.add()
    original = at.layer
    at.together.duplicate()
    copy = at.document.layers[-1]
    at.easel.activate(copy.id, mask=True)
    draw(at, 50, 40)
    assert original.mask.hidden.is_empty
    assert not copy.mask.hidden.is_empty


def test_merging_down_takes_both_masks_along(at, masking):
    select(at, Bounds(0, 0, 30, 30))
    masking.add()
    layering = Layering(at.easel)
    at.together.duplicate()
    before = picture(at)
    Merging(at.easel, layering).merge_down(at.document.layers[-1].id)
    assert abs(picture(at).astype(int) - before).max() <= 1
    assert at.layer.mask is None
    at.document.history.undo()
    assert (picture(at) == before).all()
