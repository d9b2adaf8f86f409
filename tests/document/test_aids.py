from __future__ import annotations

from dataclasses import replace

import pytest

from studio.document.aiding import ChangeAids, changing_aids
from studio.document.aids import Aids, Axes, Grid
from studio.document.changes import AidsChanged
from studio.document.placement import Placement
from studio.geometry import Extent
from studio.transform.turning import Turn, placement_of
from tests.document.paintings import document_of

CANVAS = Extent(300, 200)
AIDS = Aids(
    upright=(40.0,),
    level=(150.0, 10.0),
    grid=Grid(across=20, down=10, parts=2, x=5, y=3),
    vanishing=((-100.0, 80.0),),
    axes=Axes((120.0, 50.0), 30.0),
)


class TestPlaced:
    @pytest.mark.parametrize(
        ("turn", "upright", "level", "point", "angle"),
        [
            (Turn.mirror, (260,), (150, 10), (400, 80), 150),
            (Turn.flip, (40,), (50, 190), (-100, 120), 150),
            (Turn.half, (260,), (50, 190), (400, 120), 30),
            (Turn.clockwise, (50, 190), (40,), (120, -100), 120),
            (Turn.anticlockwise, (150, 10), (260,), (80, 400), 120),
        ],
        ids=[turn.value for turn in Turn],
    )
    def test_they_turn_with_the_picture(self, turn, upright, level, point, angle):
        turned = AIDS.placed(placement_of(turn, CANVAS))
        assert (turned.upright, turned.level) == (upright, level)
        assert turned.vanishing == (point,)
        assert turned.axes.angle == angle

    @pytest.mark.parametrize("turn", Turn, ids=[turn.value for turn in Turn])
    def test_turning_all_the_way_round_brings_them_back(self, turn):
        aids, extent = AIDS, CANVAS
        for _ in range(4):
            aids = aids.placed(placement_of(turn, extent))
            if turn in (Turn.clockwise, Turn.anticlockwise):
                extent = Extent(extent.height, extent.width)
        assert aids == AIDS

    def test_a_crop_shifts_them(self):
        moved = AIDS.placed(Placement(e=-30, f=-20))
        assert (moved.upright, moved.level) == ((10,), (130, -10))
        assert moved.axes.middle == (90, 30)
        assert (moved.grid.x, moved.grid.y) == (15, 3)

    def test_a_grid_keeps_its_cells_when_the_picture_grows(self):
        grown = AIDS.placed(Placement(a=2.0, d=3.0))
        assert grown.upright == (80,)
        assert (grown.grid.across, grown.grid.down) == (20, 10)

    def test_axes_that_are_upright_stay_upright_and_in_the_middle(self):
        turned = Aids().placed(placement_of(Turn.clockwise, CANVAS))
        assert turned.axes == Axes()


class TestChangingThem:
    def test_it_is_a_step_that_can_be_taken_back(self):
        document = document_of(300, 200)
        document.do(ChangeAids(document.aids, AIDS, "Guides"))
        assert document.aids == AIDS
        document.history.undo()
        assert document.aids == Aids()
        document.history.redo()
        assert document.aids == AIDS

    def test_dragging_is_seen_at_once_and_one_step_in_the_end(self):
        document = document_of(300, 200)
        told = []
        document.changed.connect(told.append)
        with changing_aids(document, "Guides") as show:
            for x in (10.0, 20.0, 30.0):
                show(replace(document.aids, upright=(x,)))
                assert document.aids.upright == (x,)
            assert document.history.position == 0
        assert document.history.position == 1
        assert set(told) == {AidsChanged()}
        document.history.undo()
        assert document.aids == Aids()

    def test_what_is_interrupted_leaves_no_trace(self):
        document = document_of(300, 200)
        with pytest.raises(KeyError):
            _interrupted(document)
        assert document.aids == Aids()
        assert document.history.position == 0

    def test_numbers_that_are_dragged_are_one_step(self):
        document = document_of(300, 200)
        one, other = replace(AIDS, level=(1.0,)), replace(AIDS, level=(2.0,))
        document.do(ChangeAids(document.aids, one, "Axes", "x"))
        document.do(ChangeAids(one, other, "Axes", "x"))
        assert document.history.position == 1
        document.history.undo()
        assert document.aids == Aids()


def _interrupted(document):
    with changing_aids(document, "Guides") as show:
        show(AIDS)
        raise KeyError
