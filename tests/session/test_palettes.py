from __future__ import annotations

from pathlib import Path

import pytest

from studio.colour import Colour
from studio.errors import InputError
from studio.files.palettes import Palette, Swatch, read_palette, write_palette
from studio.session.palettes import Palettes
from studio.session.preferences import PreferencesFile

RED = Colour(255, 0, 0)


@pytest.fixture
def preferences(tmp_path: Path):
    return PreferencesFile(tmp_path / "config" / "preferences.json")


@pytest.fixture
def palettes(preferences):
    return Palettes(preferences)


def test_ours_are_there_from_the_start(palettes: Palettes):
    assert palettes.ids == ("Daylight", "Even steps")
    assert palettes.current.name == "Daylight"


def test_the_chosen_palette_is_in_use_at_the_next_start(palettes, preferences):
    palettes.choose("Even steps")
    assert Palettes(preferences).current.name == "Even steps"


def test_a_colour_added_is_kept_and_ours_is_left_alone(palettes, preferences, tmp_path):
    palettes.add(RED, "Mine")
    palettes.add(RED)
    again = Palettes(preferences)
    assert again.current.swatches[-1] == Swatch(RED, "Mine")
    assert again.current.swatches.count(Swatch(RED, "Mine")) == 1
    assert again.ids == ("Daylight", "Even steps")
    assert (tmp_path / "config" / "palettes" / "Daylight.gpl").exists()


def test_a_colour_is_taken_out(palettes: Palettes):
    second = palettes.current.swatches[1]
    palettes.remove(0)
    assert palettes.current.swatches[0] == second


def test_a_palette_loaded_is_kept_even_when_its_file_goes(palettes, preferences, tmp_path):
    write_palette(Palette("Bears", (Swatch(RED, "Red"),)), tmp_path / "Daylight.gpl")
    palettes.load(tmp_path / "Daylight.gpl")
    (tmp_path / "Daylight.gpl").unlink()
    assert Palettes(preferences).current.name == "Bears"
    assert palettes.ids == ("Daylight", "Daylight 2", "Even steps")


def test_what_is_no_palette_leaves_the_one_in_use(palettes, tmp_path):
    (tmp_path / "bad.gpl").write_text("no")
    with pytest.raises(InputError):
        palettes.load(tmp_path / "bad.gpl")
    assert palettes.current.name == "Daylight"


def test_a_saved_palette_ends_in_gpl(palettes, tmp_path):
    palettes.save_as(tmp_path / "out")
    assert read_palette(tmp_path / "out.gpl").name == "Daylight"


def test_an_empty_palette_is_begun_under_a_safe_name(palettes, tmp_path):
    palettes.begin("../Sea & sky")
    assert palettes.current == Palette("../Sea & sky")
    assert (tmp_path / "config" / "palettes" / "---Sea - sky.gpl").exists()
    with pytest.raises(InputError):
        palettes.begin("  ")


def test_a_broken_palette_of_the_painter_does_not_stop_the_start(preferences, tmp_path):
    folder = tmp_path / "config" / "palettes"
    folder.mkdir(parents=True)
    (folder / "Daylight.gpl").write_text("no")
    palettes = Palettes(preferences)
    assert palettes.current == Palette("")
    palettes.choose("Even steps")
    assert palettes.current.name == "Even steps"


def test_a_colour_is_renamed_and_moved_and_that_is_kept(palettes, preferences):
    palettes.begin("Three")
    for level in (1, 2, 3):
        palettes.add(Colour(level, 0, 0), str(level))
    palettes.rename(0, "  First \n one ")
    palettes.move(0, 2)
    palettes.move(1, -5)
    kept = Palettes(preferences).current.swatches
    assert [one.name for one in kept] == ["3", "2", "First one"]
    assert kept == palettes.current.swatches


def test_nothing_is_written_where_nothing_changes(palettes):
    told: list[None] = []
    palettes.changed.connect(told.append)
    first = palettes.current.swatches[0]
    palettes.rename(0, first.name)
    palettes.move(3, 3)
    palettes.move(len(palettes.current.swatches) - 1, 999)
    assert told == []
