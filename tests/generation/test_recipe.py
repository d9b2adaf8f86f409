from __future__ import annotations

import json
import math

import pytest

from studio.errors import InputError
from studio.generation.loras import LoraUse
from studio.generation.recipe import ContextChoice, Fill, LayerRecipe, Recipe
from studio.geometry import Bounds

FULL = Recipe(
    model="photo",
    model_hash="ab12",
    prompt="a “fox”\nin snow, 雪",
    negative="blurry",
    sampler="DPM++ 2M",
    steps=31,
    guidance=7.5,
    strength=0.65,
    seed=2**63 - 1,
    fill=Fill.edges,
    match_colours=False,
    blend_past_edge=True,
    context=ContextChoice.exact,
    loras=(LoraUse("soft", 0.8, "cd34"), LoraUse("deep/b.safetensors", -0.5)),
    vae="bright",
    clip_skip=2,
)


@pytest.mark.parametrize("recipe", [Recipe(), FULL], ids=["as it comes", "all set"])
def test_a_layer_recipe_comes_back_as_it_was_written(recipe):
    written = LayerRecipe(recipe, Bounds(1, 2, 30, 40), Bounds(5, 6, 7, 8))

    assert LayerRecipe.from_json(written.to_json()) == written


def test_a_layer_recipe_is_one_object_of_plain_values_that_others_can_read():
    found = json.loads(LayerRecipe(FULL, Bounds(1, 2, 30, 40), Bounds(5, 6, 7, 8)).to_json())

    assert found["prompt"] == FULL.prompt
    assert found["fill"] == "edges"
    assert found["context"] == "exact"
    assert found["context_bounds"] == {"x": 1, "y": 2, "width": 30, "height": 40}


def test_words_of_a_later_version_are_ignored():
    written = LayerRecipe(FULL, Bounds(0, 0, 8, 8), Bounds(0, 0, 8, 8))
    later = {**json.loads(written.to_json()), "version": 2, "refiner": {"steps": 4}}

    assert LayerRecipe.from_json(json.dumps(later)) == written


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", "{}", '{"context_bounds": 1, "region_bounds": 2}'],
)
def test_what_is_no_layer_recipe_is_refused_in_words(text):
    with pytest.raises(InputError) as refusal:
        LayerRecipe.from_json(text)

    assert refusal.value.hint


def test_a_layer_recipe_with_an_impossible_value_is_refused():
    written = json.loads(LayerRecipe(FULL, Bounds(0, 0, 8, 8), Bounds(0, 0, 8, 8)).to_json())

    for key, value in {"strength": 3, "steps": "many", "fill": "soup", "seed": -1}.items():
        with pytest.raises(InputError):
            LayerRecipe.from_json(json.dumps({**written, key: value}))


@pytest.mark.parametrize(
    "settings",
    [
        {"strength": 0.0},
        {"strength": 1.01},
        {"strength": math.nan},
        {"strength": math.inf},
        {"steps": 0},
        {"steps": 501},
        {"guidance": -1.0},
        {"guidance": math.nan},
        {"seed": -1},
        {"seed": 2**63},
        {"steps": True},
    ],
    ids=str,
)
def test_a_recipe_refuses_what_no_engine_could_do(settings):
    with pytest.raises(InputError) as refusal:
        Recipe(**settings)

    assert refusal.value.hint


def test_an_empty_prompt_is_allowed():
    assert Recipe(prompt="").prompt == ""
