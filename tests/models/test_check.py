import json
import pickle
import subprocess
import sys

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.check import check_folder
from studio.models.families import SD15
from tests.models.folders import STARTER, Evil, copy_starter, drop_tensor, edit

WEIGHTS = ("unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model", "text_encoder/model")


@pytest.fixture
def folder(tmp_path):
    return copy_starter(tmp_path / "model")


def _refusal(folder):
    with pytest.raises(EngineError) as caught:
        check_folder(folder, SD15)
    assert str(caught.value)
    assert caught.value.hint
    return caught.value


def test_the_starter_model_passes():
    assert check_folder(STARTER, SD15) == ""


@pytest.mark.parametrize(
    "part",
    [
        "model_index.json",
        "unet/config.json",
        "scheduler/scheduler_config.json",
        *(f"{stem}.safetensors" for stem in WEIGHTS),
    ],
)
def test_a_missing_part_is_named(folder, part):
    (folder / part).unlink()
    error = _refusal(folder)
    assert error.kind is EngineErrorKind.model_missing
    assert part in str(error)


@pytest.mark.parametrize("stem", WEIGHTS)
def test_truncated_weights_are_named(folder, stem):
    path = folder / f"{stem}.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    error = _refusal(folder)
    assert error.kind is EngineErrorKind.model_broken
    assert path.name in str(error)


@pytest.mark.parametrize("part", ["unet/config.json", "model_index.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00"])
def test_a_config_that_is_no_object_is_broken(folder, part, content):
    (folder / part).write_bytes(content)
    assert _refusal(folder).kind is EngineErrorKind.model_broken


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unet", ["os", "system"]),
        ("unet", ["diffusers", "AutoencoderKL"]),
        ("unet", ["transformers", "UNet2DConditionModel"]),
        ("unet", ["diffusers", "UNet2DConditionModel", "more"]),
        ("unet", [["os"], "system"]),
        ("extra", ["diffusers", "UNet2DConditionModel"]),
        ("safety_checker", ["os", "system"]),
        ("extra", {"library": "os"}),
        ("_class_name", "FluxPipeline"),
        ("_class_name", ["pipeline", "Mine"]),
    ],
)
def test_a_class_that_is_not_known_is_refused(folder, name, value):
    edit(folder / "model_index.json", **{name: value})
    assert _refusal(folder).kind is EngineErrorKind.model_refused


def test_the_safety_checker_of_old_folders_is_let_be(folder):
    checker = ["stable_diffusion", "StableDiffusionSafetyChecker"]
    edit(folder / "model_index.json", safety_checker=checker)
    assert check_folder(folder, SD15) == ""


@pytest.mark.parametrize("name", ["unet", "vae", "text_encoder"])
def test_a_part_whose_config_names_another_class_is_refused(folder, name):
    key = "architectures" if name == "text_encoder" else "_class_name"
    value = ["LightGlueModel"] if name == "text_encoder" else "FluxTransformer2DModel"
    edit(folder / name / "config.json", **{key: value})
    assert _refusal(folder).kind is EngineErrorKind.model_refused


@pytest.mark.parametrize(
    "key",
    [
        "auto_map",
        "custom_pipeline",
        "trust_remote_code",
        "_attn_implementation",
        "_attn_implementation_internal",
        "attn_implementation",
    ],
)
@pytest.mark.parametrize(
    "part", ["model_index.json", "text_encoder/config.json", "tokenizer/tokenizer_config.json"]
)
def test_a_config_that_asks_for_code_is_refused(folder, part, key):
    edit(folder / part, deeper=[{key: "me--mine.Class"}])
    error = _refusal(folder)
    assert error.kind is EngineErrorKind.model_refused
    assert key in str(error)


@pytest.mark.parametrize("place", ["pipeline.py", "unet/diffusers.py"])
def test_a_folder_with_a_program_in_it_is_refused_and_not_run(folder, tmp_path, place):
    canary = tmp_path / "canary"
    (folder / place).write_text(f"open({str(canary)!r}, 'w')")
    assert _refusal(folder).kind is EngineErrorKind.model_refused
    assert not canary.exists()


@pytest.mark.parametrize("name", ["diffusion_pytorch_model.bin", "weights.anything"])
def test_weights_that_are_only_there_as_a_pickle_are_refused_and_not_run(folder, tmp_path, name):
    canary = tmp_path / "canary"
    (folder / "unet/diffusion_pytorch_model.safetensors").unlink()
    (folder / "unet" / name).write_bytes(pickle.dumps((Evil(canary), bytes(2000))))
    assert _refusal(folder).kind is EngineErrorKind.model_refused
    assert not canary.exists()


def test_a_pickle_named_safetensors_is_refused_and_not_run(folder, tmp_path):
    canary = tmp_path / "canary"
    path = folder / "vae/diffusion_pytorch_model.safetensors"
    path.write_bytes(pickle.dumps(Evil(canary)))
    assert _refusal(folder).kind is EngineErrorKind.model_refused
    assert not canary.exists()


def test_an_old_pickle_beside_the_weights_does_not_matter(folder, tmp_path):
    (folder / "unet/diffusion_pytorch_model.bin").write_bytes(pickle.dumps(Evil(tmp_path / "c")))
    assert check_folder(folder, SD15) == ""


def test_weights_of_half_precision_are_found_by_their_variant(folder):
    for stem in WEIGHTS:
        (folder / f"{stem}.safetensors").rename(folder / f"{stem}.fp16.safetensors")
    assert check_folder(folder, SD15) == "fp16"


def test_weights_that_do_not_go_together_are_not_mixed(folder):
    stem = WEIGHTS[0]
    (folder / f"{stem}.safetensors").rename(folder / f"{stem}.fp16.safetensors")
    assert _refusal(folder).kind is EngineErrorKind.model_missing


def test_weights_in_several_files_are_each_looked_at(folder):
    place = folder / "unet"
    part = "diffusion_pytorch_model-00001-of-00001.safetensors"
    (place / "diffusion_pytorch_model.safetensors").rename(place / part)
    index = place / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"conv_in.weight": part}}))
    assert check_folder(folder, SD15) == ""
    (place / part).write_bytes((place / part).read_bytes()[:-1])
    assert _refusal(folder).kind is EngineErrorKind.model_broken


@pytest.mark.parametrize("part", ["../../elsewhere.safetensors", "gone.safetensors", "a.bin"])
def test_an_index_of_weights_stays_within_its_folder(folder, part):
    place = folder / "unet"
    (place / "diffusion_pytorch_model.safetensors").unlink()
    index = place / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"conv_in.weight": part}}))
    error = _refusal(folder)
    assert error.kind in (EngineErrorKind.model_broken, EngineErrorKind.model_missing)


@pytest.mark.parametrize(
    "name", ["final_layer_norm.weight", "encoder.layers.1.self_attn.q_proj.bias"]
)
def test_a_text_encoder_that_lacks_a_tensor_is_broken(folder, name):
    drop_tensor(folder / "text_encoder" / "model.safetensors", name)
    error = _refusal(folder)
    assert error.kind is EngineErrorKind.model_broken
    assert name in str(error)


def test_checking_imports_neither_torch_nor_diffusers():
    code = (
        "import sys; from studio.models.catalogue import installed; installed().find('starter');"
        "print({'torch', 'diffusers', 'transformers', 'safetensors'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
