"""LoRAs, embeddings and another VAE: put on, heard, and taken off without a trace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.engine.device import CPU
from studio.engine.local import LocalEngine
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.loras import LoraUse
from studio.generation.request import Task
from studio.models.catalogue import ModelCatalogue
from tests.engine.requests import a_request, halves
from tests.fakes.tiny_additions import spoil, write_embedding, write_lora, write_vae
from tests.fakes.tiny_flows import make_flux
from tests.fakes.tiny_models import TINY, WIDER
from tests.fakes.watches import Recorder
from tests.models.folders import write_tensors

FORMS: dict[str, Any] = {
    "kohya": {},
    "unet": {"text": False},
    "text": {"unet": False},
    "peft": {"kohya": False},
    "peft.unet": {"kohya": False, "text": False},
}


@pytest.fixture(scope="module")
def things(folder, tmp_path_factory):
    root = tmp_path_factory.mktemp("things")
    for seed, (name, form) in enumerate(FORMS.items()):
        write_lora(root / f"{name}.safetensors", folder / "plain", seed=seed, **form)
    write_lora(root / "fast-lcm.safetensors", folder / "plain", seed=9)
    spoil(write_lora(root / "spoilt.safetensors", folder / "plain"))
    write_lora(
        root / "xl.safetensors", folder / "plain", words={"ss_base_model_version": "sdxl_base_v1-0"}
    )
    name = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k"
    shapes: dict[str, tuple[int, ...]] = {
        f"{name}.lora_down.weight": (4, 768),
        f"{name}.lora_up.weight": (9, 4),
    }
    write_tensors(root / "large.safetensors", shapes)
    write_embedding(root / "softly.safetensors", TINY.text)
    write_embedding(root / "both.safetensors", TINY.text, WIDER.text)
    write_embedding(root / "wide.safetensors", 7)
    write_vae(root / "bright.safetensors", folder / "plain")
    spoil(write_vae(root / "dark.safetensors", folder / "plain"))
    write_tensors(root / "sixteen.safetensors", {"decoder.conv_in.weight": (8, 16, 3, 3)})
    return root


@pytest.fixture(scope="module")
def catalogue(folder, things):
    return ModelCatalogue([folder, things])


@pytest.fixture(scope="module")
def engine(catalogue):
    return LocalEngine(catalogue, CPU)


def painted(engine, **settings):
    return engine.generate(asked(**settings), Recorder()).pixels


def asked(model="plain", **settings):
    return a_request(Task.inpaint, model=model, mask=halves(0, 255), strength=0.8, **settings)


def refusal_of(engine, **settings):
    with pytest.raises(EngineError) as caught:
        engine.generate(asked(**settings), Recorder())
    return caught.value


@pytest.mark.parametrize("name", FORMS)
def test_a_lora_of_every_form_is_heard_and_leaves_no_trace(engine, name):
    before = painted(engine)
    assert not np.array_equal(painted(engine, loras=(LoraUse(name),)), before)
    assert np.array_equal(painted(engine), before)


def test_a_lora_works_as_strongly_as_its_weight_says(engine):
    before = painted(engine).astype(int)
    far = [
        np.abs(painted(engine, loras=(LoraUse("kohya", weight),)).astype(int) - before).mean()
        for weight in (0.0, 0.3, 1.0)
    ]
    assert far[0] < far[1] < far[2]


def test_several_loras_work_together_whatever_was_on_before(engine, catalogue):
    both = (LoraUse("kohya", 0.7), LoraUse("peft", -0.5))
    warm = [painted(engine, loras=one) for one in (both, both[:1], both, both[1:], both)]
    fresh = painted(LocalEngine(catalogue, CPU), loras=both)
    assert all(np.array_equal(warm[at], fresh) for at in (0, 2, 4))
    assert not np.array_equal(warm[1], fresh)
    assert not np.array_equal(warm[1], warm[3])


def test_a_lora_in_the_prompt_is_the_same_as_one_in_the_recipe(engine):
    written = painted(engine, prompt="a cat <lora:kohya:0.7>")
    assert np.array_equal(written, painted(engine, loras=(LoraUse("kohya", 0.7),)))


def test_a_result_says_which_loras_took_part(engine, catalogue):
    result = engine.generate(asked(prompt="a cat <lora:kohya:0.7>"), Recorder())
    (use,) = result.loras
    assert (use.name, use.weight) == ("kohya", 0.7)
    assert len(use.hash) == 64


def test_a_lora_trained_for_few_steps_brings_its_spacing(engine, catalogue):
    from studio.engine.loading import load_model
    from studio.engine.plan import DevicePlan
    from studio.models.additions import additions_of

    entry = catalogue.find("plain")
    model = load_model(entry, DevicePlan(CPU))
    request = asked(loras=(LoraUse("fast-lcm"),))
    model.wear(additions_of(request.recipe, entry, catalogue).loras)
    assert model.spacing == "trailing"
    model.wear(())
    assert model.spacing == ""


def test_a_lora_for_another_family_is_refused_by_what_it_needs(engine):
    error = refusal_of(engine, loras=(LoraUse("xl"),))
    assert error.kind is EngineErrorKind.unsupported
    assert "Stable Diffusion XL" in str(error)
    assert "Stable Diffusion 1.5" in str(error)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nobody", EngineErrorKind.model_missing),
        ("spoilt", EngineErrorKind.model_broken),
        ("large", EngineErrorKind.unsupported),
    ],
)
def test_a_lora_that_cannot_be_used_is_told_and_the_next_job_is_as_ever(engine, name, kind):
    before = painted(engine)
    error = refusal_of(engine, loras=(LoraUse("kohya"), LoraUse(name)))
    assert error.kind is kind
    assert error.hint
    assert np.array_equal(painted(engine), before)


def test_a_truncated_lora_is_told(folder, tmp_path):
    path = write_lora(tmp_path / "short.safetensors", folder / "plain")
    path.write_bytes(path.read_bytes()[:-10])
    engine = LocalEngine(ModelCatalogue([folder, tmp_path]), CPU)
    assert refusal_of(engine, loras=(LoraUse("short.safetensors"),)).hint


def test_a_lora_that_came_after_the_catalogue_is_found(folder, tmp_path):
    engine = LocalEngine(ModelCatalogue([folder, tmp_path]), CPU)
    write_lora(tmp_path / "late.safetensors", folder / "plain")
    assert painted(engine, loras=(LoraUse("late"),)).shape == (32, 32, 3)


def test_a_kohya_lora_of_flux_is_put_on(tmp_path):
    model = make_flux(tmp_path / "models" / "flux")
    name = "transformer.single_transformer_blocks.0.attn.to_q"
    write_tensors(
        tmp_path / "models" / "thin.safetensors",
        {f"{name}.lora_A.weight": (2, 32), f"{name}.lora_B.weight": (32, 2)},
    )
    engine = LocalEngine(ModelCatalogue([model.parent]), CPU)
    result = painted(engine, model="flux", sampler="Flow Euler", loras=(LoraUse("thin"),))
    assert result.shape == (32, 32, 3)


@pytest.mark.parametrize(
    ("model", "name"), [("plain", "softly"), ("xl", "both"), ("inpainting", "softly")]
)
def test_an_embedding_is_heard_by_its_name_and_only_then(engine, model, name):
    plain = painted(engine, model=model, prompt="a cat")
    with_it = painted(engine, model=model, prompt=f"a cat, {name}")
    assert not np.array_equal(plain, with_it)
    assert np.array_equal(painted(engine, model=model, prompt=f"a cat, {name.upper()}"), with_it)
    assert np.array_equal(painted(engine, model=model, prompt="a cat"), plain)


def test_an_embeddings_name_within_a_word_is_only_letters(engine, folder):
    word = "a cat softlyish"
    without = LocalEngine(ModelCatalogue([folder]), CPU)
    assert np.array_equal(painted(engine, prompt=word), painted(without, prompt=word))


def test_an_embedding_of_another_width_is_told(engine):
    assert refusal_of(engine, prompt="a wide cat").kind is EngineErrorKind.unsupported


def test_another_vae_is_used_and_leaves_no_trace(engine):
    before = painted(engine)
    other = painted(engine, vae="bright")
    assert not np.array_equal(other, before)
    assert np.array_equal(painted(engine), before)
    assert np.array_equal(painted(engine, vae="bright"), other)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nobody", EngineErrorKind.model_missing),
        ("sixteen", EngineErrorKind.unsupported),
        ("dark", EngineErrorKind.unsupported),
    ],
)
def test_a_vae_that_cannot_be_used_is_told(engine, name, kind):
    before = painted(engine)
    error = refusal_of(engine, vae=name)
    assert error.kind is kind
    assert error.hint
    assert np.array_equal(painted(engine), before)
