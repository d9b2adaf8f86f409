from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QToolButton

from studio.brush.dynamics import Sense, Trait
from studio.colour import BLACK, WHITE, Colour
from studio.geometry import Extent
from studio.panels.brush import BrushPanel
from studio.panels.colour import ColourPanel
from studio.panels.history import HistoryPanel
from studio.panels.stroke_preview import wave
from studio.panels.tools import ToolsPanel
from studio.session.painting import ToolName


@pytest.fixture
def panel(session, qtbot):
    panel = BrushPanel(session)
    qtbot.addWidget(panel)
    panel.resize(270, 360)
    panel.show()
    return panel


def test_the_panel_shows_the_brush_in_hand(panel, session):
    session.painting.tool = ToolName.eraser
    assert panel.knobs[0].shown == session.painting.brush_of(ToolName.eraser).size
    session.painting.tool = ToolName.fill
    assert panel.knobs[0].shown == session.painting.brush_of(ToolName.brush).size


def test_a_slider_changes_only_what_it_stands_for(panel, session):
    before = replace(session.painting.brush_of(ToolName.brush), size=33.4)
    session.painting.set_brush(ToolName.brush, before)
    panel.knobs[3].edited.emit(0.2)
    assert session.painting.brush_of(ToolName.brush) == replace(before, flow=0.2)


def test_pressure_can_be_switched(panel, session):
    panel.by_pressure[Trait.opacity].click()
    brush = session.painting.brush_of(ToolName.brush)
    assert brush.response(Trait.opacity, Sense.pressure)


def test_the_preview_is_a_stroke_of_this_brush(panel, session):
    thick = panel._preview.grab().toImage()
    session.painting.set_brush(
        ToolName.brush, replace(session.painting.brush_of(ToolName.brush), size=3)
    )
    assert panel._preview.grab().toImage() != thick


def test_the_preview_follows_the_theme(panel, qapp):
    before = panel._preview.grab().toImage()
    bright = QPalette(panel.palette())
    bright.setColor(QPalette.ColorRole.Text, QColor("#ff0000"))
    panel._preview.setPalette(bright)
    assert panel._preview.grab().toImage() != before


def test_a_click_on_a_preset_takes_it_in_hand(panel, session, qtbot):
    grid, model = panel.presets.grid, panel.presets.model
    row = next(row for row in range(model.rowCount()) if "oil" in model.preset(row).tags)
    grid.scrollTo(model.index(row, 0))
    place = grid.visualRect(model.index(row, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.painting.brush_of(ToolName.brush) == model.preset(row).brush
    assert grid.currentIndex().row() == row


def test_a_tag_shows_only_its_own(panel, session):
    tags = panel.presets.tags
    tags.setCurrentIndex(tags.findData("eraser"))
    tags.activated.emit(tags.currentIndex())
    model = panel.presets.model
    assert model.rowCount() >= 3
    assert all("eraser" in model.preset(row).tags for row in range(model.rowCount()))


def test_a_favourite_is_found_among_the_favourites(panel, session):
    session.brushes.choose(panel.presets.model.preset(3).id)
    panel.presets.like.click()
    tags = panel.presets.tags
    tags.setCurrentIndex(1)
    tags.activated.emit(1)
    assert panel.presets.model.rowCount() == 1


def test_the_shape_of_the_brush_can_be_set(panel, session):
    panel.shape.knobs[2].edited.emit(0.5)
    panel.shape.erases.click()
    brush = session.painting.brush_of(ToolName.brush)
    assert (brush.scatter, brush.erases) == (0.5, True)


def test_the_preview_presses_most_in_its_middle():
    samples = wave(Extent(200, 50))
    assert max(samples, key=lambda one: one.pressure).x == pytest.approx(100, abs=8)


def test_the_tool_in_hand_is_lit(session, actions, qtbot):
    panel = ToolsPanel(session, actions)
    qtbot.addWidget(panel)
    panel._buttons[ToolName.lasso].click()
    assert session.painting.tool is ToolName.lasso
    session.painting.tool = ToolName.move
    assert panel._buttons[ToolName.move].isChecked()
    assert not panel._buttons[ToolName.lasso].isChecked()


def test_every_tool_button_says_its_name_and_key(session, actions, qtbot):
    panel = ToolsPanel(session, actions)
    qtbot.addWidget(panel)
    button = panel._buttons[ToolName.brush]
    assert button.accessibleName() == "Brush"
    assert "B" in button.toolTip()


@pytest.fixture
def colours(session, actions, qtbot):
    panel = ColourPanel(session, actions)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_a_number_sets_the_colour_and_nonsense_does_not(colours, session, qtbot):
    colours.number.setText("3366cc")
    qtbot.keyClick(colours.number, Qt.Key.Key_Return)
    assert session.painting.foreground == Colour(0x33, 0x66, 0xCC)
    colours.number.setText("blue-ish")
    qtbot.keyClick(colours.number, Qt.Key.Key_Return)
    assert session.painting.foreground == Colour(0x33, 0x66, 0xCC)
    assert colours.number.text() == "#3366cc"


def test_the_colours_can_be_exchanged_and_reset(colours, session):
    session.painting.set_colours(Colour(1, 2, 3), WHITE)
    colours.findChild(QToolButton, "swap_colours").click()
    assert session.painting.foreground == WHITE
    colours.findChild(QToolButton, "reset_colours").click()
    assert (session.painting.foreground, session.painting.background) == (BLACK, WHITE)


def test_a_colour_painted_with_is_offered_again(colours, session, qtbot):
    session.painting.set_colours(Colour(9, 99, 199), WHITE)
    session.filling.fill_selected()
    session.painting.set_colours(BLACK, WHITE)
    colours.recent.resize(220, 17)
    qtbot.mouseClick(colours.recent, Qt.MouseButton.LeftButton, pos=QPoint(4, 8))
    assert session.painting.foreground == Colour(9, 99, 199)


@pytest.fixture
def history(session, qtbot):
    panel = HistoryPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_a_click_in_the_history_goes_there(history, session):
    session.layering.add_layer()
    session.layering.add_layer()
    model = history.list.model()
    assert [model.index(row, 0).data() for row in range(3)] == [
        "As opened",
        "Add layer",
        "Add layer",
    ]
    history.list.clicked.emit(model.index(0, 0))
    assert len(session.easel.document.layers) == 1
    assert history.list.currentIndex().row() == 0
    history.list.clicked.emit(model.index(2, 0))
    assert len(session.easel.document.layers) == 3
