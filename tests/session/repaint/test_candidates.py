from __future__ import annotations

import numpy as np

from studio.geometry import Bounds

SPOT = Bounds(100, 80, 90, 70)


def outside(picture):
    """The bytes of a picture that lie outside the spot."""
    out = picture.copy()
    out[SPOT.slices] = 0
    return out


def shown_picture(painter):
    """What the canvas shows, from its own cache."""
    tiles = painter.session.easel.compositor
    left, right = tiles.tile((0, 0)), tiles.tile((1, 0))
    return np.concatenate([left, right], axis=1)[:256, :400]


def test_what_is_kept_is_what_was_shown_byte_for_byte(painter):
    painter.select(SPOT)
    painter.repaint()
    shown = shown_picture(painter)
    painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    assert np.array_equal(painter.picture()[:256, :400], shown)
    assert np.array_equal(shown_picture(painter), shown)


def test_a_landing_changes_no_byte_outside_and_says_so(painter):
    painter.select(SPOT)
    before = painter.picture()
    painter.repaint()
    landed = []
    painter.session.candidates.landed.connect(landed.append)
    landing = painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    assert landed == [landing]
    assert landing.changed_outside == 0
    assert np.array_equal(outside(painter.picture()), outside(before))
    assert not np.array_equal(painter.picture(), before)


def test_ten_repaints_in_a_row_drift_by_zero_outside(painter):
    painter.select(SPOT)
    before = painter.picture()
    for _ in range(10):
        painter.repaint()
        painter.session.candidates.keep(painter.session.candidates.waiting[-1].id)
    assert np.array_equal(outside(painter.picture()), outside(before))


def test_keeping_one_drops_no_other(painter):
    painter.select(SPOT)
    painter.repaint(count=3)
    candidates = painter.session.candidates
    first, second, third = (one.id for one in candidates.waiting)
    candidates.keep(second)
    assert [one.id for one in candidates.waiting] == [first, third]


def test_a_second_one_kept_lies_above_the_first(painter):
    painter.select(SPOT)
    painter.repaint(count=2)
    candidates = painter.session.candidates
    first, second = (one.id for one in candidates.waiting)
    candidates.keep(first)
    candidates.show(second)
    shown = shown_picture(painter)
    candidates.keep(second)
    assert np.array_equal(painter.picture()[:256, :400], shown)


def test_keeping_is_one_step_of_the_history(painter):
    painter.select(SPOT)
    before, steps = painter.picture(), painter.document.history.position
    painter.repaint()
    painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    assert painter.document.history.position == steps + 1
    painter.document.history.undo()
    assert np.array_equal(painter.picture(), before)


def test_dropping_the_one_shown_shows_the_painting_again(painter):
    before = shown_picture(painter).copy()
    painter.repaint()
    candidates = painter.session.candidates
    candidates.drop(candidates.waiting[0].id)
    assert candidates.waiting == ()
    assert np.array_equal(shown_picture(painter), before)


def test_dropping_the_one_shown_shows_the_one_beside_it(painter):
    painter.repaint(count=3)
    candidates = painter.session.candidates
    first, middle, last = (one.id for one in candidates.waiting)
    candidates.show(middle)
    candidates.drop(first)
    assert candidates.shown == middle
    candidates.drop(middle)
    assert candidates.shown == last
    candidates.drop(last)
    assert candidates.shown is None


def test_arrows_go_round_the_strip(painter):
    painter.repaint(count=3)
    candidates = painter.session.candidates
    ids = [one.id for one in candidates.waiting]
    candidates.show(ids[0])
    seen = []
    for _ in range(4):
        candidates.show_next()
        seen.append(candidates.shown)
    assert seen == [ids[1], ids[2], ids[0], ids[1]]
    candidates.show_next(-1)
    assert candidates.shown == ids[0]


def test_another_document_has_no_candidates_of_the_one_before(painter):
    painter.repaint()
    painter.session.filing.new(painter.document.extent)
    assert painter.session.candidates.waiting == ()
    assert painter.session.overlay.floating is None
