"""The painter's own tips and papers, kept for every painting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.brush.brush import Brush
from studio.brush.own_picture import OwnPicture, Role, packed
from studio.errors import InputError, StorageError
from studio.session.brushes import Brushes
from studio.session.own_pictures import OwnPictures
from studio.session.painting import ToolName
from studio.session.preferences import PreferencesFile
from studio.session.set_aside import ENDING, SetAside
from tests.tools.desk import desk


@pytest.fixture
def pictures(tmp_path: Path) -> OwnPictures:
    return OwnPictures(tmp_path / "brushes", SetAside())


@pytest.fixture
def leaf(tmp_path: Path) -> Path:
    """A dark disc on white."""
    sheet = np.full((40, 40), 255, np.uint8)
    cv2.circle(sheet, (20, 20), 12, 0, -1)
    path = tmp_path / "leaf.png"
    cv2.imwrite(str(path), sheet)
    return path


def again(tmp_path: Path) -> OwnPictures:
    """As after the next start."""
    return OwnPictures(tmp_path / "brushes", SetAside())


@pytest.mark.parametrize("role", Role)
def test_a_picture_that_was_brought_is_there_the_next_time(pictures, leaf, tmp_path, role):
    brought = pictures.bring(leaf, role)
    assert brought.name == "leaf"
    assert again(tmp_path).all_of(role) == (brought,)


def test_tips_and_papers_are_kept_apart(pictures, leaf):
    pictures.bring(leaf, Role.tip)
    assert pictures.all_of(Role.paper) == ()


def test_two_of_one_name_are_both_kept(pictures, leaf):
    names = {pictures.bring(leaf, Role.tip).name for _ in range(3)}
    assert names == {"leaf", "leaf 2", "leaf 3"}


def test_what_is_no_picture_is_told_and_nothing_kept(pictures, tmp_path):
    (tmp_path / "words.png").write_text("no picture")
    with pytest.raises(InputError):
        pictures.bring(tmp_path / "words.png", Role.tip)
    assert pictures.all_of(Role.tip) == ()


def test_a_folder_that_cannot_be_written_is_told(leaf, tmp_path):
    (tmp_path / "brushes").write_text("a file where the folder would be")
    pictures = again(tmp_path)
    with pytest.raises(StorageError):
        pictures.bring(leaf, Role.tip)
    assert pictures.all_of(Role.tip) == ()


def test_one_that_was_removed_is_gone(pictures, leaf, tmp_path):
    pictures.remove(pictures.bring(leaf, Role.tip), Role.tip)
    assert again(tmp_path).all_of(Role.tip) == ()


def test_a_damaged_one_is_set_aside(pictures, leaf, tmp_path):
    kept = pictures.bring(leaf, Role.tip)
    damaged = tmp_path / "brushes" / "tips" / "torn.png"
    damaged.write_bytes(kept.png[:60])
    assert again(tmp_path).all_of(Role.tip) == (kept,)
    assert damaged.with_name(f"torn.png{ENDING}").exists()


def test_a_brush_takes_its_pictures_from_one_painter_to_another(leaf, tmp_path):
    def brushes_of(painter: str) -> Brushes:
        preferences = PreferencesFile(tmp_path / painter / "preferences.json")
        return Brushes(desk().painting, preferences)

    mine, theirs = brushes_of("mine"), brushes_of("theirs")
    tip = mine.pictures.bring(leaf, Role.tip)
    mine._painting.set_brush(ToolName.brush, replace(Brush(), tip=tip))
    mine.export(mine.save_as("Leaves").id, tmp_path / "given.json")
    mine.pictures.remove(tip, Role.tip)
    brought = theirs.bring(tmp_path / "given.json")
    assert brought.brush.tip == tip
    assert theirs.pictures.all_of(Role.tip) == (tip,)
    theirs.bring(tmp_path / "given.json")
    assert theirs.pictures.all_of(Role.tip) == (tip,)


def test_a_name_that_would_leave_the_folder_does_not(pictures, tmp_path):
    grey = np.full((16, 16), 9, np.uint8)
    sly = OwnPicture("../../../sly", packed("x", grey).png)
    pictures.keep_those_of(replace(Brush(), tip=sly))
    (path,) = tmp_path.rglob("*sly*")
    assert path.parent == tmp_path / "brushes" / "tips"
