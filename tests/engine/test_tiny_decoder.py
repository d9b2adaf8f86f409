"""Previews by a small decoder, in both layouts that are about."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save_file

from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.plan import DevicePlan
from studio.engine.tiny_decoder import load_tiny_decoder
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.families import FAMILIES
from studio.models.tiny_decoders import tiny_decoder_for


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return AutoencoderTiny(latent_channels=4).eval()


@pytest.fixture(scope="module")
def approx(network, tmp_path_factory):
    """`taesd_decoder.safetensors` as its maker gives it, and `taesd/` as diffusers does."""
    root = tmp_path_factory.mktemp("vae_approx")
    tensors = {}
    for name, tensor in network.decoder.state_dict().items():
        _, index, rest = name.split(".", 2)
        tensors[f"{int(index) + 1}.{rest}"] = tensor.contiguous()
    save_file(tensors, root / "taesd_decoder.safetensors")
    network.save_pretrained(root / "taesd")
    return root


@pytest.fixture(params=["taesd_decoder.safetensors", "taesd/diffusion_pytorch_model.safetensors"])
def path(request, approx):
    return approx / request.param


def test_it_shows_latents_as_the_network_does(network, path):
    latents = torch.randn(1, 4, 3, 5, generator=torch.Generator().manual_seed(2))
    shown = load_tiny_decoder(path, 4, CPU).rgb(latents)
    assert shown.shape == (24, 40, 3)
    assert not shown.flags.writeable
    with torch.no_grad():
        picture = network.decode(latents).sample[0].permute(1, 2, 0)
    wanted = ((picture + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).numpy()
    assert np.array_equal(shown, wanted)


def test_a_model_shows_its_latents_by_it_and_by_their_colours_again(catalogue, path):
    model = load_model(catalogue.find("plain"), DevicePlan(CPU))
    latents = torch.randn(1, 4, 4, 4, generator=torch.Generator().manual_seed(2))
    before = model.preview.rgb(latents)
    model.show_by(path)
    assert model.preview.rgb(latents).shape == (32, 32, 3)
    model.show_by(None)
    assert np.array_equal(model.preview.rgb(latents), before)


@pytest.mark.parametrize("channels", [16, 4], ids=["for other latents", "something else"])
def test_what_is_no_decoder_of_these_latents_is_told(approx, tmp_path, channels):
    wrong = approx / "taesd_decoder.safetensors"
    if channels == 4:
        wrong = tmp_path / "taesd.safetensors"
        save_file({"weight": torch.zeros(2)}, wrong)
    with pytest.raises(EngineError) as caught:
        load_tiny_decoder(wrong, channels, CPU)
    assert caught.value.kind is EngineErrorKind.model_broken
    assert caught.value.hint


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("sd15", "taesd_decoder.safetensors"),
        ("sdxl", "taesdxl_decoder.safetensors"),
        ("sdxl", "TAESDXL.safetensors"),
        ("sd15", "taesd/diffusion_pytorch_model.safetensors"),
    ],
)
def test_a_decoder_is_known_by_its_name(tmp_path, family, name):
    others = [tmp_path / "model.safetensors", tmp_path / "taef1_decoder.safetensors"]
    (row,) = (one for one in FAMILIES if one.id == family)
    assert tiny_decoder_for(row, [*others, tmp_path / name]) == tmp_path / name
    assert tiny_decoder_for(row, others) is None
