from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.document.document import MAX_SIDE
from studio.errors import InputError, StudioError
from studio.geometry import Bounds, Extent
from studio.session.files.filing import blank_document
from studio.session.preferences import Preferences, PreferencesFile


def stroke(painter):
    document = painter.document
    with document.painting(painter.session.easel.active, "Brush stroke") as tiles:
        tiles.edit((0, 0))[10:20, 10:20] = (0, 0, 255, 255)
        document.touched(painter.session.easel.active, Bounds(10, 10, 10, 10))


def test_a_stroke_makes_it_modified_and_saving_ends_that(painter, tmp_path):
    filing = painter.session.filing
    assert not filing.is_modified
    stroke(painter)
    assert filing.is_modified
    filing.save(tmp_path / "painting.ora")
    assert not filing.is_modified
    painter.document.history.undo()
    assert filing.is_modified
    painter.document.history.redo()
    assert not filing.is_modified


def test_what_is_saved_opens_as_it_was(painter, tmp_path):
    filing = painter.session.filing
    stroke(painter)
    before = painter.picture()
    filing.save(tmp_path / "painting.ora")
    filing.new(Extent(20, 20))
    filing.open(tmp_path / "painting.ora")
    assert np.array_equal(painter.picture(), before)
    assert filing.path == tmp_path / "painting.ora"
    assert not filing.is_modified


def test_the_recipe_is_still_there_after_saving_and_opening(painter, tmp_path):
    painter.select(Bounds(100, 80, 90, 70))
    painter.repaint()
    landing = painter.session.candidates.keep(painter.session.candidates.waiting[0].id)
    recipe = painter.document.paint_layer(landing.layer).recipe
    painter.session.filing.save(tmp_path / "painting.ora")
    painter.session.filing.open(tmp_path / "painting.ora")
    assert [layer.recipe for layer in painter.document.layers][-1] == recipe


def test_a_name_without_the_native_ending_gets_it(painter, tmp_path):
    painter.session.filing.save(tmp_path / "painting")
    assert painter.session.filing.path == tmp_path / "painting.ora"


def test_a_picture_opens_as_a_document_without_a_place_to_save(painter, tmp_path):
    Image.new("RGB", (30, 20), (255, 0, 0)).save(tmp_path / "red.png")
    painter.session.filing.open(tmp_path / "red.png")
    assert painter.document.extent == Extent(30, 20)
    assert painter.session.filing.path is None
    assert painter.session.filing.title == "red.png"


def test_what_cannot_be_opened_leaves_the_painting(painter, tmp_path):
    stroke(painter)
    before = painter.document
    (tmp_path / "no.png").write_bytes(b"not a picture")
    with pytest.raises(StudioError):
        painter.session.filing.open(tmp_path / "no.png")
    assert painter.document is before
    assert painter.session.filing.is_modified


def test_files_opened_lately_are_remembered_newest_first(painter, tmp_path):
    for name in ("one.png", "two.png", "one.png"):
        Image.new("RGB", (4, 4)).save(tmp_path / name)
        painter.session.filing.open(tmp_path / name)
    assert painter.session.filing.recent == (tmp_path / "one.png", tmp_path / "two.png")


def test_a_picture_is_inserted_in_the_middle_as_one_step(painter, tmp_path):
    Image.new("RGB", (100, 100), (255, 0, 0)).save(tmp_path / "red.png")
    painter.session.filing.insert(tmp_path / "red.png")
    assert painter.document.layer(painter.session.easel.active).properties.name == "red"
    assert painter.picture()[150, 200].tolist() == [0, 0, 255, 255]
    assert painter.picture()[99, 200].tolist() == [255, 255, 255, 255]
    painter.document.history.undo()
    assert painter.picture().min() == 255


@pytest.mark.parametrize("side", [0, MAX_SIDE + 1])
def test_a_canvas_of_an_impossible_size_is_refused(side):
    with pytest.raises(InputError, match=f"{side} × 10"):
        blank_document(Extent(side, 10))


def test_the_largest_white_canvas_costs_a_single_tile():
    document = blank_document(Extent(MAX_SIDE, MAX_SIDE))
    layer = document.paint_layer(document.root.children[0].id)
    assert len({id(layer.tiles.get(key)) for key in layer.tiles.keys}) == 1


def test_preferences_survive_a_broken_file(tmp_path):
    Path(tmp_path / "preferences.json").write_text(
        '{"theme": 3, "recent": "x", "language": "zh_CN"'
    )
    assert PreferencesFile(tmp_path / "preferences.json").current == Preferences()
    Path(tmp_path / "preferences.json").write_text('{"theme": 3, "language": "zh_CN"}')
    assert PreferencesFile(tmp_path / "preferences.json").current == Preferences(language="zh_CN")


def test_the_version_before_the_last_save_stays_as_a_backup(painter, tmp_path):
    path = tmp_path / "painting.ora"
    painter.session.filing.save(path)
    first = path.read_bytes()
    stroke(painter)
    painter.session.filing.save(path)
    assert (tmp_path / "painting.ora~").read_bytes() == first


def test_backups_can_be_done_without(painter, tmp_path):
    preferences = painter.session.preferences
    preferences.change(replace(preferences.current, keeps_backups=False))
    for _ in range(2):
        painter.session.filing.save(tmp_path / "painting.ora")
    assert not (tmp_path / "painting.ora~").exists()


def test_saving_again_and_again_is_never_doubtful(painter, tmp_path):
    path = tmp_path / "painting.ora"
    for _ in range(3):
        assert painter.session.filing.doubt_about(path) is None
        stroke(painter)
        painter.session.filing.save(path)
