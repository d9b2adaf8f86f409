from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from studio.colour import Colour
from studio.colour_spaces import ColourSpace, numbers_of
from studio.panels.colour import ColourPanel
from studio.panels.slider import ValueSlider


@pytest.fixture
def panel(session, actions, qtbot):
    panel = ColourPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(280, 520)
    panel.show()
    return panel


def type_number(slider: ValueSlider, words: str, qtbot) -> None:
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    entry = slider.findChild(QLineEdit)
    qtbot.keyClicks(entry, words)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def choose(box, space: ColourSpace) -> None:
    box.setCurrentIndex(box.findData(space.value))
    box.activated.emit(box.currentIndex())


def test_a_slider_sets_the_foreground(session, panel, qtbot):
    type_number(panel.sliders[ColourSpace.rgb].sliders[0], "200", qtbot)
    assert session.painting.foreground == Colour(200, 0, 0)
    assert panel.number.text() == "#c80000"


def test_every_set_of_sliders_shows_the_colour_chosen_elsewhere(session, panel):
    colour = Colour(40, 90, 200)
    session.painting.set_colours(colour, Colour(0, 0, 0))
    for space, sliders in panel.sliders.items():
        shown = [slider.shown for slider in sliders.sliders]
        assert shown == pytest.approx(numbers_of(colour, space), rel=0.03, abs=0.5)


def test_what_is_not_dragged_stays_exact(session, panel, qtbot):
    colour = Colour(40, 91, 203)
    session.painting.set_colours(colour, Colour(0, 0, 0))
    hue = panel.sliders[ColourSpace.oklch].sliders[2]
    before = numbers_of(colour, ColourSpace.oklch)
    type_number(hue, "30", qtbot)
    lightness = numbers_of(session.painting.foreground, ColourSpace.oklch)[0]
    assert lightness == pytest.approx(before[0], abs=0.003)


def test_a_grey_leaves_the_hue_slider_where_it_was(session, panel):
    session.painting.set_colours(Colour(0, 0, 255), Colour(0, 0, 0))
    session.painting.set_colours(Colour(90, 90, 90), Colour(0, 0, 0))
    assert panel.sliders[ColourSpace.hsv].sliders[0].shown == 240


def test_the_chosen_spaces_are_kept(session, panel):
    choose(panel.layout_choice, ColourSpace.oklch)
    choose(panel.sliders_choice, ColourSpace.hsv)
    preferred = session.preferences.current
    assert (preferred.colour_wheel, preferred.colour_sliders) == ("oklch", "hsv")
    assert not panel.sliders[ColourSpace.hsv].isHidden()
    assert panel.sliders[ColourSpace.rgb].isHidden()


def test_a_number_that_is_none_leaves_the_colour(session, panel, qtbot):
    panel.number.setText("#12")
    panel.number.editingFinished.emit()
    assert panel.number.text() == session.painting.foreground.hex


def test_everything_to_be_reached_has_a_name(panel):
    reached = [panel.wheel, panel.number, panel.recent, panel.layout_choice, panel.sliders_choice]
    reached += [slider for sliders in panel.sliders.values() for slider in sliders.sliders]
    assert all(one.accessibleName() for one in reached)
