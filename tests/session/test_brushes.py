from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.brush.brush import Brush
from studio.errors import InputError, StorageError
from studio.session.brushes import Brushes
from studio.session.painting import Painting, ToolName
from studio.session.preferences import PreferencesFile
from tests.tools.desk import desk


@pytest.fixture
def painting() -> Painting:
    return desk().painting


@pytest.fixture
def brushes(painting: Painting, tmp_path: Path) -> Brushes:
    return Brushes(painting, PreferencesFile(tmp_path / "preferences.json"))


def again(brushes: Brushes, painting: Painting, tmp_path: Path) -> Brushes:
    """As after the next start."""
    return Brushes(painting, PreferencesFile(tmp_path / "preferences.json"))


def of(brushes: Brushes, tag: str) -> str:
    return next(one.id for one in brushes.presets if tag in one.tags)


@pytest.mark.parametrize(
    ("tag", "tool"),
    [("ink", ToolName.brush), ("eraser", ToolName.eraser), ("smudge", ToolName.smudge)],
)
def test_choosing_takes_the_brush_in_hand_with_its_tool(brushes, painting, tag, tool):
    chosen = of(brushes, tag)
    brushes.choose(chosen)
    assert painting.tool is tool
    assert painting.brush_of(tool) == next(one.brush for one in brushes.presets if one.id == chosen)
    assert brushes.chosen == chosen


def test_what_was_chosen_is_recent_the_latest_first(brushes, painting, tmp_path):
    one, two = of(brushes, "ink"), of(brushes, "oil")
    for chosen in (one, two, one):
        brushes.choose(chosen)
    assert [preset.id for preset in brushes.recent] == [one, two]
    kept = again(brushes, painting, tmp_path)
    assert [preset.id for preset in kept.recent] == [one, two]


def test_favourites_are_kept(brushes, painting, tmp_path):
    chosen = of(brushes, "oil")
    brushes.like(chosen, on=True)
    assert again(brushes, painting, tmp_path).favourites == (chosen,)
    brushes.like(chosen, on=False)
    assert brushes.favourites == ()


def test_a_brush_saved_under_a_name_is_there_the_next_time(brushes, painting, tmp_path):
    mine = replace(Brush(), size=77.0, scatter=0.5)
    painting.set_brush(ToolName.brush, mine)
    saved = brushes.save_as(" My brush ")
    twin = brushes.save_as("My brush")
    found = {one.id: one for one in again(brushes, painting, tmp_path).presets}
    assert found[saved.id].brush == mine
    assert found[saved.id].name == "My brush"
    assert twin.id != saved.id


def test_a_brush_goes_out_and_comes_in(brushes, tmp_path):
    chosen = of(brushes, "charcoal")
    brushes.export(chosen, tmp_path / "given.json")
    brought = brushes.bring(tmp_path / "given.json")
    assert brought.id != chosen
    assert brought.brush == next(one.brush for one in brushes.presets if one.id == chosen)
    assert brushes.is_own(brought.id)


def test_what_cannot_be_brought_says_why(brushes, tmp_path):
    with pytest.raises(StorageError):
        brushes.bring(tmp_path / "nowhere.json")
    (tmp_path / "broken.myb").write_text("no brush")
    with pytest.raises(InputError):
        brushes.bring(tmp_path / "broken.myb")


def test_only_ones_own_brushes_can_be_removed(brushes, painting, tmp_path):
    with pytest.raises(InputError):
        brushes.remove(of(brushes, "ink"))
    saved = brushes.save_as("Mine")
    brushes.remove(saved.id)
    assert saved.id not in {one.id for one in again(brushes, painting, tmp_path).presets}


def test_one_of_ours_can_be_overwritten_and_is_there_again_when_that_is_removed(
    brushes, painting, tmp_path
):
    chosen = of(brushes, "ink")
    brushes.choose(chosen)
    kept = painting.brush_of(ToolName.brush)
    assert not brushes.is_changed
    painting.set_brush(ToolName.brush, replace(kept, size=123.0))
    assert brushes.is_changed
    brushes.overwrite()
    assert not brushes.is_changed
    found = again(brushes, painting, tmp_path)
    assert next(one for one in found.presets if one.id == chosen).brush.size == 123.0
    assert [one.id for one in found.presets] == [one.id for one in brushes.presets]
    brushes.remove(chosen)
    assert brushes.chosen_preset is not None
    assert brushes.chosen_preset.brush == kept
    with pytest.raises(InputError, match="came with the program"):
        brushes.remove(chosen)


def test_a_brush_in_hand_is_reset_to_what_it_was_chosen_from(brushes, painting):
    brushes.choose(of(brushes, "oil"))
    kept = painting.brush_of(ToolName.brush)
    painting.set_brush(ToolName.brush, replace(kept, flow=0.1))
    brushes.reset()
    assert painting.brush_of(ToolName.brush) == kept


def test_a_brush_that_was_chosen_from_none_is_reset_to_the_first_one(brushes, painting):
    painting.tool = ToolName.clone
    painting.set_brush(ToolName.clone, Brush(size=3.0))
    brushes.reset()
    assert painting.brush_of(ToolName.clone) == Brush(size=60.0, hardness=0.6)
    with pytest.raises(InputError, match="was not chosen from any"):
        brushes.overwrite()


def test_the_brush_of_whatever_tool_is_in_hand_is_saved(brushes, painting):
    painting.tool = ToolName.clone
    painting.set_brush(ToolName.clone, Brush(size=33.0))
    assert brushes.save_as("Cloner").brush.size == 33.0


def test_a_removed_brush_is_chosen_no_longer(brushes, painting):
    saved = brushes.save_as("Mine")
    assert brushes.chosen == saved.id
    brushes.remove(saved.id)
    assert (brushes.chosen, brushes.chosen_preset) == ("", None)
