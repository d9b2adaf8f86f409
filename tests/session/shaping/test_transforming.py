from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.layers import LayerMask
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.layers.chosen import Chosen
from studio.session.shaping.transforming import Transforming
from studio.transform.pose import Pose, posed
from studio.transform.quad import Quad, shifted_by
from studio.transform.turning import Turn
from tests.document.paintings import add_paint, document_of, noise, paint

BOX = Bounds(60, 50, 120, 90)


@pytest.fixture
def easel():
    document = document_of(500, 400)
    lower, upper = add_paint(document), add_paint(document)
    paint(document, lower, document.bounds, np.full((400, 500, 4), 255, np.uint8))
    paint(document, upper, BOX, noise(np.random.default_rng(1), BOX))
    made = Easel(document)
    made.activate(upper.id)
    return made


def picture(easel):
    return flatten(easel.document, easel.document.bounds)


def shown(easel):
    """What the compositor shows, in place of the document's own picture."""
    whole = np.zeros((512, 512, 4), np.uint8)
    for key in ((0, 0), (1, 0), (0, 1), (1, 1)):
        tile = easel.compositor.tile(key)
        if tile is not None:
            whole[key[1] * 256 :, key[0] * 256 :][:256, :256] = tile
    return whole[:400, :500]


def begun(easel):
    made = Transforming(easel, Chosen(easel))
    made.begin()
    return made


ELSEWHERE = posed(Quad.around(BOX), Pose(300, 220, 200, 180, 25, 8))


def test_it_begins_tightly_around_what_is_painted(easel):
    assert begun(easel).quad == Quad.around(BOX)


def test_what_is_pulled_is_seen_and_the_document_stays_as_it_is(easel):
    before, steps = picture(easel), easel.document.history.position
    transforming = begun(easel)
    shown(easel)
    transforming.show(Quad.around(BOX).through(shifted_by(200, 150)))
    moved = shown(easel)
    np.testing.assert_array_equal(moved[200:290, 260:380], before[50:140, 60:180])
    assert (moved[50:140, 60:180] == 255).all(), "the original is hidden"
    np.testing.assert_array_equal(picture(easel), before)
    assert easel.document.history.position == steps


def test_cancelling_leaves_no_trace(easel):
    before, steps = picture(easel), easel.document.history.titles
    transforming = begun(easel)
    transforming.show(ELSEWHERE)
    shown(easel)
    transforming.cancel()
    np.testing.assert_array_equal(shown(easel), before)
    assert easel.document.history.titles == steps
    assert not transforming.is_on


def test_committing_is_one_step_that_undo_takes_back_byte_for_byte(easel):
    before, steps = picture(easel), easel.document.history.position
    transforming = begun(easel)
    transforming.show(ELSEWHERE)
    transforming.commit()
    after = picture(easel)
    assert easel.document.history.position == steps + 1
    np.testing.assert_array_equal(shown(easel), after)
    easel.document.history.undo()
    np.testing.assert_array_equal(picture(easel), before)
    np.testing.assert_array_equal(shown(easel), before)
    easel.document.history.redo()
    np.testing.assert_array_equal(picture(easel), after)


def test_however_often_it_is_pulled_it_is_resampled_once_from_the_original(easel):
    once, often = begun(easel), Transforming(easel, Chosen(easel))
    once.show(ELSEWHERE)
    once.commit()
    expected = picture(easel)
    easel.document.history.undo()
    often.begin()
    for angle in range(10, 360, 10):
        often.pull(posed(Quad.around(BOX), Pose(250, 200, 30, 20, angle)))
    often.pull(ELSEWHERE)
    often.commit()
    np.testing.assert_array_equal(picture(easel), expected)


def test_put_back_where_it_was_is_no_step(easel):
    steps = easel.document.history.position
    transforming = begun(easel)
    transforming.pull(ELSEWHERE)
    transforming.pull(Quad.around(BOX))
    transforming.commit()
    assert easel.document.history.position == steps


def test_only_what_is_selected_moves_and_the_selection_with_it(easel):
    before = picture(easel)
    part = Bounds(80, 60, 40, 30)
    with easel.document.selecting("Select") as selection:
        selection.combine(part, np.full((30, 40), 255, np.uint8), Combine.replace)
    transforming = begun(easel)
    transforming.show(transforming.quad.through(shifted_by(200, 100)))
    transforming.commit()
    after = picture(easel)
    np.testing.assert_array_equal(after[160:190, 280:320], before[60:90, 80:120])
    assert (after[60:90, 80:120] == 255).all()
    np.testing.assert_array_equal(after[50:140, 130:180], before[50:140, 130:180])
    assert easel.document.selection.bounds == part.translated(200, 100)
    easel.document.history.undo()
    assert easel.document.selection.bounds == part


def test_undo_goes_back_pull_by_pull_and_gives_up_at_last(easel):
    transforming = begun(easel)
    transforming.pull(Quad.around(BOX).through(shifted_by(5, 0)))
    transforming.pull(ELSEWHERE)
    transforming.undo()
    assert transforming.quad == Quad.around(BOX).through(shifted_by(5, 0))
    transforming.undo()
    assert transforming.quad == Quad.around(BOX)
    transforming.undo()
    assert not transforming.is_on


def test_another_active_layer_commits_to_the_one_before(easel):
    transforming = begun(easel)
    transforming.show(ELSEWHERE)
    easel.activate(easel.document.layers[0].id)
    assert not transforming.is_on
    assert easel.document.history.titles[-1] == "Transform"


def test_paint_on_the_layer_gives_the_transform_up(easel):
    transforming = begun(easel)
    transforming.show(ELSEWHERE)
    easel.document.history.undo()
    assert not transforming.is_on
    np.testing.assert_array_equal(shown(easel), picture(easel))


@pytest.mark.parametrize(
    ("turn", "expected", "at"),
    [
        pytest.param(Turn.mirror, lambda p: p[:, ::-1], BOX, id="mirror"),
        pytest.param(Turn.flip, lambda p: p[::-1], BOX, id="flip"),
        pytest.param(
            Turn.clockwise, lambda p: np.rot90(p, -1), Bounds(75, 35, 90, 120), id="clockwise"
        ),
    ],
)
def test_a_layer_is_turned_in_one_step_without_a_byte_lost(easel, turn, expected, at):
    layer, steps = easel.target(), easel.document.history.position
    before = layer.tiles.read(BOX)
    Transforming(easel, Chosen(easel)).apply(turn)
    np.testing.assert_array_equal(layer.tiles.read(at), expected(before))
    assert easel.document.history.position == steps + 1


def test_a_turn_amid_a_transform_is_a_pull(easel):
    transforming = begun(easel)
    transforming.apply(Turn.mirror)
    assert transforming.is_on
    transforming.undo()
    assert transforming.quad == Quad.around(BOX)


def test_an_unsound_quad_is_not_shown(easel):
    transforming = begun(easel)
    transforming.show(Quad(((0, 0), (10, 10), (10, 0), (0, 10))))
    assert transforming.quad == Quad.around(BOX)


def test_where_nothing_is_painted_there_is_nothing_to_transform(easel):
    empty = add_paint(easel.document)
    easel.activate(empty.id)
    with pytest.raises(InputError):
        Transforming(easel, Chosen(easel)).begin()


def differing(first, second):
    """Where two pictures are not the same but for interpolation; a share of all."""
    return float((np.abs(first.astype(int) - second).max(axis=-1) > 24).mean())


@pytest.mark.parametrize(
    "pose", [Pose(300, 220, 200, 180, 25, 8), Pose(250, 200, 60, 45, 10), Pose(250, 200, 400, 300)]
)
def test_what_is_seen_while_it_is_pulled_is_what_it_becomes(easel, pose):
    smooth = cv2.GaussianBlur(easel.target().tiles.read(BOX), (0, 0), 3)
    paint(easel.document, easel.target(), BOX, smooth)
    transforming = begun(easel)
    transforming.show(posed(Quad.around(BOX), pose))
    seen = shown(easel)
    transforming.commit()
    assert differing(seen, picture(easel)) < 0.004


@pytest.fixture
def masked(easel):
    """The layer is seen only within a box, and hidden all around."""
    layer = easel.document.layers[-1]
    layer.mask = LayerMask()
    layer.mask.hidden.write(easel.document.bounds, np.full((400, 500), 255, np.uint8))
    layer.mask.hidden.write(Bounds(80, 60, 40, 30), np.zeros((30, 40), np.uint8))
    easel.activate(easel.document.layers[0].id)
    easel.activate(layer.id)
    return easel


def test_the_mask_goes_along_and_hides_what_lies_around_as_before(masked):
    before = picture(masked)
    transforming = begun(masked)
    transforming.show(Quad.around(BOX).through(shifted_by(200, 100)))
    seen = shown(masked)
    transforming.commit()
    after = picture(masked)
    np.testing.assert_array_equal(after[160:190, 280:320], before[60:90, 80:120])
    assert (after[:160] == 255).all()
    np.testing.assert_array_equal(seen, after)
    masked.document.history.undo()
    np.testing.assert_array_equal(picture(masked), before)
    np.testing.assert_array_equal(shown(masked), before)


def test_a_mask_that_hides_a_part_hides_that_part(masked):
    mask = masked.target().mask
    mask.hidden.write(masked.document.bounds, np.zeros((400, 500), np.uint8))
    mask.hidden.write(Bounds(80, 60, 40, 30), np.full((30, 40), 255, np.uint8))
    transforming = begun(masked)
    transforming.pull(Quad.around(BOX).through(shifted_by(200, 100)))
    transforming.commit()
    assert mask.hidden.read(Bounds(280, 160, 40, 30)).min() == 255
    assert int((mask.hidden.read(masked.document.bounds) > 0).sum()) == 30 * 40


def test_where_something_is_selected_the_mask_stays(masked):
    with masked.document.selecting("Select") as selection:
        selection.combine(BOX, np.full((90, 120), 255, np.uint8), Combine.replace)
    before = masked.target().mask.hidden.read(masked.document.bounds)
    transforming = begun(masked)
    transforming.pull(ELSEWHERE)
    transforming.commit()
    np.testing.assert_array_equal(masked.target().mask.hidden.read(masked.document.bounds), before)


@pytest.fixture
def selected(easel):
    """A selection that fades at its left."""
    coverage = np.full((60, 80), 255, np.uint8)
    coverage[:, :40] = np.linspace(0, 255, 40)
    with easel.document.selecting("Select") as selection:
        selection.combine(Bounds(100, 80, 80, 60), coverage, Combine.replace)
    return easel


def selection_of(easel):
    return easel.document.selection.read(easel.document.bounds)


def test_the_selection_alone_is_transformed_and_stays_as_soft(selected):
    pixels, before = picture(selected), selection_of(selected)
    transforming = Transforming(selected, Chosen(selected))
    transforming.begin_selection()
    assert transforming.quad == Quad.around(selected.document.selection.bounds)
    transforming.pull(transforming.quad.through(shifted_by(150, 120)))
    np.testing.assert_array_equal(selection_of(selected), before)
    transforming.commit()
    np.testing.assert_array_equal(picture(selected), pixels)
    np.testing.assert_array_equal(selection_of(selected)[200:260, 250:330], before[80:140, 100:180])
    assert selected.document.history.titles[-1] == "Transform selection"
    selected.document.history.undo()
    np.testing.assert_array_equal(selection_of(selected), before)


def test_a_selection_twice_as_large_fades_over_twice_as_much(selected):
    transforming = Transforming(selected, Chosen(selected))
    transforming.begin_selection()
    around = Quad.around(selected.document.selection.bounds)
    transforming.pull(posed(around, Pose(250, 200, 160, 120)))
    transforming.commit()
    row = selection_of(selected)[200, 170:330].astype(int)
    assert np.diff(row[:80]).min() >= 0
    assert 100 < row[40] < 150


def test_where_the_selection_would_be_is_outlined(selected):
    transforming = Transforming(selected, Chosen(selected))
    transforming.begin_selection()
    around = Quad.around(selected.document.selection.bounds)
    transforming.show(around.through(shifted_by(150, 120)))
    (line,) = transforming.outline
    low, high = line.min(axis=0), line.max(axis=0)
    assert low == pytest.approx((270, 200), abs=1.5)
    assert high == pytest.approx((330, 260), abs=1.5)
    transforming.cancel()
    assert transforming.outline == ()


def test_where_nothing_is_selected_no_selection_is_transformed(easel):
    with pytest.raises(InputError):
        Transforming(easel, Chosen(easel)).begin_selection()


def test_a_net_bends_it_and_the_commit_is_one_step(easel):
    before = picture(easel)
    transforming = begun(easel)
    transforming.bend(3)
    assert transforming.quad is None
    transforming.pull(transforming.net.with_node(4, (140.0, 110.0)))
    seen = shown(easel)
    np.testing.assert_array_equal(picture(easel), before)
    transforming.commit()
    after = picture(easel)
    assert differing(seen, after) < 0.03, "noise, which every way of interpolation sees otherwise"
    assert easel.document.history.titles[-1] == "Transform"
    easel.document.history.undo()
    np.testing.assert_array_equal(picture(easel), before)
    easel.document.history.redo()
    np.testing.assert_array_equal(picture(easel), after)


def test_a_net_as_it_is_at_first_is_no_step(easel):
    steps = easel.document.history.position
    transforming = begun(easel)
    transforming.bend(5)
    transforming.commit()
    assert easel.document.history.position == steps


def test_without_its_net_it_is_in_its_corners_again(easel):
    transforming = begun(easel)
    transforming.pull(ELSEWHERE)
    transforming.bend(3)
    transforming.bend(5)
    assert len(transforming.net.nodes) == 25
    transforming.bend(None)
    assert transforming.quad == ELSEWHERE
    transforming.undo()
    transforming.undo()
    assert transforming.net.side == 3


def test_a_net_is_turned_about_its_middle(easel):
    transforming = begun(easel)
    transforming.bend(3)
    transforming.apply(Turn.mirror)
    assert transforming.net.nodes[0] == pytest.approx((180, 50))
    assert transforming.net.nodes[2] == pytest.approx((60, 50))
