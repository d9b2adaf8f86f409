"""Transformers kept in blocks, in the form of llama.cpp: written by its own writer."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import FunctionType

import numpy as np
import pytest
import torch
from diffusers.loaders import single_file_model
from diffusers.quantizers.gguf.utils import SUPPORTED_GGUF_QUANT_TYPES, dequantize_gguf_tensor
from safetensors.torch import load_file, save_file

from studio.engine.demand import demand_of
from studio.engine.device import CPU, Device
from studio.engine.gguf_tensors import tensors_of
from studio.engine.local import LocalEngine
from studio.engine.placing import denoiser_of
from studio.engine.plan import DevicePlan, plan_for
from studio.engine.single import pipeline_of_file
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.hardware import HardwareChoice, Offload
from studio.geometry import Extent
from studio.models.catalogue import ModelCatalogue, entry_of
from studio.models.families import QWEN_IMAGE
from studio.models.gguf import PACKED, READABLE
from tests.engine.machines import computer, nvidia
from tests.engine.test_flow import Short, asked
from tests.fakes.checkpoints import write_z_image_denoiser
from tests.fakes.flow_checkpoints import write_flux_denoiser, write_sd3_denoiser
from tests.fakes.gguf_files import write_gguf
from tests.fakes.tiny_flows import make_flux, make_qwen_image, make_sd3, make_z_image
from tests.fakes.watches import Recorder

WRITERS = {
    "flux": (write_flux_denoiser, "flux"),
    "sd3": (write_sd3_denoiser, "sd3"),
    "z-image": (write_z_image_denoiser, "lumina2"),
}


@pytest.fixture(scope="module", autouse=True)
def narrow():
    """diffusers takes Flux apart by its true width: 400 million numbers in two layers."""
    row = single_file_model.SINGLE_FILE_LOADABLE_CLASSES["FluxTransformer2DModel"]
    theirs = row["checkpoint_mapping_fn"]
    numbers = theirs.__code__.co_consts
    assert numbers.count(3072) == 1
    code = theirs.__code__.replace(co_consts=tuple(32 if one == 3072 else one for one in numbers))
    row["checkpoint_mapping_fn"] = FunctionType(code, theirs.__globals__)
    yield
    row["checkpoint_mapping_fn"] = theirs


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Folders of three families, and the transformer of each in blocks."""
    root = tmp_path_factory.mktemp("gguf")
    make_flux(root / "flux", is_provable=True)
    make_sd3(root / "sd3")
    make_z_image(root / "z-image", is_provable=True)
    for name, (write, architecture) in WRITERS.items():
        source = write(root / name, root / f"{name}.source")
        for kind in ("Q8_0", "Q4_0", "BF16") if name == "flux" else ("Q8_0",):
            write_gguf(source, root / f"{name}-{kind}.gguf", kind, architecture)
    return root


@pytest.fixture(scope="module")
def catalogue(models):
    return ModelCatalogue([models])


@pytest.fixture(scope="module")
def engine(catalogue):
    return LocalEngine(catalogue, CPU, probe=lambda: (computer(),))


def painted(engine, model, **settings):
    return engine.generate(asked(model, **settings), Recorder()).pixels.astype(int)


@pytest.mark.parametrize(
    ("model", "kind", "near"),
    [
        ("flux", "Q8_0", 0.5),
        ("flux", "BF16", 0.5),
        ("flux", "Q4_0", 8.0),
        ("sd3", "Q8_0", 0.5),
        ("z-image", "Q8_0", 0.5),
    ],
)
def test_the_picture_is_near_to_that_of_the_whole_weights(engine, model, kind, near):
    whole = painted(engine, model)
    found = painted(engine, f"{model}-{kind}.gguf")
    assert np.abs(whole - found).mean() < near


def test_blocks_stay_blocks(engine, catalogue):
    painted(engine, "z-image-Q8_0.gguf")
    loaded = [*engine._warm._loaded.values()][-1]
    kept = sum(one.nbytes for one in denoiser_of(loaded.pipe).parameters())
    plain = load_file(catalogue.find("z-image").path / "transformer" / FIRST)
    assert kept < 0.4 * sum(one.nbytes for one in plain.values())


FIRST = "diffusion_pytorch_model.safetensors"


def test_it_is_told_how_weights_are_kept(engine):
    watch = Recorder()
    engine.generate(asked("sd3-Q8_0.gguf"), watch)
    assert watch.machines[-1].quantised == "Q8_0"
    engine.generate(asked("sd3"), watch)
    assert watch.machines[-1].quantised == ""


def test_half_precision_runs(catalogue):
    halved = LocalEngine(catalogue, Device("cpu", torch.bfloat16))
    whole = painted(halved, "flux")
    assert np.abs(whole - painted(halved, "flux-Q8_0.gguf")).mean() < 2


@pytest.mark.parametrize("offload", [Offload.parts, Offload.layers])
def test_weights_that_wait_elsewhere_give_the_same_picture(engine, catalogue, monkeypatch, offload):
    usual = painted(engine, "flux-Q8_0.gguf")
    plan = DevicePlan(CPU, offload=offload)
    monkeypatch.setattr("studio.engine.local.plan_for", lambda *_: plan)
    other = LocalEngine(catalogue, probe=lambda: (computer(),))
    assert np.array_equal(painted(other, "flux-Q8_0.gguf"), usual)


def test_after_memory_ran_out_it_goes_on_from_the_step_it_had_come_to(engine):
    request = asked("flux-Q8_0.gguf", steps=6)
    undisturbed, watch = engine.generate(request, Recorder()), Recorder()
    with Short(denoiser_of([*engine._warm._loaded.values()][-1].pipe), 2):
        result = engine.generate(request, watch)
    assert result.notes
    assert np.array_equal(result.pixels, undisturbed.pixels)
    assert [step.index for step in watch.steps] == [1, 2, 3, 4]


def test_eight_bits_are_not_asked_of_what_is_smaller_already(engine):
    usual = painted(engine, "flux-Q4_0.gguf")
    request = replace(asked("flux-Q4_0.gguf"), hardware=HardwareChoice(keeps_int8=True))
    watch = Recorder()
    assert np.array_equal(engine.generate(request, watch).pixels, usual)
    assert not watch.machines[-1].is_int8


@pytest.fixture
def lora(models):
    numbers = torch.Generator().manual_seed(1)
    stem = "transformer.single_transformer_blocks.0.proj_mlp"
    tensors = {
        f"{stem}.lora_A.weight": 4 * torch.randn(2, 32, generator=numbers),
        f"{stem}.lora_B.weight": torch.randn(128, 2, generator=numbers),
    }
    path = models / "soft.safetensors"
    save_file(tensors, path)
    yield "soft"
    path.unlink()


def test_a_lora_works_on_blocks_and_leaves_no_trace(engine, lora):
    plain = painted(engine, "flux-Q8_0.gguf")
    worn = painted(engine, "flux-Q8_0.gguf", prompt=f"a cat <lora:{lora}:1>")
    whole = painted(engine, "flux", prompt=f"a cat <lora:{lora}:1>")
    assert np.abs(worn - plain).mean() > 10 * np.abs(worn - whole).mean()
    assert np.array_equal(painted(engine, "flux-Q8_0.gguf"), plain)


def test_qwen_image_is_taken_apart_by_its_blocks_too(tmp_path):
    folder = make_qwen_image(tmp_path / "qwen")
    plain = load_file(folder / "transformer" / FIRST)
    path = write_gguf(folder / "transformer" / FIRST, tmp_path / "a.gguf", "Q8_0", "qwen_image")
    # A tiny one is too narrow to be known by its tensors.
    entry = replace(entry_of(path), family=QWEN_IMAGE, rest=folder, is_whole=False)
    found = dict(denoiser_of(pipeline_of_file(entry, torch.float32)).named_parameters())
    assert found.keys() == plain.keys()
    for name, weight in found.items():
        assert torch.allclose(dequantize_gguf_tensor(weight).float(), plain[name], atol=0.02)


@pytest.mark.parametrize("kind", sorted(READABLE))
def test_every_packing_is_read_as_its_makers_read_it(tmp_path, kind):
    import gguf

    wanted, packing = gguf.GGMLQuantizationType[kind], PACKED[kind]
    shape = (3, 2 * packing.nbytes)
    blocks = np.random.default_rng(0).integers(0, 40, shape, np.uint8)
    writer = gguf.GGUFWriter(tmp_path / "a.gguf", "flux")
    writer.add_tensor("a.weight", blocks, raw_dtype=wanted)
    writer.add_tensor("a.scale", blocks, raw_dtype=wanted)
    for write in (writer.write_header_to_file, writer.write_kv_data_to_file):
        write()
    writer.write_tensors_to_file()
    writer.close()
    found = tensors_of(tmp_path / "a.gguf")
    theirs = torch.from_numpy(gguf.dequantize(blocks, wanted))
    assert found["a.weight"].nbytes == blocks.nbytes
    near = 2e-3 * float(theirs.abs().max())
    ours = dequantize_gguf_tensor(found["a.weight"]).float()
    assert torch.allclose(ours, theirs, atol=near)
    assert torch.equal(found["a.scale"].float(), ours)
    assert wanted in SUPPORTED_GGUF_QUANT_TYPES


def test_memory_is_planned_by_the_blocks(catalogue):
    size = Extent(32, 32)
    small = demand_of(catalogue.find("flux-Q4_0.gguf"), size)
    large = demand_of(catalogue.find("flux"), size)
    own = catalogue.find("flux-Q4_0.gguf").about.nbytes
    assert small.packed_bytes < own
    # Text encoders and VAE are the folder's.
    assert small.weights - small.denoiser == large.weights - large.denoiser
    assert small.model_bytes(2) < large.model_bytes(2) - own
    assert small.is_transformer


def test_a_card_that_the_blocks_fit_keeps_all_of_them(catalogue):
    """Flux in Q4 with a text encoder of 4.8 thousand million numbers, on 24 GB and on 12."""
    demand = demand_of(catalogue.find("flux-Q4_0.gguf"), Extent(1024, 1024))
    flux = replace(
        demand, weights=4_900_000_000, denoiser=0, largest=4_800_000_000, packed_bytes=6_800_000_000
    )
    plan = plan_for(nvidia(23), HardwareChoice(), flux)
    assert plan.offload is Offload.none
    assert plan_for(nvidia(14), HardwareChoice(), flux).offload is Offload.parts
    unpacked = replace(flux, weights=16_800_000_000, denoiser=11_900_000_000, packed_bytes=0)
    assert plan_for(nvidia(23), HardwareChoice(), unpacked).offload is Offload.layers


def test_another_size_of_a_family_takes_the_parts_of_any_of_its_folders(models, tmp_path, engine):
    """Its own config would not fit: what is otherwise is told by the tensors."""
    source = models / "sd3"
    catalogue = ModelCatalogue([tmp_path, models])
    write_gguf(models / "sd3.source", tmp_path / "a.gguf", "Q8_0", "sd3")
    usual = painted(engine, "sd3-Q8_0.gguf")
    config = source / "transformer" / "config.json"
    before = config.read_text()
    config.write_text(before.replace('"num_layers": 1', '"num_layers": 9'))
    try:
        catalogue.rescan()
        found = painted(LocalEngine(catalogue, CPU), "a.gguf")
    finally:
        config.write_text(before)
    assert np.array_equal(found, usual)


def test_a_file_that_was_cut_since_it_was_found_is_refused_in_words(models, tmp_path, engine):
    path = tmp_path / "a.gguf"
    path.write_bytes((models / "flux-Q8_0.gguf").read_bytes())
    catalogue = ModelCatalogue([models, tmp_path])
    path.write_bytes(path.read_bytes()[:-4000])
    with pytest.raises(EngineError) as caught:
        LocalEngine(catalogue, CPU).generate(asked("a.gguf"), Recorder())
    assert caught.value.kind is EngineErrorKind.model_broken
    assert caught.value.hint


def test_a_runtime_of_before_says_that_it_is_to_be_set_up_anew(catalogue, monkeypatch):
    monkeypatch.setitem(sys.modules, "studio.engine.gguf_tensors", None)
    with pytest.raises(EngineError, match="GGUF") as caught:
        LocalEngine(catalogue, CPU).generate(asked("sd3-Q8_0.gguf"), Recorder())
    assert "AI runtime" in caught.value.hint
