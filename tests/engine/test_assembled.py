"""A denoiser, its text encoders and its VAE as ComfyUI keeps them: one file each."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from studio.engine.demand import demand_of
from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.local import LocalEngine
from studio.engine.plan import DevicePlan
from studio.engine.vocabularies import tokenizer_in
from studio.generation.engine import EngineError, EngineErrorKind
from studio.geometry import Extent
from studio.models import assembling, proof
from studio.models.catalogue import ModelCatalogue
from studio.models.entry import with_rest
from studio.models.families import FAMILIES
from studio.resources import resource
from tests.engine.requests import a_request, halves
from tests.fakes.checkpoints import copy_configs, write_z_image_denoiser
from tests.fakes.comfy import lay_out, merge
from tests.fakes.flow_checkpoints import write_flux_denoiser
from tests.fakes.tiny_flows import make_flux, make_z_image
from tests.fakes.watches import Recorder
from tests.models.folders import drop_tensor

# By what tiny ones are known: real ones have 12, 24 and 36 layers.
NARROW = {
    "clip-l": {"text_model.embeddings.position_embedding.weight": 768},
    "t5-xxl": {"encoder.final_layer_norm.weight": 4096},
    "qwen3-4b": {"model.norm.weight": 32},
}
MODELS = {
    "flux": (lambda folder: make_flux(folder, is_provable=True), write_flux_denoiser),
    "z-image": (make_z_image, write_z_image_denoiser),
}


@pytest.fixture(autouse=True)
def narrow(monkeypatch, narrow_flux):
    monkeypatch.setattr(proof, "ENCODERS", NARROW)


@pytest.fixture
def comfy(tmp_path, monkeypatch):
    """Lays out a model as ComfyUI would, and lets its configs be those that ship."""

    def laid(model: str) -> tuple[Path, Path]:
        make, write = MODELS[model]
        folder = make(tmp_path / "whole" / model)
        configs = copy_configs(folder, tmp_path / "configs")
        monkeypatch.setattr(assembling, "shipped_configs", lambda _: configs)
        return folder.parent, lay_out(folder, tmp_path / "ComfyUI", write)

    return laid


def painted(root: Path, model: str):
    request = a_request(
        model=model, sampler="Flow Euler", strength=0.8, guidance=3.0, mask=halves(0, 255)
    )
    return LocalEngine(ModelCatalogue([root]), CPU).generate(request, Recorder()).pixels


@pytest.mark.parametrize("model", MODELS)
def test_files_of_a_model_paint_what_its_folder_paints(comfy, model):
    whole, files = comfy(model)
    pixels = painted(files, "models/diffusion_models/it.safetensors")
    assert np.array_equal(pixels, painted(whole, model))


@pytest.mark.parametrize("model", MODELS)
def test_a_checkpoint_that_holds_all_of_them_needs_nothing_else(comfy, model):
    whole, files = comfy(model)
    pixels = painted(merge(files), "models/checkpoints/all.safetensors")
    assert np.array_equal(pixels, painted(whole, model))
    lone = ModelCatalogue([files]).find("models/checkpoints/all.safetensors")
    folder = ModelCatalogue([whole]).find(model)
    size = Extent(64, 64)
    assert demand_of(lone, size) == replace(demand_of(folder, size), largest=ANY)


@pytest.mark.parametrize("model", MODELS)
def test_as_much_memory_is_reckoned_with_as_for_the_folder(comfy, model):
    whole, files = comfy(model)
    lone = ModelCatalogue([files]).find("models/diffusion_models/it.safetensors")
    folder = ModelCatalogue([whole]).find(model)
    size = Extent(64, 64)
    wanted = demand_of(folder, size)
    assert demand_of(lone, size).weights == wanted.weights
    assert demand_of(with_rest(lone, folder.path), size).weights == wanted.weights
    assert demand_of(lone, size).is_transformer


@pytest.mark.parametrize(("part", "called"), [("t5xxl_fp16", "t5xxl"), ("ae", "ae")])
def test_what_is_lacking_is_named_as_people_know_it(comfy, part, called):
    _, files = comfy("flux")
    (found,) = files.rglob(f"{part}.safetensors")
    found.unlink()
    with pytest.raises(EngineError) as caught:
        painted(files, "models/diffusion_models/it.safetensors")
    assert caught.value.kind is EngineErrorKind.model_missing
    assert f"{called}.safetensors" in caught.value.hint
    assert "clip_l" not in caught.value.hint


def test_parts_that_come_later_complete_it(comfy, tmp_path):
    _, files = comfy("flux")
    (found,) = files.rglob("ae.safetensors")
    found.rename(tmp_path / "ae.safetensors")
    catalogue = ModelCatalogue([files])
    assert [one for one in catalogue.painters if one.problem]
    (tmp_path / "ae.safetensors").rename(found)
    assert catalogue.rescan()
    assert not [one for one in catalogue.painters if one.problem]


def test_a_vae_of_another_name_is_not_taken_for_it(comfy):
    """Those of Flux and of Stable Diffusion 3 are built alike."""
    _, files = comfy("flux")
    (found,) = files.rglob("ae.safetensors")
    found.rename(found.with_name("sd3_vae.safetensors"))
    with pytest.raises(EngineError):
        painted(files, "models/diffusion_models/it.safetensors")


def test_of_two_the_larger_is_taken(comfy):
    _, files = comfy("flux")
    (found,) = files.rglob("t5xxl_fp16.safetensors")
    halved = found.with_name("a_t5xxl_fp8.safetensors")
    shutil.copy(found, halved)
    drop_tensor(halved, "encoder.block.0.layer.0.SelfAttention.q.weight")
    entry = ModelCatalogue([files]).find("models/diffusion_models/it.safetensors")
    assert dict(entry.parts)["text_encoder_2"] == found


def test_a_part_that_lacks_a_tensor_is_broken(comfy):
    _, files = comfy("flux")
    (found,) = files.rglob("t5xxl_fp16.safetensors")
    drop_tensor(found, "encoder.block.0.layer.0.SelfAttention.q.weight")
    with pytest.raises(EngineError) as caught:
        painted(files, "models/diffusion_models/it.safetensors")
    assert caught.value.kind is EngineErrorKind.model_broken


def test_text_encoders_are_no_models_to_paint_with(comfy):
    _, files = comfy("flux")
    painters = ModelCatalogue([files]).painters
    assert [one.id for one in painters] == ["models/diffusion_models/it.safetensors"]


KNOWN = {
    ("flux", "transformer"): 11_901_408_320,
    ("flux-schnell", "transformer"): 11_891_178_560,
    ("flux-fill", "transformer"): 11_902_391_360,
    ("flux", "vae"): 83_819_683,
    ("flux", "text_encoder"): 123_060_480,
    ("flux", "text_encoder_2"): 4_762_310_656,
    ("z-image", "text_encoder"): 4_022_468_096,
    ("z-image", "transformer"): 6_154_908_736,
}


@pytest.mark.parametrize(("family", "part"), KNOWN, ids="/".join)
def test_the_configs_that_ship_build_networks_of_the_known_size(family, part):
    import diffusers
    import transformers

    folder = resource("families", family, part)
    row = next(one for one in FAMILIES if one.id == family)
    with torch.device("meta"):
        if part.startswith("text"):
            config = transformers.AutoConfig.from_pretrained(folder)
            network = getattr(transformers, config.architectures[0])(config)
        else:
            component = row.component(part)
            assert component is not None
            (name,) = component.classes
            kind = getattr(diffusers, name)
            network = kind.from_config(kind.load_config(folder))
    assert sum(one.numel() for one in network.parameters()) == KNOWN[family, part]


@pytest.mark.parametrize(
    ("vocabulary", "words", "numbers"),
    [
        (
            "t5",
            "studies have shown that owning a dog is good for you",
            [2116, 43, 2008, 24, 293, 53, 3, 9, 1782, 19, 207, 21, 25, 1],
        ),
        ("qwen", "Hello world", [9707, 1879]),
        ("qwen", "<|im_start|>你好<|image_pad|>", [151644, 108386, 151655]),
    ],
)
def test_the_vocabularies_that_ship_are_their_makers(vocabulary, words, numbers):
    """The first is from the documentation of T5."""
    tokenizer = tokenizer_in(resource("families", vocabulary), vocabulary)
    assert tokenizer(words).input_ids == numbers


def test_qwen_is_asked_as_in_a_chat():
    tokenizer = tokenizer_in(resource("families", "qwen"), "qwen")
    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": "a cat"}],
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=True,
    )
    assert asked == "<|im_start|>user\na cat<|im_end|>\n<|im_start|>assistant\n"


def test_text_encoders_in_eight_bits_are_computed_in_more(comfy):
    """As t5xxl_fp8_e4m3fn has them."""
    _, files = comfy("flux")
    (found,) = files.rglob("t5xxl_fp16.safetensors")
    eighths = {name: one.to(torch.float8_e4m3fn) for name, one in load_file(found).items()}
    save_file(eighths, found)
    entry = ModelCatalogue([files]).find("models/diffusion_models/it.safetensors")
    encoder = load_model(entry, DevicePlan(CPU)).pipe.components["text_encoder_2"]
    assert isinstance(encoder, torch.nn.Module)
    assert {one.dtype for one in encoder.parameters()} == {torch.float32}
    assert painted(files, entry.id).shape == (32, 32, 3)


@pytest.mark.parametrize("is_loaded", [False, True], ids=["before", "after"])
def test_a_part_that_is_deleted_meanwhile_is_told(comfy, is_loaded):
    _, files = comfy("z-image")
    engine = LocalEngine(ModelCatalogue([files]), CPU)
    request = a_request(
        model="models/diffusion_models/it.safetensors", sampler="Flow Euler", steps=1
    )
    if is_loaded:
        engine.generate(request, Recorder())
    (found,) = files.rglob("qwen_3_4b.safetensors")
    found.unlink()
    with pytest.raises(EngineError) as caught:
        engine.generate(request, Recorder())
    assert caught.value.kind is EngineErrorKind.model_missing
    assert "qwen_3_4b" in f"{caught.value}{caught.value.hint}"
