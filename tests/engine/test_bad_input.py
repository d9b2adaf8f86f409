"""Models and recipes that are wrong: a sentence and a hint each, and the next request is served."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from studio.engine.device import CPU
from studio.engine.local import LocalEngine
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.loras import LoraUse
from studio.models.catalogue import ModelCatalogue
from tests.engine.requests import a_request
from tests.fakes.tiny_additions import write_lora
from tests.fakes.watches import Recorder
from tests.models.folders import write_tensors


@pytest.fixture
def bench(folder, tmp_path):
    """An engine on a copy of the plain model, and the folder of both."""
    shutil.copytree(folder / "plain", tmp_path / "plain")
    return LocalEngine(ModelCatalogue((tmp_path,)), CPU), tmp_path


def refusal(engine: LocalEngine, **recipe: object) -> EngineError:
    """Why it cannot be done; what can be is done after it."""
    with pytest.raises(EngineError) as caught:
        engine.generate(a_request(**recipe), Recorder())  # type: ignore[arg-type]
    assert caught.value.message
    assert caught.value.hint
    assert engine.generate(a_request(steps=1), Recorder()).pixels.any()
    return caught.value


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-64])


def lying_about_a_shape(path: Path) -> None:
    _rewrite(path, lambda tensor: tensor["shape"].append(2))


def lying_about_a_place(path: Path) -> None:
    _rewrite(path, lambda tensor: tensor.update(data_offsets=[0, 1 << 40]))


def lying_about_its_header(path: Path) -> None:
    path.write_bytes(struct.pack("<Q", 1 << 62) + path.read_bytes()[8:])


def of_another_width(path: Path) -> None:
    """Whole, and not what its config says."""
    tensors = load_file(path)
    tensors["conv_in.weight"] = torch.zeros(3, 4, 3, 3)
    save_file(tensors, path)


def _rewrite(path, change):
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    change(next(tensor for name, tensor in header.items() if name != "__metadata__"))
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])


@pytest.mark.parametrize(
    "spoil",
    [
        truncated,
        lying_about_a_shape,
        lying_about_a_place,
        lying_about_its_header,
        of_another_width,
    ],
    ids=lambda one: one.__name__,
)
def test_weights_that_lie_are_told(bench, spoil):
    engine, folder = bench
    shutil.copytree(folder / "plain", folder / "spoilt")
    spoil(folder / "spoilt" / "unet" / "diffusion_pytorch_model.safetensors")
    assert refusal(engine, model="spoilt").kind is EngineErrorKind.model_broken


def test_a_model_that_came_after_the_engine_is_found(bench):
    engine, folder = bench
    shutil.copytree(folder / "plain", folder / "late")
    assert engine.generate(a_request(model="late", steps=1), Recorder()).pixels.any()


def test_a_model_that_was_not_whole_when_it_was_seen_is_read_again(bench):
    engine, folder = bench
    shutil.copytree(folder / "plain", folder / "late")
    weights = folder / "late" / "vae" / "diffusion_pytorch_model.safetensors"
    content = weights.read_bytes()
    truncated(weights)
    refusal(engine, model="late")
    weights.write_bytes(content)
    assert engine.generate(a_request(model="late", steps=1), Recorder()).pixels.any()


def test_a_lora_for_another_family_says_which_it_needs(bench):
    engine, folder = bench
    write_tensors(folder / "wide.safetensors", {"lora_te2_x.lora_down.weight": (4, 1280)})
    error = refusal(engine, loras=(LoraUse("wide"),))
    assert "Stable Diffusion XL" in f"{error.message} {error.hint}"


def test_a_lora_that_was_deleted_after_it_was_used_is_told(bench):
    engine, folder = bench
    path = write_lora(folder / "soft.safetensors", folder / "plain")
    engine.generate(a_request(loras=(LoraUse("soft"),), steps=1), Recorder())
    path.unlink()
    assert refusal(engine, loras=(LoraUse("soft"),)).kind is EngineErrorKind.model_missing


@pytest.mark.parametrize("sampler", ["Dreams", "", "Flow Euler"])
def test_a_sampler_that_is_unknown_or_does_not_suit_is_told(bench, sampler):
    engine, _ = bench
    assert refusal(engine, sampler=sampler).kind is EngineErrorKind.unsupported
