import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelCatalogue, ModelKind, installed
from studio.models.families import SD15, UNKNOWN
from tests.models.folders import copy_starter, write_tensors

_UNET = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"


def test_the_starter_model_is_installed():
    entry = installed().find("starter")
    assert entry.name == "Starter"
    assert entry.kind is ModelKind.checkpoint
    assert entry.family is SD15
    assert entry.limits.max_side == 128
    assert len(entry.hash) == 64


def test_models_are_found_in_folders_within_folders(tmp_path):
    copy_starter(tmp_path / "deep" / "deeper" / "mine")
    (tmp_path / "loras").mkdir()
    write_tensors(tmp_path / "loras" / "x.safetensors", {"x": (1,)})
    catalogue = ModelCatalogue([tmp_path])
    assert [one.id for one in catalogue.entries] == ["deep/deeper/mine", "loras/x.safetensors"]
    assert [one.id for one in catalogue.checkpoints] == ["deep/deeper/mine"]


def test_the_weights_within_a_model_are_no_models_of_their_own(tmp_path):
    copy_starter(tmp_path / "mine")
    assert len(ModelCatalogue([tmp_path]).entries) == 1


def test_a_folder_that_is_a_model_itself_is_listed(tmp_path):
    copy_starter(tmp_path / "mine")
    assert [one.id for one in ModelCatalogue([tmp_path / "mine"]).entries] == ["mine"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert ModelCatalogue([tmp_path / "gone"]).entries == ()


def test_a_model_is_found_by_its_path(tmp_path):
    folder = copy_starter(tmp_path / "mine")
    assert ModelCatalogue([]).find(str(folder)).path == folder


def test_a_new_model_is_found_after_looking_again(tmp_path):
    catalogue = ModelCatalogue([tmp_path])
    copy_starter(tmp_path / "mine")
    catalogue.rescan()
    assert catalogue.find("mine").name == "Starter"


@pytest.mark.parametrize("name", ["", "nobody", "../nobody"])
def test_an_unknown_model_is_missing_and_the_hint_names_the_others(name):
    with pytest.raises(EngineError) as caught:
        installed().find(name)
    assert caught.value.kind is EngineErrorKind.model_missing
    assert "starter" in caught.value.hint


def test_a_broken_model_is_listed_with_its_problem_and_not_found(tmp_path):
    folder = copy_starter(tmp_path / "mine")
    (folder / "unet" / "config.json").unlink()
    catalogue = ModelCatalogue([tmp_path])
    assert catalogue.entries[0].problem is not None
    assert catalogue.checkpoints == ()
    with pytest.raises(EngineError) as caught:
        catalogue.find("mine")
    assert caught.value.kind is EngineErrorKind.model_missing
    assert "unet/config.json" in str(caught.value)


def test_a_single_file_is_listed_by_its_family_and_says_that_it_cannot_be_loaded_yet(tmp_path):
    write_tensors(tmp_path / "dream.safetensors", {_UNET: (8, 768)})
    entry = ModelCatalogue([tmp_path]).entries[0]
    assert (entry.name, entry.kind, entry.family) == ("dream", ModelKind.checkpoint, SD15)
    assert entry.problem is not None
    assert entry.problem.kind is EngineErrorKind.unsupported


def test_a_file_that_proves_nothing_is_unknown(tmp_path):
    (tmp_path / "junk.safetensors").write_bytes(b"junk")
    entry = ModelCatalogue([tmp_path]).entries[0]
    assert (entry.kind, entry.family) == (ModelKind.unknown, UNKNOWN)
    assert entry.problem is not None
    assert entry.problem.kind is EngineErrorKind.model_broken


def test_folders_that_point_to_each_other_are_walked_once(tmp_path):
    copy_starter(tmp_path / "mine")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [one.id for one in ModelCatalogue([tmp_path]).entries] == ["mine"]
