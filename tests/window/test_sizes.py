from __future__ import annotations

import pytest

from studio.geometry import Extent
from studio.session.shaping.resizing import Anchor
from studio.window.canvas_size import CanvasSize, CanvasSizeDialog
from studio.window.image_size import ImageSizeDialog


@pytest.fixture
def dialog(qtbot):
    made = ImageSizeDialog(None, Extent(800, 600), 16384)
    qtbot.addWidget(made)
    return made


def test_the_other_side_keeps_the_proportions(dialog):
    dialog.width_box.setValue(400)
    assert dialog.chosen() == Extent(400, 300)
    dialog.height_box.setValue(150)
    assert dialog.chosen() == Extent(200, 150)


def test_without_proportions_each_side_is_free(dialog):
    dialog.proportional.setChecked(False)
    dialog.width_box.setValue(400)
    assert dialog.chosen() == Extent(400, 600)


def test_the_anchor_in_use_is_chosen_and_arrows_point_away(qtbot):
    dialog = CanvasSizeDialog(None, Extent(800, 600), 16384)
    qtbot.addWidget(dialog)
    assert dialog.chosen() == CanvasSize(Extent(800, 600), Anchor(1, 1))
    dialog.pad.buttons[Anchor(0, 0)].click()
    assert dialog.chosen().anchor == Anchor(0, 0)
    assert dialog.pad.buttons[Anchor(1, 1)].text() == "↘"
    assert dialog.pad.buttons[Anchor(2, 2)].text() == ""


def test_image_size_resamples_the_picture(desk, answers):
    answers.extent = Extent(128, 96)
    desk.do("image_size")
    assert desk.document.extent == Extent(128, 96)
    assert desk.window.canvas.viewport.extent == Extent(128, 96)
    assert desk.window.status.size_label.text() == "128 × 96 px"


def test_canvas_size_keeps_the_picture_where_it_is_anchored(desk, answers):
    answers.canvas = CanvasSize(Extent(300, 300), Anchor(0, 0))
    desk.do("canvas_size")
    assert desk.document.extent == Extent(300, 300)


def test_thinking_better_of_it_changes_nothing(desk, answers):
    desk.do("image_size")
    desk.do("canvas_size")
    assert answers.asked == ["image size", "canvas size"]
    assert desk.document.history.position == 0


def test_a_turned_picture_is_seen_at_once(desk):
    desk.do("turn_clockwise")
    assert desk.window.canvas.viewport.extent == Extent(192, 256)
    desk.do("undo")
    assert desk.window.canvas.viewport.extent == Extent(256, 192)


def test_a_mirrored_picture_is_seen_from_the_same_place(desk):
    desk.window.canvas.zoom_in()
    before = desk.window.canvas.viewport
    desk.do("turn_mirror")
    assert desk.window.canvas.viewport == before
