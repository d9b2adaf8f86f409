from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from studio.colour import Colour
from studio.panels.brush_popup import BrushPopup
from studio.session.painting import ToolName


@pytest.fixture
def popup(session, qtbot):
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    popup = BrushPopup(session, canvas)
    yield popup
    popup.close()


def test_the_brushes_used_last_come_first(popup, session):
    used = next(one.id for one in session.brushes.presets if "oil" in one.tags)
    session.brushes.choose(used)
    assert popup.show_at(QPoint(300, 200))
    assert popup.model.preset(0).id == used
    assert popup.model.rowCount() == 8


def test_a_click_takes_a_brush_and_closes(popup, session, qtbot):
    popup.show_at(QPoint(300, 200))
    wanted = popup.model.preset(2)
    place = popup.grid.visualRect(popup.model.index(2, 0)).center()
    qtbot.mouseClick(popup.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.brushes.chosen == wanted.id
    assert not popup.isVisible()


def test_size_and_colour_are_set_and_a_colour_painted_with_is_kept(popup, session):
    popup.show_at(QPoint(300, 200))
    popup.knobs[0].edited.emit(123.0)
    popup.wheel.edited.emit(Colour(9, 99, 199))
    assert session.painting.brush_of(ToolName.brush).size == 123
    assert session.painting.foreground == Colour(9, 99, 199)
    session.filling.fill_selected()
    assert popup.colours.colours == (Colour(9, 99, 199),)


@pytest.mark.parametrize("tool", [ToolName.mask, ToolName.strength, ToolName.lasso])
def test_where_the_right_button_has_another_meaning_it_stays_away(popup, session, tool):
    session.painting.tool = tool
    assert not popup.show_at(QPoint(300, 200))
    assert not popup.isVisible()
