"""Several layers, groups and texts in one transform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.adjustments import Invert
from studio.document.commands import AddLayer, RemoveLayer
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    LayerMask,
    LayerProperties,
    PaintLayer,
    TextLayer,
)
from studio.document.lettering import lettered
from studio.document.selection import Combine
from studio.document.texts import Style, Text
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.layers.chosen import Chosen
from studio.session.shaping.transforming import Transforming
from studio.transform.net import Net
from studio.transform.pose import Pose, posed
from studio.transform.quad import Quad, shifted_by, turned_by
from tests.document.paintings import add_adjustment, add_group, add_paint, document_of, paint

LEFT, RIGHT = Bounds(60, 50, 40, 30), Bounds(150, 90, 30, 40)
BOTH = Bounds(60, 50, 120, 80)


@dataclass
class Place:
    """A document of white ground, and a group of two that are painted."""

    document: Document
    easel: Easel
    chosen: Chosen
    transforming: Transforming
    ground: PaintLayer
    group: GroupLayer
    left: PaintLayer
    right: PaintLayer

    def picture(self) -> Pixels:
        return flatten(self.document, self.document.bounds)

    def shown(self) -> Pixels:
        """What the compositor shows, in place of the document's own picture."""
        whole = np.zeros((512, 512, 4), np.uint8)
        for key in ((0, 0), (1, 0), (0, 1), (1, 1)):
            tile = self.easel.compositor.tile(key)
            if tile is not None:
                whole[key[1] * 256 :, key[0] * 256 :][:256, :256] = tile
        return whole[:400, :500]


def flat(bounds: Bounds, colour: tuple[int, int, int, int]) -> Pixels:
    return np.full((bounds.height, bounds.width, 4), colour, np.uint8)


@pytest.fixture
def at() -> Place:
    document = document_of(500, 400)
    ground = add_paint(document, LayerProperties("ground"))
    group = add_group(document)
    left, right = (add_paint(document, LayerProperties(n), parent=group.id) for n in "lr")
    paint(document, ground, document.bounds, flat(document.bounds, (255, 255, 255, 255)))
    paint(document, left, LEFT, flat(LEFT, (0, 0, 200, 255)))
    paint(document, right, RIGHT, flat(RIGHT, (200, 0, 0, 255)))
    easel = Easel(document)
    easel.activate(ground.id)
    chosen = Chosen(easel)
    transforming = Transforming(easel, chosen)
    return Place(document, easel, chosen, transforming, ground, group, left, right)


def text_on(place: Place, words: str = "Hello") -> TextLayer:
    text = Text(words, Style(size=40), Colour(10, 120, 20)).moved(80, 200)
    layer = TextLayer(place.document.new_id(), LayerProperties(words), text)
    layer.tiles.apply(lettered(text, place.document.bounds))
    place.document.do(AddLayer(layer, place.document.root.id, 2, "Add"))
    place.easel.activate(layer.id)
    return layer


def test_a_group_is_transformed_with_all_it_holds(at):
    at.chosen.choose([at.group.id], at.group.id)
    before, steps = at.picture(), at.document.history.position
    at.transforming.begin()
    assert at.transforming.quad == Quad.around(BOTH)
    at.transforming.pull(Quad.around(BOTH).through(shifted_by(200, 150)))
    seen = at.shown()
    np.testing.assert_array_equal(at.picture(), before)
    at.transforming.commit()
    np.testing.assert_array_equal(at.picture(), seen)
    np.testing.assert_array_equal(seen[200:280, 260:380], before[50:130, 60:180])
    assert (seen[50:130, 60:180] == 255).all()
    assert at.document.history.position == steps + 1
    at.document.history.undo()
    np.testing.assert_array_equal(at.picture(), before)
    np.testing.assert_array_equal(at.shown(), before)


def test_chosen_layers_keep_their_places_to_each_other_when_they_grow(at):
    at.chosen.choose([at.left.id, at.right.id])
    at.transforming.begin()
    at.transforming.pull(posed(Quad.around(BOTH), Pose(240, 200, 240, 160)))
    at.transforming.commit()
    seen = at.picture()
    assert abs(seen[140, 150].astype(int) - (0, 0, 200, 255)).max() <= 4
    assert abs(seen[260, 330].astype(int) - (200, 0, 0, 255)).max() <= 4
    assert tuple(seen[275, 130]) == (255, 255, 255, 255)


def test_they_are_bent_by_one_net(at):
    at.chosen.choose([at.group.id])
    at.transforming.begin()
    at.transforming.pull(Net.over(Quad.around(BOTH).through(shifted_by(100, 0)), BOTH, 3))
    seen = at.shown()
    at.transforming.commit()
    assert (np.abs(seen.astype(int) - at.picture()).max(-1) > 24).mean() < 0.01
    assert tuple(at.picture()[65, 180]) == (0, 0, 200, 255)
    assert tuple(at.picture()[110, 265]) == (200, 0, 0, 255)


def test_of_what_is_selected_only_that_is_taken(at):
    with at.document.selecting("Select") as selection:
        selection.combine(LEFT, np.full((30, 40), 255, np.uint8), Combine.replace)
    at.chosen.choose([at.group.id])
    at.transforming.begin()
    assert at.transforming.quad == Quad.around(LEFT)
    at.transforming.pull(Quad.around(LEFT).through(shifted_by(0, 200)))
    at.transforming.commit()
    seen = at.picture()
    assert tuple(seen[265, 80]) == (0, 0, 200, 255)
    assert tuple(seen[110, 165]) == (200, 0, 0, 255)
    assert at.document.selection.bounds == LEFT.translated(0, 200)


def test_the_mask_of_a_group_goes_along(at):
    at.group.mask = LayerMask()
    at.group.mask.hidden.write(Bounds(60, 50, 20, 80), np.full((80, 20), 255, np.uint8))
    at.easel.activate(at.ground.id)
    at.chosen.choose([at.group.id], at.group.id)
    at.transforming.begin()
    at.transforming.pull(Quad.around(BOTH).through(shifted_by(200, 150)))
    seen = at.shown()
    at.transforming.commit()
    np.testing.assert_array_equal(seen, at.picture())
    assert (seen[200:280, 260:280] == 255).all()
    assert tuple(seen[215, 290]) == (0, 0, 200, 255)
    assert at.group.mask.hidden.read(Bounds(260, 200, 20, 80)).min() == 255
    assert at.group.mask.hidden.read(BOTH).max() == 0


def test_the_mask_of_an_adjustment_goes_along_with_its_group(at):
    layer = add_adjustment(at.document, Invert(), parent=at.group.id)
    assert isinstance(layer, AdjustmentLayer)
    layer.mask = LayerMask()
    layer.mask.hidden.write(RIGHT, np.full((40, 30), 255, np.uint8))
    at.easel.activate(at.ground.id)
    at.chosen.choose([at.group.id], at.group.id)
    at.transforming.begin()
    at.transforming.pull(Quad.around(BOTH).through(shifted_by(200, 150)))
    seen = at.shown()
    at.transforming.commit()
    np.testing.assert_array_equal(seen, at.picture())
    assert tuple(seen[260, 365]) == (200, 0, 0, 255)
    assert tuple(seen[215, 270]) == (255, 255, 55, 255)


def test_a_text_stays_text_when_it_is_turned_and_grows(at, qapp):
    layer = text_on(at)
    before, steps = layer.text, at.document.history.position
    at.transforming.begin()
    quad = at.transforming.quad
    assert quad is not None
    larger = posed(quad, Pose(250, 200, 3 * abs(quad.across[0]), 3 * abs(quad.down[1])))
    at.transforming.pull(larger.through(turned_by(30, (250, 200))))
    seen = at.shown()
    at.transforming.commit()
    assert isinstance(at.document.layer(layer.id), TextLayer)
    assert layer.text.style.size == 120
    assert layer.text.placement.b == pytest.approx(0.5, abs=1e-6)
    assert (np.abs(seen.astype(int) - at.picture()).max(-1) > 90).mean() < 0.01
    assert at.document.history.position == steps + 1
    at.document.history.undo()
    assert layer.text == before


def test_a_text_that_is_bent_becomes_paint_and_that_is_told(at, qapp):
    layer = text_on(at)
    before, told = at.picture(), []
    at.transforming.rasterised.connect(told.append)
    at.transforming.begin()
    quad = at.transforming.quad
    assert quad is not None
    (x, y), *others = quad.corners
    at.transforming.pull(Quad(((x + 20, y + 5), others[0], others[1], others[2])))
    seen = at.shown()
    at.transforming.commit()
    now = at.document.layer(at.easel.active)
    assert isinstance(now, PaintLayer)
    assert now.properties.name == "Hello"
    assert told == [("Hello",)]
    assert (np.abs(seen.astype(int) - at.picture()).max(-1) > 60).mean() < 0.01
    at.document.history.undo()
    assert at.document.layer(layer.id) is layer
    np.testing.assert_array_equal(at.picture(), before)


def test_texts_among_others_stay_chosen_whatever_they_become(at, qapp):
    text = text_on(at)
    at.chosen.choose([at.left.id, text.id], at.left.id)
    at.transforming.begin()
    at.transforming.bend(3)
    net = at.transforming.net
    assert net is not None
    at.transforming.pull(net.with_node(4, (net.nodes[4][0] + 20, net.nodes[4][1])))
    at.transforming.commit()
    names = [one.properties.name for one in at.chosen.layers]
    assert names == ["l", "Hello"]
    assert at.easel.active == at.left.id
    assert all(isinstance(one, PaintLayer) for one in at.chosen.layers)


def test_a_locked_layer_among_them_is_refused(at):
    at.left.properties = LayerProperties("l", locked=True)
    at.chosen.choose([at.group.id])
    with pytest.raises(InputError, match="locked"):
        at.transforming.begin()
    assert not at.transforming.is_on


def test_cancelling_several_leaves_no_trace(at, qapp):
    text_on(at)
    at.chosen.choose([layer.id for layer in at.document.layers])
    before, steps = at.picture(), at.document.history.titles
    at.transforming.begin()
    at.transforming.pull(Quad.around(BOTH).through(shifted_by(30, 40)))
    at.transforming.cancel()
    np.testing.assert_array_equal(at.shown(), before)
    assert at.document.history.titles == steps


def test_a_layer_that_is_deleted_meanwhile_ends_it(at):
    at.chosen.choose([at.left.id, at.right.id])
    at.transforming.begin()
    at.transforming.pull(Quad.around(BOTH).through(shifted_by(30, 40)))
    at.document.do(RemoveLayer(at.right, at.group.id, 1, "Delete layer"))
    assert not at.transforming.is_on
    assert at.left.tiles.read(LEFT).all(axis=-1).sum() == 0  # its blue and green are 0
    np.testing.assert_array_equal(at.left.tiles.read(LEFT), flat(LEFT, (0, 0, 200, 255)))


def test_a_mask_alone_is_transformed_where_there_are_no_pixels(at):
    layer = add_adjustment(at.document, Invert())
    layer.mask = LayerMask()
    layer.mask.hidden.write(RIGHT, np.full((40, 30), 255, np.uint8))
    at.easel.activate(layer.id)
    at.transforming.begin()
    assert at.transforming.quad == Quad.around(RIGHT)
    at.transforming.pull(Quad.around(RIGHT).through(shifted_by(50, 60)))
    seen = at.shown()
    at.transforming.commit()
    np.testing.assert_array_equal(seen, at.picture())
    assert layer.mask.hidden.bounds.contains(RIGHT.translated(50, 60))
    assert layer.mask.hidden.read(RIGHT.translated(50, 60)).min() == 255


def test_what_holds_no_pixels_and_no_mask_is_refused(at):
    layer = add_adjustment(at.document, Invert())
    at.easel.activate(layer.id)
    with pytest.raises(InputError):
        at.transforming.begin()
