"""Where networks wait, and what they are kept as: tried on the one processor there is here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from studio.engine.device import CPU, Device
from studio.engine.int8 import keep_in_int8
from studio.engine.loading import load_model
from studio.engine.local import LocalEngine
from studio.engine.placing import denoiser_of, placed
from studio.engine.plan import DevicePlan
from studio.engine.taps import cancel_points
from studio.engine.warm import WarmModels
from studio.generation.engine import Cancelled
from studio.generation.hardware import HardwareChoice, Offload
from studio.generation.request import Task
from studio.models.catalogue import ModelCatalogue
from tests.engine.machines import computer
from tests.engine.requests import a_request, halves
from tests.fakes.tiny_additions import write_lora
from tests.fakes.watches import Recorder

MODELS = ("plain", "inpainting", "xl")
PLAN = DevicePlan(CPU)


def an_engine(catalogue, monkeypatch, plan):
    """One that follows this plan, whatever the machine."""
    monkeypatch.setattr("studio.engine.local.plan_for", lambda *_: plan)
    return LocalEngine(catalogue, probe=lambda: (computer(),))


def a_repaint(model, **recipe):
    return a_request(Task.inpaint, model=model, mask=halves(0, 255), strength=0.7, **recipe)


@pytest.mark.parametrize("offload", [Offload.parts, Offload.layers])
@pytest.mark.parametrize("model", MODELS)
def test_weights_that_wait_elsewhere_give_the_same_picture(
    engine, catalogue, monkeypatch, model, offload
):
    usual = engine.generate(a_repaint(model), Recorder()).pixels
    other = an_engine(catalogue, monkeypatch, replace(PLAN, offload=offload))
    for _ in range(2):
        assert np.array_equal(other.generate(a_repaint(model), Recorder()).pixels, usual)


@pytest.mark.parametrize("offload", [Offload.parts, Offload.layers])
def test_a_cancel_leaves_them_usable(engine, catalogue, monkeypatch, offload):
    usual = engine.generate(a_repaint("plain"), Recorder()).pixels
    other = an_engine(catalogue, monkeypatch, replace(PLAN, offload=offload))
    for later in (0, 40, 90):
        with pytest.raises(Cancelled):
            other.generate(a_repaint("plain"), Recorder(cancel_after=1, later=later))
    assert np.array_equal(other.generate(a_repaint("plain"), Recorder()).pixels, usual)


def test_parts_are_all_back_when_nothing_runs(catalogue):
    model = load_model(catalogue.find("plain"), replace(PLAN, offload=Offload.parts))
    with placed(model.pipe, replace(PLAN, offload=Offload.parts)):
        assert hasattr(denoiser_of(model.pipe), "_hf_hook")
    assert not hasattr(denoiser_of(model.pipe), "_hf_hook")


@pytest.mark.parametrize("model", MODELS)
def test_eight_bits_take_a_quarter_and_give_nearly_the_same_picture(engine, catalogue, model):
    usual = engine.generate(a_repaint(model, guidance=1.0), Recorder()).pixels.astype(int)
    eight = LocalEngine(catalogue, probe=lambda: (computer(),))
    request = replace(a_repaint(model, guidance=1.0), hardware=HardwareChoice(keeps_int8=True))
    found = eight.generate(request, Recorder()).pixels.astype(int)
    assert np.abs(usual - found).mean() < 8
    (loaded,) = eight._warm._loaded.values()
    kinds = {weight.dtype for weight in denoiser_of(loaded.pipe).parameters()}
    assert torch.int8 in kinds
    assert network_bytes(loaded) < 0.4 * network_bytes(load_model(catalogue.find(model), PLAN))


def test_a_lora_works_on_eight_bits_and_leaves_no_trace(catalogue, folder, tmp_path):
    write_lora(tmp_path / "soft.safetensors", folder / "plain")
    eight = LocalEngine(ModelCatalogue([folder, tmp_path]), probe=lambda: (computer(),))
    choice = HardwareChoice(keeps_int8=True)
    plain = replace(a_repaint("plain"), hardware=choice)
    worn = replace(a_repaint("plain", prompt="a cat <lora:soft:1>"), hardware=choice)
    first = eight.generate(plain, Recorder()).pixels
    assert not np.array_equal(eight.generate(worn, Recorder()).pixels, first)
    assert np.array_equal(eight.generate(plain, Recorder()).pixels, first)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_a_layer_in_eight_bits_is_near_to_what_it_was(dtype):
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(8, 16, 3), torch.nn.Flatten(1), torch.nn.Linear(64, 32)
    )
    network = network.to(dtype).eval()
    picture = torch.randn(1, 8, 4, 4, dtype=dtype)
    with torch.no_grad():
        whole = network(picture).float()
        keep_in_int8(network)
        found = network(picture)
    assert found.dtype is dtype
    assert (found.float() - whole).norm() < 0.03 * whole.norm()


def test_rows_of_zeros_stay_so():
    layer = torch.nn.Linear(64, 8, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        keep_in_int8(layer)
        assert torch.equal(layer(torch.ones(1, 64)), torch.zeros(1, 8))


def network_bytes(model):
    return sum(weight.nbytes for weight in denoiser_of(model.pipe).parameters())


def test_eight_bits_stay_so_after_every_task(catalogue):
    """Making a pipeline from another casts its networks."""
    eight = LocalEngine(catalogue, probe=lambda: (computer(),))
    for task in Task:
        mask = halves(0, 255) if task is Task.inpaint else None
        request = a_request(task, mask=mask, strength=1.0)
        eight.generate(replace(request, hardware=HardwareChoice(keeps_int8=True)), Recorder())
    (loaded,) = eight._warm._loaded.values()
    kinds = {weight.dtype for weight in denoiser_of(loaded.pipe).parameters()}
    assert torch.int8 in kinds


@pytest.mark.parametrize("model", MODELS)
def test_a_vae_in_pieces_is_whole_again_afterwards(catalogue, monkeypatch, model):
    other = an_engine(catalogue, monkeypatch, replace(PLAN, tiles_vae=True))
    other.generate(a_repaint(model), Recorder())
    (loaded,) = other._warm._loaded.values()
    assert (loaded.pipe.vae.use_tiling, loaded.pipe.vae.use_slicing) == (False, False)


def test_attention_by_pieces_gives_nearly_the_same_picture(engine, catalogue, monkeypatch):
    usual = engine.generate(a_repaint("plain"), Recorder()).pixels.astype(int)
    other = an_engine(catalogue, monkeypatch, replace(PLAN, slices_attention=True))
    found = other.generate(a_repaint("plain"), Recorder()).pixels.astype(int)
    assert np.abs(usual - found).max() <= 1


# diffusers' own XL pipelines call it where their VAE must not run in half precision.
@pytest.mark.filterwarnings("ignore:`upcast_vae` is deprecated:FutureWarning")
def test_a_vae_that_was_stopped_in_full_precision_is_in_half_again(catalogue):
    """Stable Diffusion XL decodes in float32, and would stay in it after a cancel there."""
    engine = LocalEngine(catalogue, Device("cpu", torch.float16))
    request = a_request(model="xl", steps=1, guidance=1.0)
    usual = engine.generate(request, Recorder()).pixels
    (loaded,) = engine._warm._loaded.values()

    def stop(_network, _inputs):
        raise Cancelled

    vae: Any = loaded.pipe.vae
    hook = vae.decoder.mid_block.register_forward_pre_hook(stop)
    with pytest.raises(Cancelled):
        engine.generate(request, Recorder())
    hook.remove()
    assert loaded.pipe.vae.dtype is torch.float16
    assert np.array_equal(engine.generate(request, Recorder()).pixels, usual)


def test_a_picture_that_overflows_in_half_precision_is_decoded_in_full(catalogue):
    engine = LocalEngine(catalogue, Device("cpu", torch.float16))
    request = a_request(steps=1, guidance=1.0)
    usual = engine.generate(request, Recorder()).pixels.astype(int)
    (loaded,) = engine._warm._loaded.values()

    def overflow(_network, inputs, output):
        return output * torch.inf if inputs[0].dtype is torch.float16 else output

    vae: Any = loaded.pipe.vae
    hook = vae.decoder.conv_out.register_forward_hook(overflow)
    saved = engine.generate(request, Recorder()).pixels.astype(int)
    hook.remove()
    assert np.abs(saved - usual).mean() < 2
    assert loaded.pipe.vae.dtype is torch.float16


def test_compiled_blocks_are_not_compiled_anew_for_every_run(catalogue):
    """So no cancel point is put on them; there are enough around."""
    model = load_model(catalogue.find("plain"), PLAN)
    unet = denoiser_of(model.pipe)
    before = count_points(unet)
    unet.compile_repeated_blocks(backend="eager")
    compiled = [one for one in unet.modules() if one._compiled_call_impl is not None]
    assert compiled
    with cancel_points([unet], lambda: None):
        inner = [part for one in compiled for part in one.modules()]
        assert not any(part._forward_pre_hooks for part in inner)
    assert 0 < count_points(unet) < before


def count_points(network):
    with cancel_points([network], lambda: None):
        return sum(bool(part._forward_pre_hooks) for part in network.modules())


def test_a_model_in_another_build_takes_the_place_of_the_one_before(catalogue):
    warm = WarmModels()
    entry = catalogue.find("plain")
    for plan in (PLAN, replace(PLAN, keeps_int8=True), PLAN):
        warm.get(entry, plan, others_bytes=1 << 40, before_loading=lambda: None)
        assert len(warm._loaded) == 1
