import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.loras import LoraUse
from studio.generation.recipe import Recipe
from studio.models.additions import additions_of, stands_in
from studio.models.catalogue import ModelCatalogue
from tests.models.folders import copy_starter, write_tensors

_LORA = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"


@pytest.fixture
def catalogue(tmp_path):
    copy_starter(tmp_path / "mine")
    (tmp_path / "deep").mkdir()
    write_tensors(tmp_path / "deep" / "soft.safetensors", {_LORA: (4, 768)})
    write_tensors(tmp_path / "wide.safetensors", {"lora_te2_x.lora_down.weight": (4, 1280)})
    write_tensors(tmp_path / "glow.safetensors", {"emb_params": (2, 768)})
    write_tensors(tmp_path / "other.safetensors", {"emb_params": (2, 1024)})
    write_tensors(tmp_path / "eight.safetensors", {"decoder.conv_in.weight": (8, 4, 3, 3)})
    write_tensors(tmp_path / "sixteen.safetensors", {"decoder.conv_in.weight": (8, 16, 3, 3)})
    return ModelCatalogue([tmp_path])


def added(catalogue, **settings):
    return additions_of(Recipe(model="mine", **settings), catalogue.find("mine"), catalogue)


@pytest.mark.parametrize("name", ["soft", "deep/soft.safetensors"])
def test_a_lora_is_found_by_its_name_or_id(catalogue, name):
    (found,) = added(catalogue, loras=(LoraUse(name, 0.5),)).loras
    assert (found.entry.name, found.weight) == ("soft", 0.5)


def test_a_lora_in_the_prompt_is_found_too(catalogue):
    found = added(catalogue, prompt="<lora:soft:0.3>", loras=(LoraUse("soft"),))
    assert [(use.name, use.weight) for use in found.uses] == [("soft", 0.3)]


def test_a_lora_for_another_family_says_which_models_it_needs(catalogue):
    with pytest.raises(EngineError) as caught:
        added(catalogue, loras=(LoraUse("wide"),))
    assert "Stable Diffusion XL" in caught.value.hint


def test_a_lora_that_is_not_there_is_told_with_those_that_are(catalogue):
    with pytest.raises(EngineError) as caught:
        added(catalogue, loras=(LoraUse("nobody"),))
    assert caught.value.kind is EngineErrorKind.model_missing
    assert "soft" in caught.value.hint


def test_embeddings_named_in_either_prompt_are_taken_if_they_suit(catalogue):
    found = added(catalogue, prompt="a glow, other", negative="Glow")
    assert [one.name for one in found.embeddings] == ["glow"]


def test_a_vae_must_have_the_models_channels(catalogue):
    vae = added(catalogue, vae="eight").vae
    assert vae is not None
    assert vae.name == "eight"
    with pytest.raises(EngineError, match="16"):
        added(catalogue, vae="sixteen")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("glow", True),
        ("a Glow, b", True),
        ("glowing", False),
        ("afterglow", False),
        ("(glow)", True),
    ],
)
def test_a_name_stands_by_itself(words, told):
    assert stands_in(words, "glow") is told
