from __future__ import annotations

import numpy as np
import pytest

from studio.document.aids import Aids
from studio.document.changes import ExtentChanged
from studio.document.composite import flatten
from studio.document.layers import LayerMask
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.files.filing import blank_document
from studio.session.notice import Notice
from studio.session.shaping.resizing import Anchor, Resizing
from studio.transform.turning import Turn
from tests.document.paintings import add_paint, document_of, noise, paint

VERBS = [
    pytest.param(lambda r: r.crop(Bounds(30, 20, 200, 150)), Extent(200, 150), id="crop"),
    pytest.param(
        lambda r: r.resize_canvas(Extent(700, 300), Anchor()), Extent(700, 300), id="canvas size"
    ),
    pytest.param(lambda r: r.resample(Extent(150, 140)), Extent(150, 140), id="smaller"),
    pytest.param(lambda r: r.resample(Extent(450, 420)), Extent(450, 420), id="larger"),
    *(
        pytest.param(
            lambda r, turn=turn: r.turn(turn),
            Extent(280, 300) if "clockwise" in turn.value else Extent(300, 280),
            id=turn.value,
        )
        for turn in Turn
    ),
]


@pytest.fixture
def easel():
    document = document_of(300, 280)
    lower, upper = add_paint(document), add_paint(document)
    paint(document, lower, document.bounds, noise(np.random.default_rng(1), document.bounds))
    paint(document, upper, Bounds(40, 50, 60, 70), np.full((70, 60, 4), 255, np.uint8))
    upper.mask = LayerMask()
    upper.mask.hidden.write(Bounds(60, 60, 20, 30), np.full((30, 20), 255, np.uint8))
    with document.selecting("Select") as selection:
        selection.combine(Bounds(20, 30, 100, 80), np.full((80, 100), 180, np.uint8), Combine.add)
    return Easel(document)


def picture(easel):
    return flatten(easel.document, easel.document.bounds)


def snapshot(easel):
    document = easel.document
    everywhere = Bounds(-300, -300, 1200, 1200)
    layers = tuple(layer.tiles.read(everywhere).tobytes() for layer in document.layers)
    masks = tuple(
        layer.mask.hidden.read(everywhere).tobytes() for layer in document.layers if layer.mask
    )
    return document.extent, layers, masks, document.selection.read(everywhere).tobytes()


@pytest.mark.parametrize(("verb", "extent"), VERBS)
def test_undo_and_redo_go_back_and_forth_byte_for_byte(easel, verb, extent):
    before, steps = snapshot(easel), easel.document.history.position
    verb(Resizing(easel))
    after = snapshot(easel)
    assert easel.document.extent == easel.document.selection.extent == extent
    assert easel.document.history.position == steps + 1
    easel.document.history.undo()
    assert snapshot(easel) == before
    easel.document.history.redo()
    assert snapshot(easel) == after


@pytest.mark.parametrize(("verb", "extent"), VERBS)
def test_the_kept_composite_is_what_flattening_gives(easel, verb, extent):
    easel.compositor.tile((0, 0))
    dirty = []
    easel.appearance_changed.connect(dirty.append)
    verb(Resizing(easel))
    tile = easel.compositor.tile((0, 0))
    inside = extent.bounds.intersection(Bounds(0, 0, 256, 256))
    np.testing.assert_array_equal(tile[inside.slices], picture(easel)[inside.slices])
    assert dirty == [extent.bounds]


def test_a_crop_keeps_what_is_inside_and_takes_the_selection_along(easel):
    before, selected = picture(easel), easel.document.selection.bounds
    Resizing(easel).crop_to_selection()
    np.testing.assert_array_equal(picture(easel), before[selected.slices])
    assert easel.document.selection.bounds == Bounds(0, 0, 100, 80)
    assert all(easel.document.bounds.contains(tight(layer)) for layer in easel.document.layers)


def tight(layer):
    rows, columns = np.nonzero(layer.tiles.read(layer.tiles.bounds)[..., 3])
    left, top = layer.tiles.bounds.x, layer.tiles.bounds.y
    return Bounds.from_edges(
        left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1
    )


def test_masks_go_along(easel):
    before = picture(easel)
    Resizing(easel).turn(Turn.half)
    np.testing.assert_array_equal(picture(easel), before[::-1, ::-1])


def test_a_large_plain_canvas_costs_next_to_nothing_however_it_is_turned():
    document = blank_document(Extent(8192, 8192))
    Resizing(Easel(document)).turn(Turn.clockwise)
    assert document.history.nbytes < 1 << 20
    tiles = document.paint_layer(document.layers[0].id).tiles.snapshot()
    assert len({id(tile) for tile in tiles.values()}) == 1


def test_a_crop_to_everything_is_no_step(easel):
    steps = easel.document.history.position
    Resizing(easel).crop(easel.document.bounds)
    assert easel.document.history.position == steps


def test_without_a_selection_there_is_nothing_to_crop_to():
    document = document_of()
    add_paint(document)
    with pytest.raises(InputError):
        Resizing(Easel(document)).crop_to_selection()


@pytest.mark.parametrize("extent", [Extent(0, 10), Extent(10, 16385)])
def test_an_impossible_size_is_refused(easel, extent):
    before = snapshot(easel)
    with pytest.raises(InputError):
        Resizing(easel).resample(extent)
    with pytest.raises(InputError):
        Resizing(easel).resize_canvas(extent, Anchor())
    assert snapshot(easel) == before


@pytest.mark.parametrize(
    ("anchor", "corner"),
    [
        pytest.param(Anchor(0, 0), (0, 0), id="top left"),
        pytest.param(Anchor(1, 1), (50, 10), id="middle"),
        pytest.param(Anchor(2, 2), (100, 20), id="bottom right"),
        pytest.param(Anchor(2, 0), (100, 0), id="top right"),
    ],
)
def test_the_picture_stays_at_its_anchor(easel, anchor, corner):
    before = picture(easel)
    Resizing(easel).resize_canvas(Extent(400, 300), anchor)
    x, y = corner
    np.testing.assert_array_equal(picture(easel)[y : y + 280, x : x + 300], before)


def test_room_added_at_the_right_and_bottom_shares_every_tile(easel):
    Resizing(easel).resize_canvas(Extent(600, 600), Anchor(0, 0))
    assert easel.document.history.latest.nbytes == 0


def test_a_smaller_canvas_keeps_what_lies_beyond_for_later(easel):
    before, resizing = picture(easel), Resizing(easel)
    resizing.resize_canvas(Extent(100, 100), Anchor(1, 1))
    resizing.resize_canvas(Extent(300, 280), Anchor(1, 1))
    np.testing.assert_array_equal(picture(easel), before)


def test_one_change_tells_of_the_new_extent(easel):
    told = []
    easel.document_changed.connect(told.append)
    Resizing(easel).turn(Turn.clockwise)
    assert told == [ExtentChanged(Extent(300, 280), Extent(280, 300))]


class TestAids:
    @pytest.mark.parametrize(("verb", "extent"), VERBS)
    def test_taking_it_back_puts_guides_back(self, easel, verb, extent):
        before = easel.document.aids = Aids((50.0,), (40.0,), vanishing=((9.0, 9.0),))
        verb(Resizing(easel))
        assert easel.document.extent == extent
        assert easel.document.aids != before
        easel.document.history.undo()
        assert easel.document.aids == before

    def test_a_guide_stays_where_it_is_on_the_picture(self, easel):
        easel.document.aids = Aids((50.0,), (40.0,))
        Resizing(easel).crop(Bounds(30, 20, 200, 150))
        assert (easel.document.aids.upright, easel.document.aids.level) == ((20,), (20,))
        Resizing(easel).resample(Extent(400, 300))
        assert (easel.document.aids.upright, easel.document.aids.level) == ((40,), (40,))


@pytest.mark.parametrize(
    ("verb", "has_room"),
    [
        pytest.param(lambda r: r.crop(Bounds(-10, 20, 200, 150)), True, id="crop past the edge"),
        pytest.param(lambda r: r.crop(Bounds(10, 20, 200, 150)), False, id="crop"),
        pytest.param(lambda r: r.resize_canvas(Extent(400, 100), Anchor()), True, id="wider"),
        pytest.param(lambda r: r.resize_canvas(Extent(200, 100), Anchor()), False, id="smaller"),
        pytest.param(lambda r: r.resample(Extent(600, 560)), False, id="resampled"),
    ],
)
def test_it_is_told_when_room_was_added_around_the_picture(easel, verb, has_room):
    resizing = Resizing(easel)
    told = []
    resizing.grown.connect(told.append)
    verb(resizing)
    assert bool(told) is has_room


def test_room_around_the_picture_is_offered_to_be_selected(painter):
    notices: list[Notice] = []
    painter.session.notice.connect(notices.append)
    painter.session.resizing.resize_canvas(Extent(500, 300), Anchor(across=0))
    verb = notices[-1].verb
    assert verb is not None
    verb.run()
    selected = painter.document.selection.bounds
    assert selected.x < 400
    assert selected.right == 500
