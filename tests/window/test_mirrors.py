from __future__ import annotations

import numpy as np

from studio.colour import Colour
from studio.document.aids import Axes, Grid
from studio.document.composite import flatten
from studio.geometry import Extent
from studio.window.axes import AxesDialog
from studio.window.grid import GridDialog


def test_a_stroke_is_painted_on_both_sides_while_the_mirror_is_on(desk):
    desk.do("symmetry_across")
    desk.stroke()
    mirrored = flatten(desk.document, desk.document.bounds)
    assert (mirrored[30, 190:240] < 255).any()
    assert desk.document.history.position == 1
    desk.do("undo")
    desk.do("symmetry_across")
    desk.stroke()
    assert (flatten(desk.document, desk.document.bounds)[30, 190:240] == 255).all()
    assert not np.array_equal(mirrored, flatten(desk.document, desk.document.bounds))


def test_the_switches_show_what_is_on(desk):
    desk.do("symmetry_around")
    assert desk.session.painting.mirroring.arms == 6
    assert desk.window.menus.action("symmetry_around").isChecked()
    desk.do("symmetry_around")
    assert desk.session.painting.mirroring.arms == 1


def test_the_axes_are_set_by_numbers_and_put_back(desk):
    desk.answers.mirrors = Axes((40.0, 50.0), 30.0)
    desk.do("symmetry_axes")
    assert desk.session.painting.mirroring.axes == Axes((40.0, 50.0), 30.0)
    desk.do("symmetry_middle")
    assert desk.document.aids.axes == Axes()
    desk.do("undo")
    assert desk.document.aids.axes == Axes((40.0, 50.0), 30.0)


def test_the_question_keeps_the_middle_a_middle(desk):
    dialog = AxesDialog(desk.window, Axes(), Extent(256, 192))
    dialog.angle.setValue(-30.0)
    assert dialog.chosen() == Axes(None, 150.0)
    dialog.left.setValue(10.0)
    assert dialog.chosen() == Axes((10.0, 96.0), 150.0)


def test_the_grid_is_set_by_numbers(desk):
    desk.answers.cells = Grid(across=16, down=24)
    desk.do("grid")
    assert desk.document.aids.grid == Grid(across=16, down=24)
    assert desk.window.menus.action("aid_grid").isChecked()


def test_the_question_of_the_grid_gives_back_what_it_was_given(desk):
    grid = Grid(10.5, 20, 5, 3, -4)
    desk.session.guiding.set_grid(grid)
    assert GridDialog(desk.window, desk.session).chosen() == grid


def test_the_colour_of_the_grid_is_asked_for_as_any_other(desk):
    question = GridDialog(desk.window, desk.session)
    before = question.chosen().colour
    asked = question.colour.choose()
    asked.number.edited.emit(Colour(10, 200, 30))
    assert question.chosen().colour == Colour(10, 200, 30)
    asked.reject()
    assert question.chosen().colour == before


def test_rulers_are_shown_beside_the_canvas(desk, qtbot):
    before = desk.window.canvas.height()
    desk.do("aid_rulers")
    qtbot.waitUntil(lambda: desk.window.canvas.height() < before)
    desk.do("aid_rulers")


def test_vanishing_points_are_chosen_from_the_menu(desk):
    desk.do("vanishing_2")
    assert len(desk.document.aids.vanishing) == 2
    assert desk.window.menus.action("vanishing_2").isChecked()
    desk.do("vanishing_0")
    assert desk.document.aids.vanishing == ()
