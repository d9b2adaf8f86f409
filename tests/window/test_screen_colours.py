from __future__ import annotations

from studio.colour import WHITE, Colour
from studio.window.screen_colours import ScreenColours
from tests.fakes.profiles import swapped_profile


def shown(desk):
    """The colour in the middle of the white canvas."""
    image = desk.window.canvas.grab().toImage()
    return image.pixelColor(image.rect().center()).name()


def test_the_canvas_is_seen_through_the_chosen_profile(desk, tmp_path):
    profile = tmp_path / "screen.icc"
    profile.write_bytes(swapped_profile())
    menu = ScreenColours(desk.window, desk.session, lambda: profile)
    desk.session.painting.set_colours(Colour(255, 0, 0), WHITE)
    desk.session.filling.fill_selected()
    assert shown(desk) == "#ff0000"
    menu.profile.trigger()
    assert shown(desk) == "#00ff00"
    assert menu.profile.isChecked()
    menu.plain.trigger()
    assert shown(desk) == "#ff0000"


def test_thinking_better_of_it_changes_nothing(desk):
    menu = ScreenColours(desk.window, desk.session, lambda: None)
    menu.profile.trigger()
    assert menu.plain.isChecked()
    assert desk.session.screen.profile == b""


def test_what_is_no_profile_is_told(desk, tmp_path):
    told = []
    desk.session.notice.connect(told.append)
    (tmp_path / "bad.icc").write_text("no")
    ScreenColours(desk.window, desk.session, lambda: tmp_path / "bad.icc").profile.trigger()
    assert "no colour profile of a screen" in told[0].message
