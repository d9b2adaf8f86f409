"""Reaching into stock pipelines, and out of them again without a trace."""

from __future__ import annotations

import inspect

import pytest
import torch

from studio.engine.samplers import make_scheduler
from studio.engine.taps import cancel_points, tapped_steps
from studio.generation.engine import Cancelled


def a_scheduler():
    scheduler = make_scheduler("Euler", {}, steps=4)
    scheduler.set_timesteps(4)
    return scheduler


def keep(clean, latents):
    return latents


def test_the_tap_is_gone_afterwards_even_when_a_step_raises():
    scheduler = a_scheduler()
    before = scheduler.step
    with pytest.raises(Cancelled), tapped_steps(scheduler, keep):
        raise Cancelled
    assert scheduler.step == before


def test_a_tapped_step_has_the_signature_that_pipelines_look_at():
    scheduler = a_scheduler()
    names = set(inspect.signature(scheduler.step).parameters)
    with tapped_steps(scheduler, keep):
        assert set(inspect.signature(scheduler.step).parameters) == names


@pytest.mark.parametrize("return_dict", [True, False])
def test_a_step_goes_on_from_what_the_tap_gives(return_dict):
    scheduler = a_scheduler()
    given = torch.full((1, 4, 2, 2), 9.0)
    with tapped_steps(scheduler, lambda clean, latents: given):
        sample = torch.zeros(1, 4, 2, 2)
        scheduler.scale_model_input(sample, scheduler.timesteps[0])
        output = scheduler.step(sample, scheduler.timesteps[0], sample, return_dict=return_dict)
    assert output[0] is given


def test_blocks_and_convolutions_are_asked_and_forget_it_afterwards(plain):
    asked = []
    unet = plain.pipe.unet
    inputs = (torch.zeros(1, 4, 4, 4), torch.tensor(1), torch.zeros(1, 32, 32))
    with torch.no_grad():
        with cancel_points([unet, None, "tokenizer"], lambda: asked.append(1)):
            unet(*inputs)
        within = len(asked)
        unet(*inputs)
    assert within > 20
    assert len(asked) == within


def test_raising_in_a_block_leaves_the_network_as_it_was(plain):
    unet = plain.pipe.unet
    inputs = (torch.ones(1, 4, 4, 4), torch.tensor(1), torch.zeros(1, 32, 32))

    def cancel():
        raise Cancelled

    with torch.no_grad():
        before = unet(*inputs).sample
        with pytest.raises(Cancelled), cancel_points([unet], cancel):
            unet(*inputs)
        assert torch.equal(unet(*inputs).sample, before)
