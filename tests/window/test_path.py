from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studio.window.path_options import PathOptions


@pytest.fixture
def options(desk):
    desk.do("tool_pen")
    desk.painter.click(30, 30).click(200, 40).click(100, 150)
    return desk.window.findChild(PathOptions)


def test_enter_makes_of_it_what_is_chosen(desk, options):
    options.use.setCurrentIndex(options.use.findText("Selection"))
    options.use.activated.emit(options.use.currentIndex())
    desk.do("apply")
    assert desk.document.history.titles[-1] == "Select path"
    assert not desk.document.selection.is_none


def test_backspace_is_for_the_last_node(desk, options):
    assert desk.window.menus.action("take_node_back").shortcut().matches(Qt.Key.Key_Backspace)
    desk.do("take_node_back")
    assert len(desk.session.pathing.path.nodes) == 2
    desk.do("give_up")
    assert not desk.session.pathing.is_on


@pytest.mark.parametrize(
    ("name", "title"), [("stroke_path", "Stroke path"), ("fill_path", "Fill path")]
)
def test_the_menu_has_every_end(desk, options, name, title):
    desk.do(name)
    assert desk.document.history.titles[-1] == title
