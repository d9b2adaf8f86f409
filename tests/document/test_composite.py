from __future__ import annotations

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.commands import AddLayer
from studio.document.composite import Floating, flatten
from studio.document.document import MAX_SIDE, Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.laying import opaque
from studio.geometry import Bounds, Extent
from tests.document.paintings import ROOT, add_group, add_paint, document_of, noise, paint
from tests.document.test_blending import BLENDING, straight

AREA = Bounds(100, 90, 190, 180)
PIXEL = Bounds(10, 10, 1, 1)
RED, GREEN, BLUE = (0, 0, 255, 255), (0, 255, 0, 255), (255, 0, 0, 255)
HALF_RED = (0, 0, 128, 128)


def fill(document: Document, layer: PaintLayer, colour: tuple[int, ...], bounds=PIXEL) -> None:
    pixels = np.full((bounds.height, bounds.width, 4), colour, np.uint8)
    paint(document, layer, bounds, pixels)


def filled(document: Document, colour: tuple[int, ...], parent: LayerId = ROOT, **look) -> LayerId:
    """A new layer on top with one pixel painted; its id."""
    layer = add_paint(document, LayerProperties("", **look), parent=parent)
    fill(document, layer, colour)
    return layer.id


def pixel(document: Document, **asked) -> tuple[int, ...]:
    return tuple(int(one) for one in flatten(document, PIXEL, **asked)[0, 0])


def test_an_empty_document_is_transparent():
    assert not flatten(document_of(), Bounds(-5, -5, 400, 400)).any()


def test_layers_cover_those_beneath():
    document = document_of()
    filled(document, RED)
    filled(document, GREEN)
    assert pixel(document) == GREEN


def test_a_hidden_layer_and_one_at_no_opacity_do_not_show():
    document = document_of()
    filled(document, RED)
    filled(document, GREEN, visible=False)
    filled(document, BLUE, opacity=0.0)
    assert pixel(document) == RED


def test_opacity_lets_what_is_beneath_through():
    document = document_of()
    filled(document, RED)
    filled(document, GREEN, opacity=0.5)
    assert pixel(document) == pytest.approx((0, 128, 128, 255), abs=1)


def test_a_group_is_composited_on_its_own():
    """Multiplied in an isolated group, green has nothing beneath it and stays green."""
    document = document_of()
    filled(document, RED)
    group = add_group(document)
    filled(document, GREEN, parent=group.id, blend=BlendMode.multiply)
    assert pixel(document) == GREEN


def test_a_group_that_lets_through_is_as_if_it_were_not_there():
    document = document_of()
    filled(document, RED)
    group = add_group(document, LayerProperties("", pass_through=True))
    filled(document, GREEN, parent=group.id, blend=BlendMode.multiply)
    assert pixel(document) == (0, 0, 0, 255)
    group.properties = LayerProperties("", pass_through=True, opacity=0.5)
    assert pixel(document) == pytest.approx((0, 128, 128, 255), abs=1)


def test_a_group_has_opacity_and_a_mode_for_all_it_holds():
    document = document_of()
    filled(document, (0, 200, 200, 255))
    group = add_group(document, LayerProperties("", opacity=0.5, blend=BlendMode.multiply))
    filled(document, RED, parent=group.id)
    filled(document, GREEN, parent=group.id)
    assert pixel(document) == pytest.approx((0, 200, 100, 255), abs=1)


def test_a_hidden_group_hides_all_it_holds():
    document = document_of()
    group = add_group(document, LayerProperties("", visible=False))
    filled(document, GREEN, parent=group.id)
    assert pixel(document) == (0, 0, 0, 0)


def test_a_copy_is_given_out():
    document = document_of()
    filled(document, RED)
    flatten(document, PIXEL)[:] = 0
    assert pixel(document) == RED


def test_nothing_is_painted_on_the_tiles_of_a_snapshot():
    document = document_of()
    layers = [add_paint(document) for _ in range(3)]
    rng = np.random.default_rng(0)
    for layer in layers:
        paint(document, layer, AREA, noise(rng, AREA))
    frozen = [layer.tiles.snapshot() for layer in layers]
    copies = [{key: tile.copy() for key, tile in tiles.items()} for tiles in frozen]
    flatten(document, document.bounds)
    for tiles, copy in zip(frozen, copies, strict=True):
        assert all((tiles[key] == copy[key]).all() for key in tiles)


def test_any_part_of_the_picture_is_cut_from_the_whole():
    rng = np.random.default_rng(3)
    document = document_of()
    for blend in (BlendMode.normal, BlendMode.overlay, BlendMode.soft_light):
        layer = add_paint(document, LayerProperties("", opacity=0.7, blend=blend))
        paint(document, layer, AREA, noise(rng, AREA))
    whole = flatten(document, document.bounds)
    for _ in range(20):
        x, y, width, height = (int(one) for one in rng.integers(1, 130, 4))
        part = Bounds(x, y, width, height)
        assert (flatten(document, part) == whole[part.slices]).all()


def test_a_corner_of_the_largest_canvas_is_composited_alone():
    document = Document(Extent(MAX_SIDE, MAX_SIDE))
    layer = add_paint(document)
    corner = Bounds(MAX_SIDE - 1, MAX_SIDE - 1, 1, 1)
    fill(document, layer, RED, corner)
    assert tuple(flatten(document, corner)[0, 0]) == RED


# Clipping


STEEP = {
    BlendMode.colour_burn,
    BlendMode.colour_dodge,
    BlendMode.vivid_light,
    BlendMode.hard_mix,
    BlendMode.divide,
    BlendMode.darker_colour,
    BlendMode.lighter_colour,
    BlendMode.hue,
    BlendMode.saturation,
}


@pytest.mark.parametrize("mode", BLENDING, ids=lambda mode: mode.name)
def test_a_clipped_layer_colours_the_one_beneath_and_leaves_its_alpha(mode):
    rng = np.random.default_rng(2)
    base, clipped = noise(rng, AREA), noise(rng, AREA)
    document = document_of()
    paint(document, add_paint(document), AREA, base)
    paint(document, add_paint(document, LayerProperties("", blend=mode, clipped=True)), AREA,
          clipped)  # fmt: skip
    seen = flatten(document, AREA)
    (cb, ab), (cs, as_) = straight(base), straight(clipped)
    expected = ((1 - as_) * cb + as_ * BLENDING[mode](cb, cs)) * ab * 255
    assert (seen[..., 3] == base[..., 3]).all()
    # Colours are rounded once more than unclipped, which steep modes make much of.
    known = base[..., 3] >= (255 if mode in STEEP else 32)
    assert abs(seen[..., :3] - expected)[known].max() <= 4


def test_clipped_layers_share_the_nearest_unclipped_one_beneath():
    document = document_of()
    filled(document, HALF_RED)
    filled(document, GREEN, clipped=True)
    filled(document, BLUE, clipped=True)
    assert pixel(document) == (128, 0, 0, 128)


def test_the_opacity_and_mode_of_the_unclipped_layer_go_for_those_clipped_to_it():
    document = document_of()
    filled(document, (255, 255, 255, 255))
    filled(document, RED, opacity=0.5, blend=BlendMode.multiply)
    filled(document, GREEN, clipped=True)
    assert pixel(document) == pytest.approx((128, 255, 128, 255), abs=1)


def test_layers_clipped_to_a_hidden_one_are_hidden():
    document = document_of()
    filled(document, RED)
    filled(document, GREEN, visible=False)
    filled(document, BLUE, clipped=True)
    assert pixel(document) == RED


def test_a_clipped_layer_with_nothing_beneath_shows_as_it_is():
    document = document_of()
    filled(document, GREEN, clipped=True)
    assert pixel(document) == GREEN


def test_a_layer_can_be_clipped_to_a_group():
    document = document_of()
    group = add_group(document)
    filled(document, HALF_RED, parent=group.id)
    filled(document, GREEN, clipped=True)
    assert pixel(document) == (0, 128, 0, 128)


def test_taking_alpha_away_and_giving_it_back_is_exact():
    alpha, colour = np.mgrid[0:256, 0:256].astype(np.uint8)
    colour = np.minimum(colour, alpha)
    pixels = np.dstack((colour, colour, colour, alpha))
    document = document_of()
    bounds = Bounds(0, 0, 256, 256)
    paint(document, add_paint(document), bounds, pixels)
    paint(document, add_paint(document, LayerProperties("", clipped=True)), bounds, 0 * pixels)
    filled(document, (0, 0, 0, 0), clipped=True)
    assert (opaque(pixels)[..., 3] == 255).all()
    assert (flatten(document, bounds) == pixels).all()


# Floating pictures


LOOKS = {
    "on top": [LayerProperties("a"), LayerProperties("b")],
    "under a mode": [LayerProperties("a"), LayerProperties("b", blend=BlendMode.overlay)],
    "under one clipped": [LayerProperties("a", opacity=0.6), LayerProperties("b", clipped=True)],
    "over one clipped": [LayerProperties("a"), LayerProperties("b", clipped=True)],
}


@pytest.mark.parametrize("grouped", [False, True], ids=["alone", "in a group"])
@pytest.mark.parametrize("above", [0, 1])
@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS.keys())
def test_a_floating_picture_looks_just_as_a_layer_of_it_would(looks, above, grouped):
    rng = np.random.default_rng(4)
    document = document_of()
    group = add_group(document, LayerProperties("", opacity=0.7, blend=BlendMode.screen))
    parent = group.id if grouped else ROOT
    layers = [add_paint(document, look, parent=parent) for look in looks]
    for layer in layers:
        paint(document, layer, AREA, noise(rng, AREA))
    bounds = Bounds(130, 70, 100, 200)
    pixels = noise(rng, bounds)
    floating = Floating(layers[above].id, bounds, pixels)
    shown = flatten(document, document.bounds, floating=floating)
    real = PaintLayer(document.new_id(), LayerProperties("real"))
    real.tiles.write(bounds, pixels)
    where, index = document.place_of(layers[above].id)
    document.do(AddLayer(real, where, index + 1, ""))
    assert (shown == flatten(document, document.bounds)).all()


def test_above_nothing_a_picture_floats_on_top_of_everything():
    document = document_of()
    filled(document, RED)
    floating = Floating(ROOT, PIXEL, np.full((1, 1, 4), GREEN, np.uint8))
    assert pixel(document, floating=floating) == GREEN


def test_a_picture_above_a_group_floats_over_all_it_holds():
    document = document_of()
    group = add_group(document, LayerProperties("", visible=False))
    filled(document, RED, parent=group.id)
    floating = Floating(group.id, PIXEL, np.full((1, 1, 4), GREEN, np.uint8))
    assert pixel(document, floating=floating) == GREEN


def test_a_picture_above_a_layer_that_went_is_not_shown():
    document = document_of()
    filled(document, RED)
    floating = Floating(LayerId(99), PIXEL, np.full((1, 1, 4), GREEN, np.uint8))
    assert pixel(document, floating=floating) == RED


# What lies beneath a layer


def test_beneath_leaves_out_the_layer_and_all_above():
    document = document_of()
    filled(document, RED)
    middle = filled(document, GREEN)
    filled(document, BLUE)
    assert pixel(document, beneath=middle) == RED


def test_beneath_a_layer_in_a_group_are_its_lower_neighbours_and_what_is_under_the_group():
    document = document_of()
    filled(document, (0, 0, 200, 255))
    group = add_group(document, LayerProperties("", opacity=0.5))
    filled(document, GREEN, parent=group.id)
    inner = filled(document, BLUE, parent=group.id)
    filled(document, BLUE)
    assert pixel(document, beneath=inner) == pytest.approx((0, 128, 100, 255), abs=1)
    assert pixel(document, beneath=group.id) == (0, 0, 200, 255)


def test_a_floating_picture_counts_as_beneath_where_it_is():
    document = document_of()
    lower = filled(document, RED)
    upper = filled(document, BLUE)
    pixels = np.full((1, 1, 4), GREEN, np.uint8)
    assert pixel(document, floating=Floating(lower, PIXEL, pixels), beneath=upper) == GREEN
    assert pixel(document, floating=Floating(upper, PIXEL, pixels), beneath=upper) == RED
    assert pixel(document, floating=Floating(ROOT, PIXEL, pixels), beneath=upper) == RED


def test_nothing_is_beneath_a_layer_that_is_not_there():
    with pytest.raises(KeyError):
        flatten(document_of(), PIXEL, beneath=LayerId(7))


@pytest.mark.parametrize("seen", [True, False], ids=["clipped", "clipped but hidden"])
def test_groups_within_groups_are_each_drawn_once(seen: bool):
    """Twice would be 2^60 times, and not end."""
    document, parent = document_of(), ROOT
    for _ in range(60):
        group = add_group(document, parent=parent)
        filled(document, GREEN, parent=parent, clipped=True, visible=seen)
        parent = group.id
    filled(document, RED, parent=parent)
    assert pixel(document) == (GREEN if seen else RED)
