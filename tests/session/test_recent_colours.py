from __future__ import annotations

from pathlib import Path

import pytest

from studio.colour import BLACK, WHITE, Colour
from studio.session.preferences import PreferencesFile
from studio.session.recent_colours import MOST, RecentColours
from tests.tools.desk import Desk, desk

RED, BLUE = Colour(255, 0, 0), Colour(0, 0, 255)


@pytest.fixture
def at() -> Desk:
    return desk()


@pytest.fixture
def preferences(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "preferences.json")


@pytest.fixture
def recent(at: Desk, preferences: PreferencesFile) -> RecentColours:
    return RecentColours(at.easel, at.painting, preferences)


def test_what_is_painted_with_comes_first_and_each_is_there_once(at, recent):
    told: list[None] = []
    recent.changed.connect(told.append)
    for colour in (RED, BLUE, RED, RED):
        at.painting.set_colours(colour, WHITE)
        at.filling.fill_selected()
    assert recent.colours == (RED, BLUE)
    assert len(told) == 3


def test_a_colour_that_is_only_chosen_is_not_among_them(at, recent):
    at.painting.set_colours(RED, WHITE)
    assert recent.colours == ()


def test_the_oldest_goes_when_there_are_too_many(recent):
    for level in range(MOST + 3):
        recent.add(Colour(level, 0, 0))
    assert len(recent.colours) == MOST
    assert recent.colours[-1] == Colour(3, 0, 0)


def test_they_are_there_at_the_next_start(at, recent, preferences, tmp_path):
    for colour in (BLACK, RED, BLUE):
        recent.add(colour)
    recent.keep()
    again = PreferencesFile(tmp_path / "preferences.json")
    assert RecentColours(at.easel, at.painting, again).colours == (BLUE, RED, BLACK)


def test_what_is_no_colour_in_the_file_is_left_out(at, tmp_path):
    (tmp_path / "preferences.json").write_text('{"recent_colours": ["#ff0000", "reddish", 7]}')
    kept = PreferencesFile(tmp_path / "preferences.json")
    assert RecentColours(at.easel, at.painting, kept).colours == (RED,)
