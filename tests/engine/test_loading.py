"""Loading models, keeping them, and telling what is wrong with them."""

from __future__ import annotations

import json
import shutil
from functools import partial

import pytest
import torch
from safetensors.torch import load_file, save_file

from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.placing import denoiser_of
from studio.engine.plan import DevicePlan
from studio.engine.warm import WarmModels
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.request import Task
from studio.models.catalogue import entry_of


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder / "plain", tmp_path / "copied")


def error_of(entry):
    with pytest.raises(EngineError) as caught:
        load_model(entry, DevicePlan(CPU))
    assert caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_part_that_went_missing_since_the_folder_was_found(copied):
    entry = entry_of(copied)
    shutil.rmtree(copied / "vae")
    assert error_of(entry).kind is EngineErrorKind.model_missing


def test_weights_that_were_cut_short(copied):
    entry = entry_of(copied)
    weights = copied / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    assert error_of(entry).kind is EngineErrorKind.model_broken


def test_a_tensor_that_is_missing(copied):
    weights = copied / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    del tensors["conv_in.weight"]
    save_file(tensors, weights)
    assert error_of(entry_of(copied)).kind is EngineErrorKind.model_broken


def test_a_tensor_of_the_text_encoder_that_is_missing(copied):
    weights = copied / "text_encoder" / "model.safetensors"
    tensors = load_file(weights)
    del tensors["final_layer_norm.weight"]
    save_file(tensors, weights)
    assert error_of(entry_of(copied)).kind is EngineErrorKind.model_broken


def test_a_tensor_of_another_shape(copied):
    weights = copied / "vae" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["decoder.conv_in.weight"] = torch.zeros(3, 3)
    save_file(tensors, weights)
    assert error_of(entry_of(copied)).kind is EngineErrorKind.model_broken


def test_a_config_that_is_not_one(copied):
    entry = entry_of(copied)
    (copied / "scheduler" / "scheduler_config.json").write_text("{")
    assert error_of(entry).kind is EngineErrorKind.model_broken


def test_a_vocabulary_that_is_not_one(copied):
    for path in (copied / "tokenizer").iterdir():
        if path.name != "tokenizer_config.json":
            path.write_text(json.dumps({"words": "none"}))
    assert error_of(entry_of(copied)).kind is EngineErrorKind.model_broken


def test_views_share_their_networks_and_keep_their_precision(catalogue):
    model = load_model(catalogue.find("plain"), DevicePlan(CPU))
    views = [model.view(task) for task in Task]
    assert len({id(denoiser_of(view)) for view in views}) == 1
    assert len({type(view).__name__ for view in views}) == 3
    assert {
        weight.dtype for view in views for _, weight in denoiser_of(view).named_parameters()
    } == {torch.float32}
    assert model.view(Task.inpaint) is views[2]


def test_an_inpainting_model_does_every_task_by_inpainting(catalogue):
    model = load_model(catalogue.find("inpainting"), DevicePlan(CPU))
    assert {type(model.view(task)).__name__ for task in Task} == {"StableDiffusionInpaintPipeline"}


@pytest.mark.parametrize(("limit", "loads"), [(1 << 30, 2), (0, 3)], ids=["kept", "dropped"])
def test_others_stay_loaded_as_far_as_memory_goes(catalogue, limit, loads):
    warm = WarmModels()
    loaded = []
    for name in ("plain", "inpainting", "plain"):
        warm.get(
            catalogue.find(name),
            DevicePlan(CPU),
            others_bytes=limit,
            before_loading=partial(loaded.append, name),
        )
    assert len(loaded) == loads


def test_a_model_whose_files_changed_is_loaded_anew(copied):
    warm, loaded = WarmModels(), []

    def get(number):
        told = partial(loaded.append, number)
        return warm.get(
            entry_of(copied), DevicePlan(CPU), others_bytes=1 << 30, before_loading=told
        )

    get(1)
    weights = copied / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["conv_in.bias"] += 1
    save_file(tensors, weights)
    changed = get(2)
    assert loaded == [1, 2]
    weights_now = dict(changed.pipe.unet.named_parameters())
    assert torch.equal(weights_now["conv_in.bias"], tensors["conv_in.bias"])
