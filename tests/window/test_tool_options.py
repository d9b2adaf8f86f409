from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from studio.document.gradients import GradientShape
from studio.document.selection import Combine
from studio.geometry import Bounds, Point
from studio.session.painting import ToolName
from studio.window.tool_options import EdgeOptions, GradientOptions, LikenessOptions, ShapeOptions


def part(desk, kind, nth: int = 0):
    return desk.window.options.findChildren(kind)[nth]


@pytest.mark.parametrize(
    ("tool", "shown"),
    [
        (ToolName.brush, []),
        (ToolName.fill, [LikenessOptions]),
        (ToolName.gradient, [GradientOptions]),
        (ToolName.line, []),
        (ToolName.draw_ellipse, [ShapeOptions]),
        (ToolName.wand, [LikenessOptions, EdgeOptions]),
        (ToolName.polygon, [EdgeOptions]),
    ],
)
def test_each_tool_shows_what_can_be_set_of_it(desk, qtbot, tool: ToolName, shown):
    desk.session.painting.tool = tool
    kinds = (ShapeOptions, LikenessOptions, GradientOptions, EdgeOptions)

    def seen():
        parts = [(kind, part) for kind in kinds for part in desk.window.options.findChildren(kind)]
        return [kind for kind, part in parts if part.isVisible()]

    qtbot.waitUntil(lambda: seen() == shown)


def test_what_is_set_of_the_wand_leaves_the_fill_alone(desk):
    desk.session.painting.tool = ToolName.wand
    wand = part(desk, LikenessOptions, 1)
    wand.tolerance.edited.emit(90.0)
    wand.merged.click()
    wand.gap.edited.emit(12.0)
    kept = desk.session.wand.likeness
    assert (kept.tolerance, kept.merged, kept.gap) == (90, False, 12)
    assert desk.session.filling.likeness.tolerance == 32


def test_gaps_can_be_closed_only_where_things_hang_together(desk):
    desk.session.painting.tool = ToolName.fill
    fill = part(desk, LikenessOptions)
    fill.contiguous.click()
    assert not fill.gap.isEnabled()


def test_the_edge_is_moved_by_the_number_that_was_set(desk):
    session = desk.session
    session.painting.tool = ToolName.rectangle
    session.wand.select_at(Point(5, 5), Combine.replace)
    session.selecting.shrink(60)
    edge = part(desk, EdgeOptions)
    edge.distance.edited.emit(20.0)
    desk.window.menus.show_states()
    edge.findChild(QToolButton, "grow_selection").click()
    assert session.easel.document.selection.bounds == Bounds(0, 0, 256, 192)
    desk.do("shrink_selection")
    assert session.selecting.distance == 20


def test_gradients_and_shapes_are_set(desk):
    gradient, shape = part(desk, GradientOptions), part(desk, ShapeOptions)
    desk.session.painting.tool = ToolName.gradient
    gradient.radial.click()
    gradient.to_nothing.click()
    desk.session.painting.tool = ToolName.draw_ellipse
    shape.filled.click()
    fade = desk.session.filling.fade
    assert (fade.shape, fade.to_nothing) == (GradientShape.radial, True)
    assert desk.session.drawing.is_filled


def test_arrow_keys_move_the_selection_of_a_selection_tool(desk, qtbot):
    session, canvas = desk.session, desk.window.canvas
    session.painting.tool = ToolName.rectangle
    desk.painter.press(20, 20).move(60, 60).release()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.easel.document.selection.bounds == Bounds(21, 30, 40, 40)
