from __future__ import annotations

import pytest

from studio.document.aids import Aids, Grid
from studio.geometry import Bounds
from studio.session.aids.guiding import Guide, Switch, guides_of, with_guide
from tests.fakes.sessions import document_of, session_of

X10, X20, Y5 = (
    Guide(is_upright=on, at=at) for on, at in ((True, 10.0), (True, 20.0), (False, 5.0))
)


@pytest.fixture
def session(qapp, tmp_path):
    session = session_of(document_of(400, 300), tmp_path)
    yield session
    session.close()


@pytest.fixture
def guiding(session):
    return session.guiding


def told(guiding):
    heard = []
    guiding.changed.connect(heard.append)
    return heard


class TestSwitches:
    def test_guides_are_shown_at_first_and_rulers_and_grid_are_not(self, guiding):
        assert guiding.has(Switch.guides)
        assert not guiding.has(Switch.rulers)
        assert not guiding.has(Switch.grid)

    def test_a_switch_is_kept_with_the_preferences(self, session, guiding):
        heard = told(guiding)
        guiding.toggle(Switch.grid)
        assert guiding.has(Switch.grid)
        assert "grid" in session.preferences.current.aids
        guiding.toggle(Switch.grid)
        assert not guiding.has(Switch.grid)
        assert len(heard) == 2

    def test_they_are_no_step_of_the_history(self, session, guiding):
        guiding.toggle(Switch.rulers)
        assert session.easel.document.history.position == 0


class TestGuides:
    def test_one_is_added_moved_and_taken_away(self):
        aids = with_guide(with_guide(Aids(), X10), Y5)
        assert guides_of(aids) == (X10, Y5)
        aids = with_guide(aids, X20, instead_of=X10)
        assert guides_of(aids) == (X20, Y5)
        assert guides_of(with_guide(aids, None, instead_of=Y5)) == (X20,)

    def test_two_at_one_place_are_one(self):
        aids = with_guide(with_guide(Aids(), X10), X20)
        assert with_guide(aids, X10, instead_of=X20).upright == (10.0,)

    def test_clearing_them_is_one_step(self, session, guiding):
        guiding.change(Aids((1.0, 2.0), (3.0,)), "Guides")
        guiding.clear()
        assert not guiding.aids.has_guides
        session.easel.document.history.undo()
        assert guiding.aids.upright == (1.0, 2.0)

    def test_undo_is_told(self, session, guiding):
        guiding.change(Aids((1.0,)), "Guides")
        heard = told(guiding)
        session.easel.document.history.undo()
        assert len(heard) == 1

    def test_they_go_along_with_a_crop(self, session, guiding):
        guiding.change(Aids((30.0,)), "Guides")
        heard = told(guiding)
        session.resizing.crop(Bounds(10, 0, 50, 50))
        assert guiding.aids.upright == (20.0,)
        assert heard

    def test_a_painted_stroke_does_not_concern_them(self, session, guiding):
        heard = told(guiding)
        session.layering.add_layer()
        assert heard == []


def test_a_grid_that_is_set_is_seen(session, guiding):
    guiding.set_grid(Grid(across=16, down=16))
    assert guiding.has(Switch.grid)
    assert guiding.aids.grid.across == 16
    session.easel.document.history.undo()
    assert guiding.aids.grid == Grid()
