import base64
import json

import pytest

from studio.models.about import About, about
from studio.models.entry import entry_of
from tests.models.folders import copy_starter, write_tensors

_TAGS = {"10_cats": {"cat": 30, "fur": 12}, "5_dogs": {"dog": 20, "fur": 12}}


def write(tmp_path, **words):
    return write_tensors(tmp_path / "soft.safetensors", {"x": (4,)}, **words)


def test_a_file_tells_its_size_title_and_base(tmp_path):
    words = {"modelspec.title": "Soft light", "ss_base_model_version": "sd_v1"}
    path = write(tmp_path, **words)
    assert about(path) == About(path.stat().st_size, "Soft light", "sd_v1")


def test_the_tags_it_learnt_most_often_are_its_words(tmp_path):
    path = write(tmp_path, ss_tag_frequency=json.dumps(_TAGS))
    assert about(path).triggers == ("cat", "fur", "dog")


def test_what_a_user_noted_beside_it_goes_first(tmp_path):
    path = write(tmp_path, **{"modelspec.trigger_phrase": "soft, light"})
    assert about(path).triggers == ("soft", "light")
    (tmp_path / "soft.json").write_text(json.dumps({"activation text": "glow"}))
    path.touch()
    assert about(path).triggers == ("glow",)


@pytest.mark.parametrize("said", ["", "{", "[1]", '{"a": {"b": "c"}}'])
def test_tags_that_cannot_be_read_are_none(tmp_path, said):
    assert about(write(tmp_path, ss_tag_frequency=said)).triggers == ()


@pytest.mark.parametrize("name", ["soft.preview.png", "soft.png", "soft.jpg"])
def test_a_picture_beside_it_is_its_preview(tmp_path, name):
    path = write(tmp_path)
    (tmp_path / name).write_bytes(b"")
    assert about(path).preview == tmp_path / name


def test_a_picture_within_it_is_read(tmp_path):
    said = "data:image/jpeg;base64," + base64.b64encode(b"picture").decode()
    assert about(write(tmp_path, **{"modelspec.thumbnail": said})).thumbnail == b"picture"
    said = "data:image/jpeg;base64,%%%"
    (tmp_path / "soft.safetensors").unlink()
    assert about(write(tmp_path, **{"modelspec.thumbnail": said})).thumbnail == b""


def test_a_file_that_is_gone_says_nothing(tmp_path):
    assert about(tmp_path / "gone.safetensors") == About()


def test_an_entry_tells_of_a_folder_too(tmp_path):
    entry = entry_of(copy_starter(tmp_path / "mine"))
    assert entry.about.nbytes > 1 << 20
