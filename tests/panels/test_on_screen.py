"""Colours of panels through the profile of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from studio.colour import WHITE, Colour
from studio.colour_spaces import ColourSpace
from studio.panels.colour_sliders import ColourSliders
from studio.panels.on_screen import OnScreen
from studio.panels.swatches import ColourPair
from studio.panels.wheel import ColourWheel
from tests.fakes.profiles import swapped_profile

RED = Colour(255, 0, 0)


@pytest.fixture
def swap(session, tmp_path):
    """Let the screen have red and green in each other's place."""
    profile = tmp_path / "screen.icc"
    profile.write_bytes(swapped_profile())
    return lambda: session.screen.use(profile)


def test_without_a_profile_a_colour_is_itself(session):
    shown = OnScreen(session.screen)
    assert shown.colour(RED).name() == OnScreen().colour(QColor("#ff0000")).name() == "#ff0000"


def test_colours_and_pictures_follow_the_screen(session, swap):
    shown, told = OnScreen(session.screen), []
    shown.changed.connect(told.append)
    swap()
    assert told == [None]
    assert shown.colour(RED).name() == "#00ff00"
    image = QImage(2, 2, QImage.Format.Format_RGB888)
    image.fill(QColor("#ff0000"))
    assert shown.image(image).pixelColor(0, 0).name() == "#00ff00"
    session.screen.use_none()
    assert shown.image(image).pixelColor(0, 0).name() == "#ff0000"


def test_the_pair_is_seen_as_the_canvas_is(session, swap, qtbot):
    pair = ColourPair(session)
    qtbot.addWidget(pair)
    session.painting.set_colours(RED, WHITE)
    assert pair.grab().toImage().pixelColor(9, 9).name() == "#ff0000"
    swap()
    assert pair.grab().toImage().pixelColor(9, 9).name() == "#00ff00"
    assert pair.accessibleDescription() == "#ff0000, #ffffff"


@pytest.mark.parametrize("space", [ColourSpace.hsv, ColourSpace.oklch], ids=["hsv", "oklch"])
def test_the_wheel_is_seen_as_the_canvas_is(session, swap, qtbot, space):
    wheel = ColourWheel(OnScreen(session.screen))
    qtbot.addWidget(wheel)
    wheel.resize(204, 204)
    wheel.use_space(space)
    wheel.show_colour(RED)
    before = wheel.grab().toImage()
    swap()
    after = wheel.grab().toImage()
    on_ring = wheel.rect().center().x() + 92, wheel.rect().center().y() - 4
    for place in ((140, 70), on_ring):
        was, now = before.pixelColor(*place), after.pixelColor(*place)
        assert was.red() > was.green()
        assert now.green() > now.red()


def test_the_colours_of_the_sliders_follow_too(session, swap, qtbot):
    sliders = ColourSliders(ColourSpace.rgb, OnScreen(session.screen))
    qtbot.addWidget(sliders)
    sliders.resize(200, 120)
    sliders.show_colour(RED)
    sliders.show()
    red = sliders.sliders[0]

    def ramp() -> QColor:
        return red.grab().toImage().pixelColor(red.width() - 6, red.height() - 4)

    before = ramp()
    swap()
    assert before.red() > before.green()
    assert ramp().green() > ramp().red()
