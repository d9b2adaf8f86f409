"""Weights, long prompts and clip skip: against what the pipelines themselves give."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.engine.tokens import runs_of
from studio.engine.wording import encode, is_plain
from studio.generation.emphasis import pieces_of
from studio.generation.recipe import Recipe
from studio.generation.request import Task
from tests.engine.requests import a_request
from tests.fakes.tiny_models import WORDS
from tests.fakes.watches import Recorder


@pytest.fixture(scope="module")
def models(catalogue):
    from studio.engine.device import CPU
    from studio.engine.loading import load_model
    from studio.engine.plan import DevicePlan

    return {name: load_model(catalogue.find(name), DevicePlan(CPU)) for name in ("plain", "xl")}


def read(model, prompt, negative="", clip_skip=1):
    recipe = Recipe(prompt=prompt, negative=negative, clip_skip=clip_skip)
    return encode(model.pipe, recipe, (), "cpu")


@pytest.mark.parametrize("model", ["plain", "xl"])
def test_unmarked_words_are_read_as_the_pipeline_reads_them(models, model):
    pipe = models[model].view(Task.text_to_image)
    prompt, negative = read(models[model], "a cat", "bad")
    theirs = pipe.encode_prompt(
        prompt="a cat",
        device="cpu",
        num_images_per_prompt=1,
        do_classifier_free_guidance=True,
        negative_prompt="bad",
    )
    assert torch.equal(prompt.words, theirs[0])
    assert torch.equal(negative.words, theirs[1])
    if model == "xl":
        assert torch.equal(prompt.pooled, theirs[2])
        assert torch.equal(negative.pooled, theirs[3])


@pytest.mark.parametrize("clip_skip", [2, 3])
def test_clip_skip_counts_the_layers_from_the_last(models, clip_skip):
    pipe = models["plain"].pipe
    tokens = pipe.tokenizer(
        "a cat", padding="max_length", max_length=WORDS, return_tensors="pt"
    ).input_ids
    states = pipe.text_encoder(tokens, output_hidden_states=True).hidden_states[-clip_skip]
    prompt, _ = read(models["plain"], "a cat", clip_skip=clip_skip)
    assert torch.equal(prompt.words, pipe.text_encoder.final_layer_norm(states))


def test_a_weight_moves_its_words_away_from_what_no_words_give(models):
    plain, nothing = read(models["plain"], "cat")
    half, _ = read(models["plain"], "(cat:0.5)")
    away = (plain.words - nothing.words)[:, 1:4]
    assert torch.allclose((half.words - nothing.words)[:, 1:4], away * 0.5, atol=1e-6)
    assert torch.equal(half.words[:, 0], plain.words[:, 0])


@pytest.mark.parametrize("model", ["plain", "xl"])
def test_a_long_prompt_is_read_in_runs_and_the_other_is_made_as_long(models, model):
    prompt, negative = read(models[model], "long " * 20, "bad")
    assert prompt.words.shape == negative.words.shape
    assert prompt.words.shape[1] == 3 * WORDS
    # Seven words are 28 letters, and what comes later is not seen.
    short, _ = read(models[model], "long " * 7)
    assert torch.allclose(prompt.words[:, :29], short.words[:, :29], atol=1e-6)


def test_a_break_begins_a_new_run(models):
    prompt, _ = read(models["plain"], "a cat BREAK a dog")
    first, _ = read(models["plain"], "a cat")
    second, _ = read(models["plain"], "a dog")
    assert torch.equal(prompt.words, torch.cat([first.words, second.words], 1))


def test_every_run_begins_ends_and_is_filled(models):
    tokenizer = models["plain"].pipe.tokenizer
    runs = runs_of(pieces_of("long " * 20), tokenizer, {})
    assert all(len(run.ids) == len(run.weights) == WORDS for run in runs)
    assert {run.ids[0] for run in runs} == {tokenizer.bos_token_id}
    assert tokenizer.eos_token_id in runs[-1].ids


@pytest.mark.parametrize(
    ("prompt", "plain"),
    [
        ("a cat", True),
        ("", True),
        ("a (cat)", False),
        ("a [cat]", False),
        (r"a cat \(animal\)", False),
        ("a BREAK b", False),
        ("x" * 40, False),
        ("at 10:30, a cat", True),
    ],
)
def test_only_words_that_ask_for_it_are_read_by_us(models, prompt, plain):
    assert is_plain(models["plain"].pipe, Recipe(prompt=prompt), ()) is plain
    assert is_plain(models["plain"].pipe, Recipe(negative=prompt), ()) is plain


@pytest.mark.parametrize("model", ["plain", "inpainting", "xl"])
@pytest.mark.parametrize("prompt", ["a (red:1.4) cat", "long " * 99, "a BREAK b"])
def test_marked_prompts_paint_the_same_each_time_and_otherwise_than_unmarked(engine, model, prompt):
    def painted(words):
        request = a_request(model=model, prompt=words, negative="(bad)", steps=2)
        return engine.generate(request, Recorder()).pixels

    assert np.array_equal(painted(prompt), painted(prompt))
    assert not np.array_equal(painted(prompt), painted("a red cat"))


def test_clip_skip_changes_the_picture(engine):
    plain = engine.generate(a_request(steps=2), Recorder()).pixels
    skipped = engine.generate(a_request(steps=2, clip_skip=2), Recorder()).pixels
    assert not np.array_equal(plain, skipped)
