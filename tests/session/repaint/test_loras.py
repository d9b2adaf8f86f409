from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import InputError
from studio.generation.loras import LoraUse
from tests.models.folders import write_tensors

_TEXT = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"


@pytest.fixture
def session(painter, tmp_path):
    """The starter model, with LoRAs of its family and of another, two VAEs and a list of words."""
    folder = tmp_path / "things"
    (folder / "wildcards").mkdir(parents=True)
    (folder / "wildcards" / "pet.txt").write_text("cat\ndog\nfox\n")
    write_tensors(folder / "soft.safetensors", {_TEXT: (4, 768)})
    write_tensors(folder / "fast-lcm.safetensors", {_TEXT: (4, 768)})
    write_tensors(folder / "wide.safetensors", {"lora_te2_x.lora_down.weight": (4, 1280)})
    write_tensors(folder / "bright.safetensors", {"decoder.conv_in.weight": (8, 4, 3, 3)})
    write_tensors(folder / "deep.safetensors", {"decoder.conv_in.weight": (8, 16, 3, 3)})
    painter.session.models.add(folder)
    return painter.session


def names(entries):
    return [one.name for one in entries]


def test_loras_and_vaes_that_suit_the_model_are_offered(session):
    assert names(session.loras.available) == ["fast-lcm", "soft"]
    assert names(session.loras.vaes) == ["bright"]


def test_a_lora_is_added_weighed_and_removed(session):
    session.loras.add("soft.safetensors")
    session.loras.weigh("soft", 0.4)
    assert session.repainting.recipe.loras == (LoraUse("soft", 0.4),)
    assert names(session.loras.available) == ["fast-lcm"]
    session.loras.remove("soft")
    assert session.loras.used == ()


def test_a_lora_made_for_few_steps_brings_its_settings(session):
    session.loras.add("fast-lcm.safetensors")
    recipe = session.repainting.recipe
    assert (recipe.steps, recipe.guidance, recipe.sampler) == (6, 1.5, "LCM")


def test_a_lora_that_is_not_there_is_told(session):
    with pytest.raises(InputError, match="nobody"):
        session.loras.add("nobody")


def test_an_impossible_weight_is_told_and_changes_nothing(session):
    session.loras.add("soft.safetensors")
    with pytest.raises(InputError):
        session.loras.weigh("soft", 9.0)
    assert session.loras.used == (LoraUse("soft"),)


def test_each_picture_of_a_repaint_draws_its_own_words(session):
    recipe = replace(session.repainting.recipe, prompt="{a|the} __pet__ <lora:soft:0.5>", seed=1)
    session.repainting.set_recipe(recipe)
    session.repainting.set_count(12)
    jobs = [session.repainting.jobs.job(id) for id in session.repainting.repaint()]  # noqa: A001
    prompts = {job.request.recipe.prompt for job in jobs}
    assert len(prompts) > 3
    assert all(one.split()[1] in ("cat", "dog", "fox") for one in prompts)
    assert {job.request.recipe.loras for job in jobs} == {(LoraUse("soft", 0.5),)}
    assert session.repainting.recipe == recipe
    session.repainting.cancel_all()
