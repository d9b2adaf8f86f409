from __future__ import annotations

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.selection import Combine
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.transforming import Transforming
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
    made = Transforming(easel)
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
    once, often = begun(easel), Transforming(easel)
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
    Transforming(easel).apply(turn)
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
        Transforming(easel).begin()
