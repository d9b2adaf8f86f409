"""What happens when memory runs out, or numbers run away."""

from __future__ import annotations

import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from studio.engine import loading
from studio.engine.device import CPU, is_out_of_memory
from studio.engine.local import LocalEngine
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelCatalogue
from tests.engine.requests import a_request
from tests.fakes.watches import Recorder


def warm_model(engine):
    """The one that an engine has loaded."""
    (model,) = engine._warm._loaded.values()
    return model


@pytest.fixture
def own(catalogue):
    """An engine of this test's own, warm; and its model."""
    engine = LocalEngine(catalogue, CPU)
    engine.generate(a_request(steps=1), Recorder())
    return engine, warm_model(engine)


@pytest.mark.parametrize(
    ("error", "is_it"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), True),
        (RuntimeError("MPS backend out of memory"), True),
        (MemoryError(), True),
        (RuntimeError("shapes do not match"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_errors_of_memory_are_told_from_others(error, is_it):
    assert is_out_of_memory(error) is is_it


def test_memory_that_runs_out_while_loading_is_no_damage(catalogue, monkeypatch):
    def fail(*_):
        raise torch.OutOfMemoryError

    monkeypatch.setattr(loading, "_from_folder", fail)
    with pytest.raises(EngineError) as caught:
        LocalEngine(catalogue, CPU).generate(a_request(), Recorder())
    assert caught.value.kind is EngineErrorKind.out_of_memory


@pytest.mark.parametrize("part", ["unet", "vae"])
def test_numbers_that_are_none_are_told(own, part):
    engine, model = own
    network = model.pipe.unet if part == "unet" else model.pipe.vae.decoder

    def spoil(module, inputs, output):
        spoilt = output[0] if isinstance(output, tuple) else output
        return (spoilt * torch.nan,) if isinstance(output, tuple) else spoilt * torch.nan

    hook = network.register_forward_hook(spoil)
    with pytest.raises(EngineError) as caught:
        engine.generate(a_request(), Recorder())
    hook.remove()
    assert "finite" in caught.value.message
    assert engine.generate(a_request(), Recorder()).pixels.shape == (32, 32, 3)


@pytest.fixture
def copied(folder, tmp_path):
    """A catalogue with a copy of the plain model, to be spoilt."""
    shutil.copytree(folder / "plain", tmp_path / "mine")
    return ModelCatalogue((tmp_path,))


def test_weights_that_are_no_numbers_are_told(copied):
    weights = copied.find("mine").path / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(weights)
    tensors["conv_out.bias"] *= torch.nan
    save_file(tensors, weights)
    engine = LocalEngine(copied, CPU)
    with pytest.raises(EngineError) as caught:
        engine.generate(a_request(model="mine"), Recorder())
    assert caught.value.kind is EngineErrorKind.model_broken
    assert "damaged" in caught.value.hint


@pytest.mark.parametrize("is_loaded", [True, False], ids=["loaded", "known only"])
def test_a_model_that_was_deleted_is_told(copied, is_loaded):
    engine = LocalEngine(copied, CPU)
    if is_loaded:
        engine.generate(a_request(model="mine"), Recorder())
    shutil.rmtree(copied.find("mine").path)
    for _ in range(2):
        with pytest.raises(EngineError) as caught:
            engine.generate(a_request(model="mine"), Recorder())
        assert caught.value.kind is EngineErrorKind.model_missing
        assert caught.value.hint


def test_a_model_of_which_a_part_was_deleted_is_told(copied):
    engine = LocalEngine(copied, CPU)
    engine.generate(a_request(model="mine"), Recorder())
    shutil.rmtree(copied.find("mine").path / "vae")
    with pytest.raises(EngineError) as caught:
        engine.generate(a_request(model="mine"), Recorder())
    assert caught.value.kind is EngineErrorKind.model_missing
