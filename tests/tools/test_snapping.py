"""What is dragged catches at lines nearby."""

from __future__ import annotations

import numpy as np
import pytest

from studio.brush.polygon import Corner
from studio.document.aids import Aids
from studio.geometry import Bounds
from studio.session.aids.guiding import Switch
from studio.session.aids.snapping import NO_LINES, Lines
from studio.session.painting import ToolName
from studio.tools.tool import Modifiers, Pointer
from tests.tools.desk import Desk, Painter, desk, write

BOXED = [ToolName.rectangle, ToolName.draw_rectangle]


@pytest.fixture
def at() -> Desk:
    """Guides at x 100 and y 60, and snapping on."""
    made = desk()
    made.guiding.toggle(Switch.snap)
    made.guiding.change(Aids((100.0,), (60.0,)), "Guides")
    made.drawing.is_filled = True
    return made


def marked(at: Desk) -> Bounds:
    """Tightly around what was painted or selected."""
    there = at.composite()[..., 3] if at.document.selection.is_none else at.selected()
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    return Bounds.from_edges(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


@pytest.mark.parametrize("name", BOXED, ids=lambda name: name.value)
class TestBoxes:
    def test_press_and_release_catch(self, at: Desk, name: ToolName):
        Painter(at, name).press(103, 57).move(180, 120).move(197, 147).release()
        assert marked(at) == Bounds.from_edges(100, 60, 200, 150)

    def test_with_ctrl_they_do_not(self, at: Desk, name: ToolName):
        painter = Painter(at, name).press(103, 57, modifiers=Modifiers.ctrl)
        painter.move(197, 147, modifiers=Modifiers.ctrl).release(modifiers=Modifiers.ctrl)
        assert marked(at) == Bounds.from_edges(103, 57, 197, 147)

    def test_where_it_is_switched_off_they_do_not(self, at: Desk, name: ToolName):
        at.guiding.toggle(Switch.snap)
        Painter(at, name).press(103, 57).move(197, 147).release()
        assert marked(at) == Bounds.from_edges(103, 57, 197, 147)

    def test_the_line_that_it_catches_at_is_shown_while_it_does(self, at: Desk, name: ToolName):
        painter = Painter(at, name).press(30, 30).move(97, 40)
        assert painter.outline is not None
        assert painter.outline.caught == Lines((100.0,))
        painter.move(120, 40)
        assert painter.outline.caught == NO_LINES

    def test_a_cancelled_one_leaves_no_trace(self, at: Desk, name: ToolName):
        Painter(at, name).press(103, 57).move(197, 147).cancel()
        assert at.document.history.position == 1
        assert at.document.selection.is_none


def test_an_error_amid_a_gradient_takes_it_back(at: Desk):
    painter = Painter(at, ToolName.gradient).press(103, 57).move(197, 147)
    before = at.document.history.position
    with pytest.raises(RuntimeError, match="amid"):
        painter.interrupt(RuntimeError("amid"))
    assert not at.composite().any()
    assert at.document.history.position == before


@pytest.mark.parametrize("name", [ToolName.line, ToolName.gradient], ids=lambda name: name.value)
def test_both_ends_of_a_line_catch(at: Desk, name: ToolName):
    painter = Painter(at, name).press(98, 61).move(150, 100).move(202, 148)
    assert ends(painter) == ((100, 60), (200, 150))


def test_corners_of_a_polygon_catch(at: Desk):
    painter = Painter(at, ToolName.polygon)
    painter.press(103, 57).release().press_again(197, 62).press_again(197, 147)
    painter.key(Pointer.finish)
    assert marked(at) == Bounds.from_edges(100, 60, 200, 150)


def ends(painter: Painter) -> tuple[Corner, ...]:
    assert painter.outline is not None
    return painter.outline.points


class TestMoving:
    BOX = Bounds(20, 20, 40, 30)

    def moved(self, at: Desk, way: tuple[int, int], modifiers: Modifiers = Modifiers.none):
        write(at, self.BOX, (0, 0, 255, 255))
        painter = Painter(at, ToolName.move).press(30, 30)
        painter.move(30 + way[0], 30 + way[1], modifiers=modifiers)
        return painter.release(modifiers=modifiers)

    def test_an_edge_of_what_is_moved_catches(self, at: Desk):
        self.moved(at, (43, 70))
        assert marked(at) == Bounds(60, 90, 40, 30)

    def test_and_its_middle(self, at: Desk):
        self.moved(at, (62, 72))
        assert marked(at) == Bounds(80, 92, 40, 30)

    def test_not_with_ctrl(self, at: Desk):
        self.moved(at, (43, 70), Modifiers.ctrl)
        assert marked(at) == Bounds(63, 90, 40, 30)

    def test_its_own_edges_are_no_lines(self, at: Desk):
        self.moved(at, (5, 140))
        assert marked(at) == Bounds(25, 160, 40, 30)

    def test_one_step_takes_it_back(self, at: Desk):
        self.moved(at, (43, 70))
        at.document.history.undo()
        assert marked(at) == self.BOX

    def test_where_nothing_is_there_nothing_catches(self, at: Desk):
        painter = Painter(at, ToolName.move).press(30, 30).move(98, 58)
        assert painter.outline is None
        painter.release()


def test_a_crop_catches_at_guides_by_the_edge_that_is_pulled(at):
    crop = Painter(at, ToolName.crop)
    crop.press(20, 20).move(97, 58)
    assert at.cropping.box == Bounds(20, 20, 80, 40)
    assert crop.outline is not None
    assert crop.outline.caught == Lines((100,), (60,))
    crop.release()
    crop.press(100, 60).move(160, 57).release()
    assert at.cropping.box == Bounds(20, 20, 140, 40)


def test_a_crop_that_is_moved_catches_by_its_edges_and_middle(at):
    crop = Painter(at, ToolName.crop)
    crop.press(200, 100).move(260, 180).release()
    crop.press(230, 140).move(133, 143).release()
    assert at.cropping.box == Bounds(100, 103, 60, 80)


def test_with_ctrl_a_crop_is_free(at):
    crop = Painter(at, ToolName.crop)
    crop.press(20, 20).move(97, 58, modifiers=Modifiers.ctrl)
    assert at.cropping.box == Bounds(20, 20, 77, 38)
    crop.release(modifiers=Modifiers.ctrl)


def test_nodes_of_a_path_catch_where_they_are_set_and_moved(at):
    pen = Painter(at, ToolName.pen)
    pen.click(97, 150)
    assert at.pathing.path.corners == ((100, 150),)
    pen.press(102, 150).move(202, 63).release()
    assert at.pathing.path.corners == ((200, 60),)


def test_handles_of_a_path_and_ctrl_are_free(at):
    pen = Painter(at, ToolName.pen)
    pen.press(200, 150).move(210, 170).move(203, 63).release()
    assert at.pathing.path.nodes[0].out == (203, 63)
    pen.press(97, 150, modifiers=Modifiers.ctrl).release(modifiers=Modifiers.ctrl)
    assert at.pathing.path.nodes[1].spot == (97, 150)
