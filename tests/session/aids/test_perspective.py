from __future__ import annotations

import pytest

from studio.document.aids import Aids
from studio.session.aids.guiding import Guiding, Switch
from studio.session.aids.perspective import Perspective
from studio.session.easel import Easel
from studio.session.preferences import Preferences, PreferencesFile
from tests.document.paintings import document_of

SLACK = 6.0


@pytest.fixture
def guiding(tmp_path):
    file = PreferencesFile(tmp_path / "preferences.json")
    file.change(Preferences(aids=("perspective", "strokes")))
    return Guiding(Easel(document_of(400, 300)), file)


@pytest.fixture
def perspective(guiding):
    return Perspective(guiding._easel, guiding)


class TestPoints:
    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_they_come_where_they_usually_lie(self, perspective, guiding, count):
        perspective.set_count(count)
        assert len(set(guiding.aids.vanishing)) == perspective.count == count

    def test_a_third_leaves_the_others_where_they_were_dragged(self, perspective, guiding):
        perspective.set_count(2)
        dragged = ((-900.0, 10.0), (1200.0, 20.0))
        guiding.change(Aids(vanishing=dragged), "Drag")
        perspective.set_count(3)
        assert guiding.aids.vanishing[:2] == dragged

    def test_none_is_one_step_as_well(self, perspective, guiding):
        perspective.set_count(1)
        perspective.set_count(0)
        assert guiding.aids == Aids()

    def test_hidden_ones_are_shown_when_they_are_asked_for(self, perspective, guiding):
        guiding.toggle(Switch.perspective)
        perspective.set_count(1)
        assert guiding.has(Switch.perspective)


class TestRail:
    def test_a_stroke_runs_to_the_point_that_it_sets_out_for(self, perspective, guiding):
        guiding.change(Aids(vanishing=((0.0, 0.0), (400.0, 0.0))), "Points")
        rail = perspective.rail((100.0, 100.0), SLACK)
        assert rail.placed((100.0, 100.0)) == (100, 100)
        assert rail.placed((97.0, 98.0)) is None
        x, y = rail.placed((60.0, 50.0))
        assert x == pytest.approx(y)
        x, y = rail.placed((150.0, 0.0))
        assert x == pytest.approx(y)

    @pytest.mark.parametrize(
        ("count", "spot", "placed"),
        [
            (1, (152.0, 101.0), (152, 100)),
            (1, (101.0, 152.0), (100, 152)),
            (2, (101.0, 152.0), (100, 152)),
        ],
    )
    def test_or_upright_or_level_where_that_has_no_point(
        self, perspective, guiding, count, spot, placed
    ):
        guiding.change(Aids(vanishing=((-500.0, 900.0), (900.0, 500.0))[:count]), "Points")
        assert perspective.rail((100.0, 100.0), SLACK).placed(spot) == pytest.approx(placed)

    def test_from_the_point_itself_it_is_free(self, perspective, guiding):
        guiding.change(Aids(vanishing=((100.0, 100.0),)), "Point")
        assert perspective.rail((102.0, 100.0), SLACK) is None

    @pytest.mark.parametrize("switch", [Switch.strokes, Switch.perspective])
    def test_or_where_it_is_switched_off(self, perspective, guiding, switch):
        perspective.set_count(1)
        guiding.toggle(switch)
        assert perspective.rail((10.0, 10.0), SLACK) is None

    def test_or_where_there_is_no_point(self, perspective):
        assert perspective.rail((10.0, 10.0), SLACK) is None
