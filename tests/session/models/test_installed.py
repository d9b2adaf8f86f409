from __future__ import annotations

import shutil

import pytest

from studio.errors import InputError
from studio.models.catalogue import ModelKind
from studio.resources import resource
from studio.session.preferences import PreferencesFile
from tests.models.folders import write_tensors


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(resource("models", "starter"), tmp_path / "models" / "mine")
    return tmp_path / "models"


def test_a_folder_of_models_is_used_now_and_at_the_next_start(painter, folder, tmp_path):
    seen = []
    painter.session.repainting.models_changed.connect(seen.append)
    painter.session.models.add(folder)
    assert painter.session.repainting.recipe.model == "mine"
    assert seen
    kept = PreferencesFile(tmp_path / "preferences.json").current
    assert kept.model_folders == (str(folder),)


def test_a_model_itself_may_be_chosen(painter, folder):
    painter.session.models.add(folder / "mine")
    assert painter.session.repainting.model.path == folder / "mine"


def test_a_folder_added_twice_is_listed_once(painter, folder):
    painter.session.models.add(folder)
    painter.session.models.add(folder)
    ids = [entry.id for entry in painter.session.repainting.catalogue.entries]
    assert ids.count("mine") == 1


def test_a_folder_without_a_model_is_refused_and_forgotten(painter, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no model in empty"):
        painter.session.models.add(tmp_path / "empty")
    assert painter.session.preferences.current.model_folders == ()
    assert painter.session.repainting.recipe.model == "starter"


def test_a_folder_of_loras_is_added_and_the_model_stays(painter, tmp_path):
    name = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"
    (tmp_path / "loras").mkdir()
    write_tensors(tmp_path / "loras" / "soft.safetensors", {name: (4, 768)})
    painter.session.models.add(tmp_path / "loras")
    catalogue = painter.session.repainting.catalogue
    assert [one.id for one in catalogue.of_kind(ModelKind.lora)] == ["soft.safetensors"]
    assert painter.session.repainting.recipe.model == "starter"
    assert all(one.id != "soft.safetensors" for one in catalogue.painters)


def test_the_chosen_model_going_away_is_told_once_and_the_painting_goes_on(painter, folder):
    painter.session.models.add(folder)
    told = []
    painter.session.notice.connect(told.append)
    painter.session.models.follow()
    assert painter.session.repainting.context_box is not None
    (folder / "mine").rename(folder.parent / "gone")
    painter.session.models.look()
    painter.wait_for(lambda: told)
    assert "mine" in told[0].message
    assert told[0].hint
    assert painter.session.repainting.context_box is None
    assert not painter.session.attempt(painter.session.repainting.repaint)


def test_folders_of_other_programs_are_listed_and_the_model_stays(painter, folder, tmp_path):
    told = []
    painter.session.notice.connect(told.append)
    painter.session.models.add_all((folder,))
    assert painter.session.repainting.recipe.model == "starter"
    assert "1" in told[0].message
    assert PreferencesFile(tmp_path / "preferences.json").current.model_folders == (str(folder),)


def test_other_programs_that_are_known_already_are_not_offered(painter, folder, monkeypatch):
    home = folder.parent / "home"
    shutil.move(folder, home / "ComfyUI" / "models" / "checkpoints")
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    monkeypatch.setattr("studio.models.programs._roots", lambda _: ())
    (place,) = painter.session.models.others()
    painter.session.models.add_all((place.folder,))
    with pytest.raises(InputError):
        painter.session.models.others()
