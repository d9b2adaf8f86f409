"""A mask in the latents: what takes part, from when, and what comes back."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.engine.asked import Run
from studio.engine.differential import Differential, hole, latent_mask
from studio.engine.run import Watching, run
from studio.engine.samplers import make_scheduler
from studio.engine.taps import tapped_steps
from studio.generation.recipe import Recipe
from studio.generation.request import Task
from studio.generation.samplers import SAMPLERS
from studio.generation.steps import plan_steps
from tests.engine.requests import a_picture, halves

# A latent row: kept, joins half-way, joins at once.
STRENGTHS = torch.tensor([0.0, 0.5, 1.0]).repeat(3, 1)[None, None]


def test_a_latent_pixel_is_as_strong_as_the_strongest_pixel_it_stands_for():
    mask = np.zeros((16, 24), np.uint8)
    mask[3, 9] = 255
    mask[8:, :8] = 51
    assert latent_mask(mask, 8)[0, 0].tolist() == [[0, 1, 0], [pytest.approx(0.2), 0, 0]]


def test_the_hole_is_made_of_whole_cells_wherever_anything_may_change():
    mask = np.zeros((16, 16), np.uint8)
    mask[0, 15] = 1
    opened = hole(latent_mask(mask, 8), 8)[0, 0]
    assert opened.shape == (16, 16)
    assert opened[:8, 8:].min() == 1
    assert opened.sum() == 64


def trajectory(sampler, strengths, steps=10):
    """The latents after each step of a run whose model always answers the same."""
    settings = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    scheduler = make_scheduler(sampler, settings, steps=steps)
    scheduler.set_timesteps(steps)
    noise = torch.randn(1, 4, 3, 3, generator=torch.Generator().manual_seed(1))
    original = torch.full((1, 4, 3, 3), 3.0)
    keeping = Differential(scheduler, strengths, 0, lambda: original, noise)
    seen, done = [], 0

    def after(clean, latents):
        nonlocal done
        done += 1
        return keeping.kept(latents, done)

    latents = scheduler.add_noise(original, noise, scheduler.timesteps[:1])
    torch.manual_seed(0)
    with tapped_steps(scheduler, after):
        for timestep in scheduler.timesteps:
            ready = scheduler.scale_model_input(latents, timestep)
            latents = scheduler.step(torch.zeros_like(ready), timestep, latents).prev_sample
            seen.append(latents)
    return scheduler, original, noise, seen


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_is_masked_nought_is_exactly_the_original_at_the_end(sampler):
    _, original, _, seen = trajectory(sampler, STRENGTHS)
    assert torch.equal(seen[-1][..., 0], original[..., 0])
    assert not torch.equal(seen[-1][..., 1], original[..., 1])
    assert not torch.equal(seen[-1][..., 2], original[..., 2])


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_does_not_take_part_yet_is_the_original_as_noisy_as_it_should_be(sampler):
    scheduler, original, noise, seen = trajectory(sampler, STRENGTHS)
    for done, latents in enumerate(seen[:-1], 1):
        following = scheduler.timesteps[done]
        fresh = make_scheduler(sampler, dict(scheduler.config), steps=10)
        fresh.set_timesteps(10)
        expected = fresh.add_noise(original, noise, following[None])
        is_out = float(following) / float(scheduler.timesteps[0]) > 0.5
        assert torch.equal(latents[..., 0], expected[..., 0])
        assert torch.equal(latents[..., 1], expected[..., 1]) == is_out


def test_a_full_mask_changes_nothing():
    _, _, _, free = trajectory("Euler", torch.ones(1, 1, 3, 3))
    _, _, _, masked = trajectory("Euler", STRENGTHS)
    assert torch.equal(free[-1][..., 2], masked[-1][..., 2])


def mean_change(model, mask, **recipe):
    """How far the clean latents of the last step are from the original, left and right."""
    picture = a_picture(64, 32)
    seen = []
    settings = Recipe(**{"prompt": "a cat", "steps": 12, "guidance": 1.0, **recipe})
    plan = plan_steps(settings.steps, settings.strength)
    one = Run(Task.inpaint, settings, 3, plan, picture, mask)
    run(model, one, Watching(lambda: None, seen.append, lambda held: None))
    whole = torch.from_numpy(picture.astype(np.float32) / 255).permute(2, 0, 1)[None]
    change = (seen[-1] - model.encode(whole)).abs().mean((0, 1, 2))
    return float(change[:3].mean()), float(change[-3:].mean())


@pytest.mark.parametrize("sampler", ["Euler", "DPM++ 2M"])
def test_grey_changes_less_than_white(plain, sampler):
    grey, white = mean_change(plain, halves(96, 255, 64, 32), sampler=sampler)
    assert grey < 0.6 * white


def test_the_noise_is_the_one_the_pipeline_starts_from(plain):
    """Or what joins late would come from elsewhere."""
    seen = []
    mask = np.full((32, 32), 255, np.uint8)
    one = Run(Task.inpaint, Recipe(steps=1, guidance=1.0), 5, plan_steps(1, 1.0), a_picture(), mask)
    unet = plain.pipe.unet
    hook = unet.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    run(plain, one, Watching(lambda: None, lambda clean: None, lambda held: None))
    hook.remove()
    scheduler = plain.view(Task.inpaint).scheduler
    noise = torch.randn(1, 4, 4, 4, generator=one.generator())
    timestep = scheduler.timesteps[0]
    fresh = make_scheduler("Euler", plain.scheduler, steps=1)
    fresh.set_timesteps(1)
    started = fresh.scale_model_input(noise * fresh.init_noise_sigma, timestep)
    assert torch.allclose(seen[0], started, atol=1e-6)
