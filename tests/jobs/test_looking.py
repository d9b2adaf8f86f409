from __future__ import annotations

import pytest

from studio.jobs.looking import ModelWatch
from studio.models.catalogue import ModelCatalogue
from tests.models.folders import copy_starter


@pytest.fixture
def watched(qapp, qtbot, tmp_path):
    catalogue = ModelCatalogue([tmp_path])
    watch = ModelWatch(catalogue, pause=20)
    told = []
    watch.changed.connect(told.append)

    def wait_for(names):
        qtbot.waitUntil(lambda: [one.id for one in catalogue.entries] == names)

    yield watch, told, wait_for
    watch.close()


def test_a_model_that_comes_and_goes_is_noticed(watched, qtbot, tmp_path):
    watch, told, wait_for = watched
    watch.look()
    qtbot.waitUntil(lambda: bool(watch._watcher.directories()))
    folder = copy_starter(tmp_path / "mine")
    wait_for(["mine"])
    folder.rename(tmp_path / "other")
    wait_for(["other"])
    assert told


def test_a_file_that_arrives_in_pieces_is_read_when_it_is_whole(watched, qtbot, tmp_path):
    watch, _, wait_for = watched
    whole = copy_starter(tmp_path.parent / f"{tmp_path.name}-whole")
    weights = (whole / "vae" / "diffusion_pytorch_model.safetensors").read_bytes()
    place = tmp_path / "vae.safetensors"
    place.write_bytes(weights[:1000])
    watch.look()
    wait_for(["vae.safetensors"])
    entries = watch._catalogue
    assert entries.entries[0].problem is not None
    qtbot.waitUntil(lambda: bool(watch._watcher.files()))
    with place.open("ab") as file:
        file.write(weights[1000:])
    qtbot.waitUntil(lambda: entries.entries[0].problem is None)


def test_nothing_is_told_when_nothing_is_otherwise(watched, qtbot, tmp_path):
    watch, told, _ = watched
    watch.look()
    watch.look()
    qtbot.waitUntil(lambda: watch._thread is None)
    assert not told


def test_closed_amid_a_look_it_tells_nothing_more(watched, qtbot, tmp_path):
    watch, told, _ = watched
    copy_starter(tmp_path / "mine")
    watch.look()
    watch.close()
    assert not told
