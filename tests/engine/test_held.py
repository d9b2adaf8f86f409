"""A run that goes on from where another one had come to."""

from __future__ import annotations

import pytest
import torch
from diffusers import EulerDiscreteScheduler

from studio.engine.held import Held, going_on

START = 4


@pytest.fixture
def scheduler():
    found = EulerDiscreteScheduler()
    found.set_timesteps(10)
    found.set_begin_index(START)
    return found


def held_at(scheduler, side):
    latents = torch.full((1, 4, side, side), 7.0)
    clean = torch.full((1, 4, side, side), 0.5)
    numbers = torch.Generator().manual_seed(3)
    return Held.of(START, latents, clean, scheduler, numbers)


def begun(scheduler, held, side):
    noise = torch.randn(1, 4, side, side, generator=torch.Generator().manual_seed(1))
    generator = torch.Generator().manual_seed(9)
    with going_on(scheduler, held, generator):
        first = scheduler.add_noise(torch.zeros_like(noise), noise, scheduler.timesteps[4:5])
        second = scheduler.add_noise(torch.zeros_like(noise), noise, scheduler.timesteps[4:5])
    return first, second, noise, generator


def test_at_the_same_size_it_begins_with_the_very_latents(scheduler):
    first, _, _, generator = begun(scheduler, held_at(scheduler, 8), 8)
    assert torch.equal(first, torch.full((1, 4, 8, 8), 7.0))
    assert torch.equal(generator.get_state(), torch.Generator().manual_seed(3).get_state())


def test_at_another_size_the_clean_picture_is_as_noisy_as_that_step_is(scheduler):
    """Noise that was resized would be weaker."""
    first, _, noise, _ = begun(scheduler, held_at(scheduler, 8), 6)
    assert torch.allclose(first, 0.5 + scheduler.sigmas[START] * noise, atol=1e-5)


def test_only_the_beginning_is_given(scheduler):
    """A pipeline asks again for the parts of the picture that are kept."""
    _, second, noise, _ = begun(scheduler, held_at(scheduler, 8), 8)
    assert torch.allclose(second, scheduler.sigmas[START] * noise, atol=1e-5)


def test_the_scheduler_is_left_as_it_was(scheduler):
    begun(scheduler, held_at(scheduler, 8), 8)
    assert "add_noise" not in vars(scheduler)


def test_a_history_is_remembered_as_it_was_then(scheduler):
    scheduler.model_outputs = [torch.zeros(1), torch.ones(1)]
    held = held_at(scheduler, 8)
    scheduler.model_outputs[0] = torch.full((1,), 5.0)
    begun(scheduler, held, 8)
    assert float(scheduler.model_outputs[0]) == 0.0
