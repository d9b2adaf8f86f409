import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.files.pictures.metadata import parameters_text, parse_parameters, read_parameters
from studio.generation.loras import LoraUse
from studio.generation.recipe import Recipe
from studio.geometry import Extent

FOX = Recipe(
    model="starter",
    model_hash="abc123",
    prompt="a fox, (red:1.2)\nin snow",
    negative="blurry,\nugly",
    sampler="DPM++ 2M",
    steps=30,
    guidance=6.5,
    strength=0.75,
    seed=42,
)


def test_settings_are_written_as_the_web_uis_write_them():
    assert parameters_text(FOX, Extent(512, 768)) == (
        "a fox, (red:1.2)\nin snow\nNegative prompt: blurry,\nugly\n"
        "Steps: 30, Sampler: DPM++ 2M, CFG scale: 6.5, Seed: 42, Size: 512x768, "
        "Model hash: abc123, Model: starter, Denoising strength: 0.75, Version: Repaint Studio"
    )


def test_settings_are_read_back():
    found = parse_parameters(parameters_text(FOX, Extent(512, 768)))

    assert found.recipe == FOX
    assert found.extent == Extent(512, 768)


words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40).map(str.strip)


@given(prompt=words, negative=words, model=words.filter(bool), seed=st.integers(0, 2**63 - 1))
def test_any_words_come_back(prompt, negative, model, seed):
    recipe = Recipe(prompt=prompt, negative=negative, model=model, seed=seed)

    assert parse_parameters(parameters_text(recipe, Extent(8, 8))).recipe == recipe


@given(st.text())
def test_any_text_at_all_is_taken(text):
    parse_parameters(text)
    read_parameters({"prompt": text})


@pytest.mark.parametrize(
    ("text", "prompt", "negative", "steps"),
    [
        ("", "", "", 20),
        ("just words", "just words", "", 20),
        ("Steps: 12, Sampler: Euler a, CFG scale: 7", "", "", 12),
        ("Negative prompt: no\nSteps: 12, Seed: 1, Size: 8x8", "", "no", 12),
        ('a\nSteps: 9, Lora hashes: "x: 1, y: 2", Seed: 3', "a", "", 9),
    ],
    ids=["nothing", "words only", "settings only", "negative only", "quoted values"],
)
def test_texts_of_other_programs(text, prompt, negative, steps):
    recipe = parse_parameters(text).recipe

    assert (recipe.prompt, recipe.negative, recipe.steps) == (prompt, negative, steps)


def test_a_number_of_too_many_digits_leaves_the_default():
    digits = "9" * 400
    assert parse_parameters(f"a\nSteps: {digits}, Seed: 3, Size: 8x8").recipe == Recipe(
        prompt="a", seed=3
    )


def test_impossible_numbers_leave_the_default():
    text = "a\nSteps: 100000, CFG scale: inf, Seed: -1, Denoising strength: 0, Size: 9e9x1"

    found = parse_parameters(text)

    assert found.recipe == Recipe(prompt="a")
    assert found.extent is None


@pytest.mark.parametrize(
    ("settings", "sampler"),
    [
        ("Sampler: DPM++ 2M Karras", "DPM++ 2M Karras"),
        ("Sampler: DPM++ 2M, Schedule type: Karras", "DPM++ 2M Karras"),
        ("Sampler: Euler a, Schedule type: Automatic", "Euler a"),
    ],
)
def test_the_schedule_is_part_of_the_samplers_name(settings, sampler):
    assert parse_parameters(f"a\nSteps: 9, {settings}, Seed: 3").recipe.sampler == sampler


def test_loras_a_vae_and_clip_skip_are_written_as_the_web_ui_writes_them():
    recipe = Recipe(
        prompt="a fox",
        seed=3,
        loras=(LoraUse("deep/soft.safetensors", 0.8, "abcdef0123456789"), LoraUse("b", -1.0)),
        vae="bright",
        clip_skip=2,
    )
    text = parameters_text(recipe, Extent(8, 8))
    assert text.startswith("a fox <lora:soft:0.8> <lora:b:-1>\n")
    assert 'Lora hashes: "soft: abcdef012345"' in text
    found = parse_parameters(text).recipe
    assert found.prompt == "a fox"
    assert found.loras == (LoraUse("soft", 0.8, "abcdef012345"), LoraUse("b", -1.0))
    assert (found.vae, found.clip_skip) == ("bright", 2)


def comfy_graph():
    return {
        "3": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 5,
                "steps": 8,
                "cfg": 2.0,
                "sampler_name": "euler_ancestral",
                "denoise": 0.5,
                "model": ["10", 0],
                "positive": ["20", 0],
                "negative": ["7", 0],
            },
        },
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "dream.safetensors"}},
        "10": {"class_type": "LoraLoader", "inputs": {"model": ["4", 0]}},
        "20": {"class_type": "ConditioningSetArea", "inputs": {"conditioning": ["6", 0]}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["8", 0]}},
        "8": {"class_type": "Words", "inputs": {"text": "a fox"}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry"}},
    }


def test_a_comfyui_graph_is_read_through_its_links():
    found = read_parameters({"prompt": json.dumps(comfy_graph())})

    assert found is not None
    assert found.recipe == Recipe(
        model="dream.safetensors",
        prompt="a fox",
        negative="blurry",
        sampler="Euler a",
        steps=8,
        guidance=2.0,
        strength=0.5,
        seed=5,
    )


def test_a_comfyui_graph_tells_its_schedule():
    graph = comfy_graph()
    graph["3"]["inputs"] |= {"sampler_name": "dpmpp_2m_sde", "scheduler": "karras"}
    found = read_parameters({"prompt": json.dumps(graph)})
    assert found is not None
    assert found.recipe.sampler == "DPM++ 2M SDE Karras"


def test_a_graph_that_runs_in_circles_ends():
    graph = comfy_graph()
    graph["6"]["inputs"]["text"] = ["6", 0]

    found = read_parameters({"prompt": json.dumps(graph)})

    assert found is not None
    assert found.recipe.prompt == ""


@pytest.mark.parametrize("text", [{}, {"prompt": "a fox"}, {"prompt": "[1]"}, {"Title": "x"}])
def test_a_picture_that_says_nothing_has_no_settings(text):
    assert read_parameters(text) is None
