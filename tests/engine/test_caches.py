"""What is remembered gives the same as what is made anew."""

from __future__ import annotations

from functools import partial

import pytest
import torch

from studio.engine.caches import Recent
from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.plan import DevicePlan
from studio.generation.request import Task


@pytest.fixture
def model(catalogue):
    return load_model(catalogue.find("plain"), DevicePlan(CPU))


@pytest.fixture
def encodings(model):
    """Grows whenever the VAE really encodes, and the text encoder really reads."""
    counted: dict[str, int] = {"pictures": 0, "words": 0}

    def count(name):
        def hook(module, inputs):
            counted[name] += 1

        return hook

    model.pipe.vae.encoder.register_forward_pre_hook(count("pictures"))
    model.pipe.text_encoder.register_forward_pre_hook(count("words"))
    return counted


def test_the_least_recently_used_is_forgotten_first():
    recent = Recent[int](2)
    made = []

    def make(value):
        made.append(value)
        return value

    for value in (1, 2, 1, 3, 1, 2):
        assert recent.get(value, partial(make, value)) == value
    assert made == [1, 2, 3, 2]


def test_a_picture_is_encoded_once_and_gives_the_same_latents(model, encodings):
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    first, again = model.encode(picture), model.encode(picture.clone())
    assert encodings["pictures"] == 1
    assert torch.equal(first, again)
    model.forget()
    assert torch.equal(model.encode(picture), first)
    assert encodings["pictures"] == 2


def test_another_picture_is_not_taken_for_it(model, encodings):
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    first = model.encode(picture)
    assert not torch.equal(first, model.encode(1 - picture))
    assert encodings["pictures"] == 2


def test_words_are_read_once_over_all_tasks(model, encodings):
    def encode(task, prompt):
        return model.view(task).encode_prompt(prompt, "cpu", 1, True, "blurred")

    with torch.no_grad():
        first = encode(Task.text_to_image, "a cat")
        again = encode(Task.inpaint, "a cat")
        assert encodings["words"] == 2  # the prompt and the negative prompt
        assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))
        assert not torch.equal(encode(Task.inpaint, "a dog")[0], first[0])
