from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import InputError
from studio.session.preferences import PreferencesFile
from studio.session.screen import Screen
from tests.fakes.profiles import swapped_profile


@pytest.fixture
def preferences(tmp_path):
    return PreferencesFile(tmp_path / "preferences.json")


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "screen.icc"
    path.write_bytes(swapped_profile())
    return path


def test_a_profile_is_used_at_the_next_start_too(preferences, profile):
    heard = []
    screen = Screen(preferences)
    screen.changed.connect(heard.append)
    screen.use(profile)
    assert heard == [None]
    assert Screen(preferences).profile == swapped_profile()
    screen.use_none()
    assert Screen(preferences).profile == b""


def test_what_is_no_profile_leaves_the_one_before(preferences, profile, tmp_path):
    screen = Screen(preferences)
    screen.use(profile)
    (tmp_path / "bad.icc").write_text("no")
    with pytest.raises(InputError):
        screen.use(tmp_path / "bad.icc")
    assert screen.profile == swapped_profile()


def test_a_profile_that_went_does_not_stop_the_start(preferences, tmp_path):
    preferences.change(replace(preferences.current, display_profile=str(tmp_path / "gone.icc")))
    assert Screen(preferences).profile == b""
