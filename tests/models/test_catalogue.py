import json
import shutil

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelCatalogue, ModelKind, entry_of, installed
from studio.models.families import SD15, UNKNOWN
from studio.resources import resource
from tests.models.folders import STARTER, STARTER_SIDE, copy_starter, write_tensors

_UNET = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"


def test_the_starter_model_is_installed():
    entry = installed().find("starter")
    assert entry.name == "Starter"
    assert entry.kind is ModelKind.checkpoint
    assert entry.family is SD15
    assert entry.limits.max_side == STARTER_SIDE
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


_WHOLE = {
    _UNET: (8, 768),
    "first_stage_model.decoder.conv_in.weight": (8, 4),
    "cond_stage_model.x": (1,),
}


def test_a_whole_checkpoint_needs_nothing_but_the_configs_that_ship(tmp_path):
    write_tensors(tmp_path / "dream.safetensors", _WHOLE)
    entry = ModelCatalogue([tmp_path]).find("dream.safetensors")
    assert (entry.name, entry.kind, entry.family) == ("dream", ModelKind.checkpoint, SD15)
    assert entry.rest == resource("families", "sd15")


def test_a_lone_denoiser_says_what_else_it_needs_and_where_to_put_it(tmp_path):
    write_tensors(tmp_path / "dream.safetensors", {_UNET: (8, 768)})
    problem = ModelCatalogue([tmp_path]).entries[0].problem
    assert problem is not None
    assert problem.kind is EngineErrorKind.model_missing
    assert "text_encoder, tokenizer" in problem.hint
    assert str(tmp_path / "dream") in problem.hint


def test_a_lone_denoiser_takes_the_rest_from_a_folder_of_its_family(tmp_path):
    write_tensors(tmp_path / "dream.safetensors", {_UNET: (8, 768)})
    folder = copy_starter(tmp_path / "other")
    assert ModelCatalogue([tmp_path]).find("dream.safetensors").rest == folder


def test_the_folder_of_a_files_name_completes_it_and_is_no_model_of_its_own(tmp_path):
    write_tensors(tmp_path / "dream.safetensors", {_UNET: (8, 768)})
    folder = copy_starter(tmp_path / "dream")
    shutil.rmtree(folder / "unet")
    (folder / "unet").mkdir()
    shutil.copy(STARTER / "unet" / "config.json", folder / "unet")
    catalogue = ModelCatalogue([tmp_path])
    assert [one.id for one in catalogue.entries] == ["dream.safetensors"]
    assert catalogue.find("dream.safetensors").rest == folder


def test_a_lora_is_listed_by_its_kind_and_paints_nothing_by_itself(tmp_path):
    name = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"
    write_tensors(tmp_path / "soft.safetensors", {name: (4, 768)})
    catalogue = ModelCatalogue([tmp_path])
    assert [one.name for one in catalogue.of_kind(ModelKind.lora)] == ["soft"]
    assert catalogue.checkpoints == ()
    with pytest.raises(EngineError) as caught:
        catalogue.find("soft.safetensors")
    assert caught.value.kind is EngineErrorKind.unsupported


@pytest.mark.parametrize(
    ("words", "prediction"),
    [
        ({}, ""),
        ({"modelspec.prediction_type": "v"}, "v_prediction"),
        ({"modelspec.prediction_type": "epsilon"}, "epsilon"),
    ],
)
def test_what_a_denoiser_predicts_is_as_its_maker_says(tmp_path, words, prediction):
    path = write_tensors(tmp_path / "dream.safetensors", _WHOLE, **words)
    assert entry_of(path).prediction == prediction


@pytest.mark.parametrize(
    ("name", "steps", "sampler"),
    [
        ("dream", 20, "Euler"),
        ("dream-turbo", 4, "Euler a"),
        ("dream_lightning_8step", 8, "Euler"),
        ("Dream-LCM", 6, "LCM"),
        ("turbocharged", 20, "Euler"),
    ],
)
def test_a_few_step_model_is_known_by_its_name(tmp_path, name, steps, sampler):
    entry = entry_of(write_tensors(tmp_path / f"{name}.safetensors", _WHOLE))
    assert (entry.recommended.steps, entry.recommended.sampler) == (steps, sampler)
    assert entry.recommended.spacing == ("" if steps == 20 else "trailing")


@pytest.mark.parametrize(
    ("scheduler", "steps"),
    [
        ({"_class_name": "LCMScheduler"}, 6),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}, 4),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "leading"}, 20),
    ],
)
def test_a_few_step_folder_is_known_by_its_scheduler(tmp_path, scheduler, steps):
    folder = copy_starter(tmp_path / "dream")
    (folder / "repaint-studio.json").unlink()
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(scheduler))
    assert entry_of(folder).recommended.steps == steps


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
