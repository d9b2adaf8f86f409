"""The predicted clean latents, against a model whose answer is known."""

from __future__ import annotations

import diffusers
import pytest
import torch

from studio.engine.samplers import make_scheduler
from studio.engine.taps import tapped_steps
from studio.generation.samplers import SAMPLERS

SETTINGS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
OTHERS = (
    "PNDMScheduler",
    "DEISMultistepScheduler",
    "DPMSolverSinglestepScheduler",
    "HeunDiscreteScheduler",
    "KDPM2DiscreteScheduler",
    "TCDScheduler",
)


def told_by(scheduler, kind, steps=6):
    """What the tap tells at each step, where the model knows that the picture is all threes."""
    truth = torch.full((1, 4, 2, 2), 3.0)
    scheduler.set_timesteps(steps)
    noise = torch.randn(1, 4, 2, 2, generator=torch.Generator().manual_seed(0))
    seen = []

    def after(clean, latents):
        seen.append(clean)
        return latents

    latents = noise * scheduler.init_noise_sigma
    with tapped_steps(scheduler, after):
        for timestep in scheduler.timesteps:
            ready = scheduler.scale_model_input(latents, timestep)
            answer = _oracle(scheduler, kind, truth, ready, timestep)
            latents = scheduler.step(answer, timestep, latents, return_dict=False)[0]
    return truth, seen


def _oracle(scheduler, kind, truth, ready, timestep):
    """The noise or velocity for which `truth` is the clean picture."""
    step = int(timestep.round())
    kept = scheduler.alphas_cumprod[step]
    if timestep != step:
        below = int(timestep)
        part = timestep - below
        kept = scheduler.alphas_cumprod[below] * (1 - part)
        kept = kept + scheduler.alphas_cumprod[min(below + 1, 999)] * part
    a, b = kept.sqrt(), (1 - kept).sqrt()
    noise = (ready - a * truth) / b
    return noise if kind == "epsilon" else a * noise - b * truth


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction"])
@pytest.mark.parametrize("sampler", [one for one in SAMPLERS if one != "LCM"])
def test_the_clean_latents_are_exact_from_the_first_step(sampler, kind):
    scheduler = make_scheduler(sampler, {**SETTINGS, "prediction_type": kind}, steps=6)
    truth, seen = told_by(scheduler, kind)
    assert len(seen) == 6
    # Karras' timesteps lie between those of the table: diffusers itself rounds.
    slack = 0.3 if "Karras" in sampler else 2e-2
    assert max(float((one - truth).abs().max()) for one in seen) < slack


# diffusers itself: numpy functions of torch tensors, which torch does not do numpy 2's way yet.
@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("name", OTHERS)
def test_other_schedulers_tell_them_too(name):
    scheduler = getattr(diffusers, name).from_config({**SETTINGS, "skip_prk_steps": True})
    truth, seen = told_by(scheduler, "epsilon")
    assert float((seen[0] - truth).abs().max()) < 2e-2


def test_lcm_tells_what_it_goes_on_with():
    scheduler = make_scheduler("LCM", SETTINGS, steps=6)
    truth, seen = told_by(scheduler, "epsilon")
    assert float((seen[-1] - truth).abs().max()) < 2e-2
