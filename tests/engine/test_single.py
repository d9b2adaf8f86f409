"""Single files in the layout of A1111 and ComfyUI: the same model as the folder it was made of."""

from __future__ import annotations

import socket

import numpy as np
import pytest
import torch

from studio.engine.device import CPU
from studio.engine.local import LocalEngine
from studio.engine.prediction import predicts_velocity
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.request import Task
from studio.models.catalogue import ModelCatalogue, entry_of
from studio.models.families import SD21
from studio.resources import resource
from tests.engine.requests import a_request, halves
from tests.fakes.checkpoints import SD15_WORDS, SD21_WORDS, SDXL_WORDS, write_checkpoint
from tests.fakes.tiny_models import make_model
from tests.fakes.watches import Recorder
from tests.models.folders import drop_tensor

LAYOUTS = {"plain": SD15_WORDS, "inpainting": SD15_WORDS, "xl": SDXL_WORDS}


@pytest.fixture(scope="module")
def files(folder, tmp_path_factory):
    """The models of `folder` as single files, and a lone denoiser."""
    root = tmp_path_factory.mktemp("files")
    for name, words in LAYOUTS.items():
        write_checkpoint(folder / name, root / f"{name}.safetensors", words)
    lone = root / "lone"
    lone.mkdir()
    write_checkpoint(folder / "plain", lone / "a.safetensors", SD15_WORDS, only_denoiser=True)
    return root


@pytest.fixture
def no_network(monkeypatch):
    """Fails whoever opens a socket."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def masked(model):
    return a_request(Task.inpaint, model=model, mask=halves(0, 255), strength=0.8)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_single_file_paints_what_its_folder_paints(engine, files, name):
    whole = engine.generate(masked(name), Recorder()).pixels
    single = LocalEngine(ModelCatalogue([files]), CPU)
    pixels = single.generate(masked(f"{name}.safetensors"), Recorder()).pixels
    assert np.array_equal(pixels, whole)


@pytest.mark.usefixtures("no_network")
def test_a_file_of_version_2_paints_what_its_folder_paints(engine, folder, tmp_path):
    """Its text encoder is in the layout of OpenCLIP."""
    write_checkpoint(folder / "plain", tmp_path / "a.safetensors", SD21_WORDS)
    catalogue = ModelCatalogue([tmp_path])
    assert catalogue.find("a.safetensors").family is SD21
    pixels = LocalEngine(catalogue, CPU).generate(masked("a.safetensors"), Recorder()).pixels
    assert np.array_equal(pixels, engine.generate(masked("plain"), Recorder()).pixels)


def test_a_lone_denoiser_paints_with_the_parts_of_a_folder_of_its_family(engine, files, folder):
    whole = engine.generate(masked("plain"), Recorder()).pixels
    catalogue = ModelCatalogue([files / "lone", folder])
    (files / "lone" / "a").rename(files / "put away")
    try:
        catalogue.rescan()
        pixels = LocalEngine(catalogue, CPU).generate(masked("a.safetensors"), Recorder()).pixels
    finally:
        (files / "put away").rename(files / "lone" / "a")
    assert np.array_equal(pixels, whole)


def refusal_of(path):
    with pytest.raises(EngineError) as caught:
        LocalEngine(ModelCatalogue([path.parent]), CPU).generate(masked(path.name), Recorder())
    return caught.value


@pytest.mark.parametrize(
    "tensor",
    [
        "model.diffusion_model.out.2.bias",
        "first_stage_model.decoder.conv_out.bias",
        "cond_stage_model.transformer.text_model.final_layer_norm.weight",
    ],
)
def test_a_file_that_lacks_a_tensor_is_broken(folder, tmp_path, tensor):
    path = write_checkpoint(folder / "plain", tmp_path / "a.safetensors", SD15_WORDS)
    drop_tensor(path, tensor)
    assert refusal_of(path).kind is EngineErrorKind.model_broken


def test_a_truncated_file_is_broken(folder, tmp_path):
    path = write_checkpoint(folder / "plain", tmp_path / "a.safetensors", SD15_WORDS)
    path.write_bytes(path.read_bytes()[:-1000])
    assert refusal_of(path).kind is EngineErrorKind.model_broken


def test_a_file_that_lies_about_its_family_is_broken(folder, tmp_path):
    path = write_checkpoint(folder / "plain", tmp_path / "a.safetensors", SDXL_WORDS)
    for own in (tmp_path / "a").rglob("*"):
        if own.is_file():
            own.unlink()
    (tmp_path / "a").rename(tmp_path / "b")
    assert refusal_of(path).kind in (EngineErrorKind.model_broken, EngineErrorKind.model_missing)


class Unet(torch.nn.Module):  # type: ignore[misc]
    """Gives back a share of what it is given."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.tensor(share))
        self.config = type("Config", (), {"in_channels": 4, "cross_attention_dim": 8})

    def forward(self, sample, _timestep, _words):
        numbers = torch.Generator().manual_seed(1)
        other = torch.randn(sample.shape, generator=numbers)
        given = sample * self.weight + other * (1 - self.weight)
        return type("Output", (), {"sample": given})


@pytest.mark.parametrize(("share", "is_velocity"), [(0.95, False), (0.0, True), (-0.5, True)])
def test_a_network_that_gives_noise_back_predicts_noise(share, is_velocity):
    assert predicts_velocity(Unet(share)) is is_velocity


def test_a_file_that_says_it_predicts_v_is_run_so(folder, tmp_path):
    words = {**SD15_WORDS, "modelspec.prediction_type": "v"}
    path = write_checkpoint(folder / "plain", tmp_path / "a.safetensors", words)
    from studio.engine.single import pipeline_of_file

    pipe = pipeline_of_file(entry_of(path), torch.float32)
    assert pipe.scheduler.config["prediction_type"] == "v_prediction"


KNOWN = {
    ("sd15", "unet"): 859_520_964,
    ("sd15", "vae"): 83_653_863,
    ("sd15", "text_encoder"): 123_060_480,
    ("sd21", "unet"): 865_910_724,
    ("sd21", "text_encoder"): 340_387_840,
    ("sdxl", "unet"): 2_567_463_684,
    ("sdxl", "text_encoder"): 123_060_480,
    ("sdxl", "text_encoder_2"): 694_659_840,
}


@pytest.mark.parametrize(("family", "part"), KNOWN, ids="/".join)
def test_the_configs_that_ship_build_networks_of_the_known_size(family, part):
    import diffusers
    import transformers

    folder = resource("families", family, part)
    with torch.device("meta"):
        if part.startswith("text"):
            config = transformers.CLIPTextConfig.from_pretrained(folder)
            network = getattr(transformers, config.architectures[0])(config)
        else:
            kind = diffusers.AutoencoderKL if part == "vae" else diffusers.UNet2DConditionModel
            network = kind.from_config(kind.load_config(folder))
    assert sum(one.numel() for one in network.parameters()) == KNOWN[family, part]


def test_the_vocabulary_that_ships_is_that_of_clip():
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(resource("families", "clip"), local_files_only=True)
    ids = tokenizer("a photo of an astronaut riding a horse").input_ids
    assert ids == [49406, 320, 1125, 539, 550, 18376, 6765, 320, 4558, 49407]


def test_a_model_folder_is_no_single_file(tmp_path):
    assert entry_of(make_model(tmp_path / "plain")).rest is None
