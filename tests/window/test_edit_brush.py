from __future__ import annotations

from studio.panels.brush_editor import BrushEditor
from studio.session.painting import ToolName


def test_the_menu_opens_the_window_in_which_the_brush_is_made(desk):
    assert desk.window.findChild(BrushEditor) is None
    desk.do("edit_brush")
    editor = desk.window.findChild(BrushEditor)
    assert editor.isVisible()
    desk.do("edit_brush")
    assert len(desk.window.findChildren(BrushEditor)) == 1


def test_it_stays_open_while_its_strokes_are_tried(desk):
    desk.do("edit_brush")
    editor = desk.window.findChild(BrushEditor)
    editor.dynamics.show_brush(desk.session.painting.brush_of(ToolName.brush))
    desk.stroke()
    assert editor.isVisible()
    assert desk.document.history.titles == ("Brush stroke",)
