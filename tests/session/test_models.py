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
    painter.session.add_models(folder)
    assert painter.session.repainting.recipe.model == "mine"
    assert seen
    kept = PreferencesFile(tmp_path / "preferences.json").current
    assert kept.model_folders == (str(folder),)


def test_a_model_itself_may_be_chosen(painter, folder):
    painter.session.add_models(folder / "mine")
    assert painter.session.repainting.model.path == folder / "mine"


def test_a_folder_added_twice_is_listed_once(painter, folder):
    painter.session.add_models(folder)
    painter.session.add_models(folder)
    ids = [entry.id for entry in painter.session.repainting.catalogue.entries]
    assert ids.count("mine") == 1


def test_a_folder_without_a_model_is_refused_and_forgotten(painter, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no model in empty"):
        painter.session.add_models(tmp_path / "empty")
    assert painter.session.preferences.current.model_folders == ()
    assert painter.session.repainting.recipe.model == "starter"


def test_a_folder_of_loras_is_added_and_the_model_stays(painter, tmp_path):
    name = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"
    (tmp_path / "loras").mkdir()
    write_tensors(tmp_path / "loras" / "soft.safetensors", {name: (4, 768)})
    painter.session.add_models(tmp_path / "loras")
    catalogue = painter.session.repainting.catalogue
    assert [one.id for one in catalogue.of_kind(ModelKind.lora)] == ["soft.safetensors"]
    assert painter.session.repainting.recipe.model == "starter"
    assert all(one.id != "soft.safetensors" for one in catalogue.painters)
