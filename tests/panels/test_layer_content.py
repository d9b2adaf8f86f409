from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from studio.colour import Colour
from studio.document.adjustments import (
    BrightnessContrast,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
)
from studio.document.fills import GradientFill, PatternFill
from studio.document.gradients import GradientShape
from studio.document.patterns import PatternKind
from studio.panels.colour_button import ColourButton
from studio.panels.curve import CurveField
from studio.panels.layers import LayersPanel
from studio.panels.slider import ValueSlider
from studio.session.actions.adjustments import ADJUSTMENTS

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session, actions, qtbot):
    panel = LayersPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(280, 600)
    panel.show()
    return panel


def slider(panel, name):
    return panel.content.findChild(ValueSlider, name)


def test_a_painted_layer_has_nothing_to_set(panel):
    assert not panel.content.isVisible()


@pytest.mark.parametrize("adjustment", ADJUSTMENTS, ids=lambda one: type(one).__name__)
def test_every_kind_shows_what_it_is_made_of(panel, session, adjustment):
    session.adjusting.add(adjustment)
    assert panel.content.isVisible() == (not isinstance(adjustment, Invert))
    session.adjusting.set_content(Levels(gamma=2.0))
    assert session.adjusting.content == Levels(gamma=2.0)


def test_a_slider_sets_its_number_alone(panel, session):
    session.adjusting.add(HueSaturation(saturation=0.25))
    steps = session.easel.document.history.position
    hue = slider(panel, "hue")
    hue.edited.emit(30.0)
    hue.edited.emit(60.0)
    assert session.adjusting.content == HueSaturation(60.0, 0.25)
    assert session.easel.document.history.position == steps + 1


def test_sliders_follow_undo(panel, session):
    session.adjusting.add(BrightnessContrast())
    session.adjusting.set_content(BrightnessContrast(brightness=0.5))
    assert slider(panel, "brightness").shown == pytest.approx(0.5)
    session.easel.document.history.undo()
    assert slider(panel, "brightness").shown == 0


def test_the_curve_is_pulled_bent_and_straightened_again(panel, session, qtbot):
    session.adjusting.add(Curves())
    field = panel.content.findChild(CurveField)
    middle = field.spot_of((0.5, 0.5))
    qtbot.mousePress(field, LEFT, pos=middle.toPoint())
    qtbot.mouseMove(field, pos=(middle + QPointF(0, -20)).toPoint())
    qtbot.mouseRelease(field, LEFT, pos=(middle + QPointF(0, -20)).toPoint())
    points = session.adjusting.content.points
    assert len(points) == 3
    assert points[1][1] > 0.55
    qtbot.mouseDClick(field, LEFT, pos=field.spot_of(points[1]).toPoint())
    assert len(session.adjusting.content.points) == 2


def test_colours_are_set_one_by_one(panel, session):
    session.adjusting.add(GradientMap())
    dark, _ = panel.content.findChildren(ColourButton)
    dark.edited.emit(Colour(9, 0, 0))
    assert session.adjusting.content == GradientMap(dark=Colour(9, 0, 0))


def test_a_fill_layer_is_recoloured(panel, session):
    session.adjusting.add_fill(Colour(1, 2, 3))
    panel.content.findChild(ColourButton).edited.emit(Colour(4, 5, 6))
    assert session.adjusting.content == Colour(4, 5, 6)


def test_the_menu_of_the_button_has_a_fill_and_every_adjustment(panel, session):
    entries = panel.adjust.menu().actions()
    assert len(entries) == 3 + len(ADJUSTMENTS)
    entries[0].trigger()
    assert session.adjusting.content == session.painting.foreground


def test_a_gradient_is_set_in_the_panel(panel, session):
    session.adjusting.add_fill(GradientFill(Colour(1, 2, 3), Colour(4, 5, 6)))
    shape = panel.content.findChild(QComboBox, "shape")
    shape.setCurrentIndex(1)
    shape.activated.emit(1)
    slider(panel, "angle").edited.emit(45.0)
    panel.content.findChild(QCheckBox, "fades").click()
    _, last = panel.content.findChildren(ColourButton)
    last.edited.emit(Colour(7, 8, 9))
    assert session.adjusting.content == GradientFill(
        Colour(1, 2, 3), Colour(7, 8, 9), GradientShape.radial, 45.0, fades=True
    )
    for _ in range(4):
        session.easel.document.history.undo()
    assert shape.currentIndex() == 0
    assert not panel.content.findChild(QCheckBox, "fades").isChecked()


def test_a_pattern_is_set_in_the_panel(panel, session):
    session.adjusting.add_fill(PatternFill())
    kind = panel.content.findChild(QComboBox, "kind")
    kind.activated.emit(kind.findData(PatternKind.scales.value))
    slider(panel, "size").edited.emit(12.0)
    panel.content.findChild(QCheckBox, "is_clear").click()
    ink, _ = panel.content.findChildren(ColourButton)
    ink.edited.emit(Colour(7, 8, 9))
    expected = PatternFill(PatternKind.scales, Colour(7, 8, 9), size=12.0, is_clear=True)
    assert session.adjusting.content == expected
    assert kind.currentData() == PatternKind.scales.value
