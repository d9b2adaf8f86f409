from __future__ import annotations

import shutil

import pytest

from studio.errors import InputError
from studio.resources import resource
from studio.session.preferences import PreferencesFile


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
